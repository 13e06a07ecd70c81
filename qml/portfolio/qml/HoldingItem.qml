// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.portfolio

/// A token, how much of it, and what that is worth; unknown and unpriced are said, not hidden.
Item {
    id: root

    required property holdingRow holding
    property bool isFirst: false
    readonly property string amountText: holding.amount === "" ? qsTr("Unknown")
                                         : Format.amount(holding.amount, holding.decimals)
    readonly property string valueText: holding.amount === "" ? ""
        : holding.value === "" ? qsTr("Unpriced")
        : Format.value(holding.value, holding.valueDecimals) + " " + holding.valueSymbol

    implicitHeight: 68
    Accessible.role: Accessible.ListItem
    Accessible.name: holding.symbol + ": " + amountText + ", " + valueText

    Rectangle {
        visible: !root.isFirst
        x: Theme.gap4
        width: parent.width - 2 * Theme.gap4
        height: 1
        color: Theme.border
    }
    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.gap4
        anchors.rightMargin: Theme.gap4
        spacing: Theme.gap3
        TokenBadge { symbol: root.holding.symbol }
        ColumnLayout {
            spacing: 1
            Layout.fillWidth: true
            KoshText {
                text: root.holding.symbol
                isStrong: true
                font.pixelSize: Theme.large
                Layout.fillWidth: true
                Accessible.ignored: true
            }
            KoshText {
                text: root.holding.name
                isMuted: true
                font.pixelSize: Theme.small + 1
                Layout.fillWidth: true
                Accessible.ignored: true
            }
        }
        ColumnLayout {
            spacing: 1
            KoshText {
                text: root.amountText
                isStrong: root.holding.amount !== ""
                color: root.holding.amount === "" ? Theme.warning : Theme.text
                font.pixelSize: Theme.large
                Layout.alignment: Qt.AlignRight
                Accessible.ignored: true
            }
            KoshText {
                text: root.valueText
                isMuted: true
                font.pixelSize: Theme.small + 1
                Layout.alignment: Qt.AlignRight
                Accessible.ignored: true
            }
        }
    }
}
