// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import kosh.design
import kosh.networks

T.Button {
    id: root

    required property networkRow network
    property bool isChosen: false
    readonly property string note: network.endpointCount === 0 ? qsTr("No endpoint")
        : qsTr("%n endpoint(s)", "", network.endpointCount)

    implicitHeight: 64
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: network.name + ", " + note
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: RowLayout {
        spacing: Theme.gap3
        ColumnLayout {
            spacing: 2
            Layout.leftMargin: Theme.gap4
            Layout.fillWidth: true
            KoshText {
                text: root.network.name
                isStrong: true
                Layout.fillWidth: true
                Accessible.ignored: true
            }
            KoshText {
                text: qsTr("Chain %1").arg(root.network.key) + " · " + root.note
                isMuted: true
                font.pixelSize: Theme.small + 1
                Layout.fillWidth: true
                Accessible.ignored: true
            }
        }
        StatusPill {
            visible: root.network.isCustom || root.network.isTest
            text: root.network.isCustom ? qsTr("Yours") : qsTr("Test")
            Layout.rightMargin: Theme.gap4
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.isChosen ? Theme.accentSoft : root.hovered ? Theme.sunken : "transparent"
        border.width: root.visualFocus ? 2 : 0
        border.color: Theme.accent
    }
}
