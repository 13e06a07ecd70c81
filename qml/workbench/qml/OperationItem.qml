// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import kosh.design
import kosh.workbench

/// A service that opens and closes, or one of its operations.
T.Button {
    id: root

    required property operationRow operation
    property bool isChosen: false

    implicitHeight: operation.isService ? 52 : 60
    focusPolicy: Qt.StrongFocus
    Accessible.role: operation.isService ? Accessible.Button : Accessible.ListItem
    Accessible.name: operation.isService ? operation.title + ", " + operation.count
                                         : operation.title
    Accessible.description: operation.isService ? "" : operation.key
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: RowLayout {
        spacing: Theme.gap3
        Icon {
            visible: root.operation.isService
            name: root.operation.isOpen ? "down" : "right"
            color: Theme.muted
            Layout.leftMargin: Theme.gap4
            Layout.preferredWidth: 18
            Layout.preferredHeight: 18
        }
        ColumnLayout {
            spacing: 1
            Layout.leftMargin: root.operation.isService ? 0 : Theme.gap6 + Theme.gap4
            Layout.fillWidth: true
            KoshText {
                text: root.operation.title
                isStrong: root.operation.isService
                font.pixelSize: root.operation.isService ? Theme.large : Theme.body
                Layout.fillWidth: true
                Accessible.ignored: true
            }
            KoshText {
                visible: !root.operation.isService
                text: root.operation.key
                isMuted: true
                font.pixelSize: Theme.small
                Layout.fillWidth: true
                Accessible.ignored: true
            }
        }
        KoshText {
            visible: root.operation.isService
            text: root.operation.count
            isMuted: true
            Layout.rightMargin: Theme.gap4
            Accessible.ignored: true
        }
        Icon {
            visible: root.operation.isCommand
            name: "edit"
            color: Theme.muted
            Layout.preferredWidth: 16
            Layout.preferredHeight: 16
            Layout.rightMargin: Theme.gap4
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.isChosen ? Theme.accentSoft : root.hovered ? Theme.sunken : "transparent"
        border.width: root.visualFocus ? 2 : 0
        border.color: Theme.accent
    }
}
