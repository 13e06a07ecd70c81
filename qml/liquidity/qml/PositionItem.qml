// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import kosh.design
import kosh.liquidity

T.Button {
    id: root

    required property positionRow position
    property bool isChosen: false
    readonly property string title: position.symbol0 + " / " + position.symbol1
    readonly property string state: !position.hasLiquidity ? qsTr("Empty")
        : position.isInRange ? qsTr("In range") : qsTr("Out of range")

    implicitHeight: 72
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: title + " " + Format.pips(position.feePips) + ", " + state
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: RowLayout {
        spacing: Theme.gap3
        ColumnLayout {
            spacing: 2
            Layout.leftMargin: Theme.gap4
            Layout.fillWidth: true
            KoshText {
                text: root.title + " · " + Format.pips(root.position.feePips)
                isStrong: true
                Layout.fillWidth: true
                Accessible.ignored: true
            }
            KoshText {
                text: Format.decimal(root.position.priceLower) + " – "
                      + Format.decimal(root.position.priceUpper) + " " + root.position.symbol1
                isMuted: true
                font.pixelSize: Theme.small + 1
                Layout.fillWidth: true
                Accessible.ignored: true
            }
        }
        StatusPill {
            text: root.state
            tone: !root.position.hasLiquidity ? StatusPill.Neutral
                  : root.position.isInRange ? StatusPill.Good : StatusPill.Busy
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
