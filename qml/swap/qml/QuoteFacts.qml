// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.swap

/// What a quote says, line by line.
ColumnLayout {
    id: root

    required property quoteView quote
    required property string nativeSymbol
    readonly property bool isCostly: quote.impactPips >= 10000

    spacing: Theme.gap2

    FactRow {
        label: qsTr("Price")
        value: qsTr("1 %1 = %2 %3").arg(root.quote.symbolIn).arg(Format.decimal(root.quote.price))
               .arg(root.quote.symbolOut)
        Layout.fillWidth: true
    }
    FactRow {
        label: qsTr("Price impact")
        value: root.quote.impactPips < 100 ? qsTr("less than 0.01%")
            : Format.pips(root.quote.impactPips)
        ink: root.quote.impactPips >= 50000 ? Theme.danger : root.isCostly ? Theme.warning
            : Theme.text
        isStrong: root.isCostly
        Layout.fillWidth: true
    }
    FactRow {
        visible: !root.quote.isExactOutput
        label: qsTr("Minimum received")
        value: Format.amount(root.quote.minimumReceived, root.quote.decimalsOut) + " "
            + root.quote.symbolOut
        isStrong: true
        Layout.fillWidth: true
    }
    FactRow {
        visible: root.quote.isExactOutput
        label: qsTr("Maximum spent")
        value: Format.amount(root.quote.maximumSpent, root.quote.decimalsIn) + " "
            + root.quote.symbolIn
        isStrong: true
        Layout.fillWidth: true
    }
    FactRow {
        label: qsTr("Route and pool fees")
        value: root.quote.route
        Layout.fillWidth: true
    }
    FactRow {
        label: qsTr("Network fee, about")
        value: root.quote.gasCost === "" ? qsTr("Unknown")
               : Format.fee(root.quote.gasCost) + " " + root.nativeSymbol
        Layout.fillWidth: true
    }
    FactRow {
        label: qsTr("Computed at block")
        value: Format.integer(root.quote.blockNumber) + (root.quote.isCurrent ? "" : " · "
            + qsTr("offline"))
        ink: root.quote.isCurrent ? Theme.text : Theme.warning
        Layout.fillWidth: true
    }
}
