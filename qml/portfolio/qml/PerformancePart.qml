// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.portfolio
import kosh.session

/// Value over time, totals by network and wallet, gains and lots.
ColumnLayout {
    id: root

    required property PerformanceModel model
    required property Session session

    spacing: Theme.gap4
    Component.onCompleted: model.refresh()

    Segments {
        label: qsTr("Where")
        options: [root.session.chainName, qsTr("All networks")]
        current: root.model.isEverywhere ? 1 : 0
        Layout.fillWidth: true
        onChosen: index => root.model.setEverywhere(index === 1)
    }
    ChoicePicker {
        visible: root.model.walletNames.length > 1
        label: qsTr("Wallet")
        titles: [qsTr("All wallets"), ...root.model.walletNames]
        currentIndex: root.model.walletIndex + 1
        Layout.fillWidth: true
        onChosen: index => root.model.chooseWallet(index - 1)
    }
    Banner {
        text: root.model.error
        action: qsTr("Try again")
        onTriggered: root.model.refresh()
        Layout.fillWidth: true
    }
    HistoryCard {
        model: root.model
        Layout.fillWidth: true
    }
    Card {
        visible: root.model.totals.count > 0
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap2
            KoshText {
                text: qsTr("Totals")
                isStrong: true
                font.pixelSize: Theme.large
                Accessible.role: Accessible.Heading
                Layout.fillWidth: true
            }
            Repeater {
                model: root.model.totals
                FactRow {
                    required property totalRow row
                    label: row.title
                    value: row.failure !== "" ? row.failure
                        : row.value === "" ? qsTr("Unpriced")
                        : Format.value(row.value, row.decimals) + " " + row.symbol
                          + (row.isComplete ? "" : "\n" + qsTr("not everything is priced"))
                    ink: row.failure !== "" ? Theme.warning : Theme.text
                    Layout.fillWidth: true
                }
            }
        }
    }
    GainsCard {
        model: root.model
        Layout.fillWidth: true
    }
    LotsCard {
        model: root.model
        Layout.fillWidth: true
    }
}
