// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.risk
import kosh.swap

/// A limit order: what is sold, at which price, where that lies in the pool, what it would bring.
Card {
    id: root

    required property OrdersModel model
    readonly property string symbolIn: model.symbols[model.indexIn] ?? ""
    readonly property string symbolOut: model.symbols[model.indexOut] ?? ""

    function submit(): void {
        if (root.model.needsPassphrase)
            root.model.unlockAndPlace(passphrase.field)
        else
            root.model.place()
    }

    Component.onCompleted: model.open()

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap3
        RowLayout {
            spacing: Theme.gap2
            Layout.fillWidth: true
            ChoicePicker {
                label: qsTr("Sell")
                titles: root.model.symbols
                currentIndex: root.model.indexIn
                hasBadge: true
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                onChosen: index => root.model.chooseTokens(index, root.model.indexOut)
            }
            ChoicePicker {
                label: qsTr("Buy")
                titles: root.model.symbols
                currentIndex: root.model.indexOut
                hasBadge: true
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                onChosen: index => root.model.chooseTokens(root.model.indexIn, index)
            }
        }
        Segments {
            label: qsTr("Pool fee")
            options: [Format.pips(100), Format.pips(500), Format.pips(3000), Format.pips(10000)]
            current: root.model.feeIndex
            Layout.fillWidth: true
            onChosen: index => root.model.chooseFee(index)
        }
        FactRow {
            visible: root.model.hasPool
            label: qsTr("Price now")
            value: qsTr("%1 %2 for 1 %3").arg(Format.decimal(root.model.priceNow))
                .arg(root.symbolOut).arg(root.symbolIn)
            Layout.fillWidth: true
        }
        RangeChart {
            visible: root.model.hasPool
            bars: root.model.bars
            tick: root.model.tick
            tickLower: root.model.tickLower
            tickUpper: root.model.tickUpper
            barColor: Theme.muted
            rangeColor: Theme.accent
            lineColor: Theme.warning
            Layout.fillWidth: true
            Layout.preferredHeight: 110
            Accessible.role: Accessible.Graphic
            Accessible.name: root.model.hasPreview
                ? qsTr("Liquidity by price; the order lies between tick %1 and tick %2")
                  .arg(root.model.tickLower).arg(root.model.tickUpper)
                : qsTr("Liquidity by price")
        }
        KoshTextField {
            id: price
            label: qsTr("Sell at, %1 for 1 %2 at least").arg(root.symbolOut).arg(root.symbolIn)
            text: root.model.price
            validator: RegularExpressionValidator { regularExpression: /[0-9]*\.?[0-9]*/ }
            maximumLength: 60
            Layout.fillWidth: true
            onEdited: root.model.setPrice(text)
        }
        RowLayout {
            visible: root.model.hasPool
            spacing: Theme.gap2
            Layout.fillWidth: true
            Repeater {
                model: [100, 200, 500, 1000]
                KoshButton {
                    required property int modelData
                    text: "+" + Format.bps(modelData)
                    implicitHeight: 36
                    leftPadding: 4
                    implicitWidth: 60
                    Accessible.name: qsTr("%1 above the price of now").arg(Format.bps(modelData))
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                    onClicked: root.model.choosePrice(modelData)
                }
            }
        }
        KoshTextField {
            id: amount
            label: qsTr("Amount of %1").arg(root.symbolIn)
            text: root.model.amount
            validator: RegularExpressionValidator { regularExpression: /[0-9]*\.?[0-9]*/ }
            maximumLength: 60
            Layout.fillWidth: true
            onEdited: root.model.setAmount(text)
        }
        FactRow {
            visible: root.model.hasPreview
            label: qsTr("You receive when it is filled")
            value: Format.amount(root.model.preview.expectedOut, root.model.preview.decimalsOut)
                   + " " + root.model.preview.symbolOut
            isStrong: true
            ink: Theme.accent
            Layout.fillWidth: true
        }
        FactRow {
            visible: root.model.hasPreview
            label: qsTr("Sold between ticks")
            value: root.model.tickLower + " – " + root.model.tickUpper
            Layout.fillWidth: true
        }
        KoshText {
            visible: root.model.hasPreview
            text: qsTr("It waits in the pool as a position and is collected when the price has "
                     + "crossed it, while Kosh runs. Until then it can be taken back.")
            isMuted: true
            isWrapped: true
            font.pixelSize: Theme.small + 1
            Layout.fillWidth: true
        }
        Banner {
            tone: Banner.Warning
            text: root.model.previewError
            Layout.fillWidth: true
        }
        RiskReview {
            model: root.model.risk
            Layout.fillWidth: true
        }
        Banner {
            text: root.model.error
            Layout.fillWidth: true
        }
        SecretInput {
            id: passphrase
            visible: root.model.needsPassphrase
            label: qsTr("Passphrase, to sign")
            Layout.fillWidth: true
            onVisibleChanged: if (visible) focusLater()
            onAccepted: root.submit()
        }
        KoshButton {
            text: qsTr("Place the order")
            kind: KoshButton.Primary
            isBusy: root.model.isBusy && root.model.hasPreview
            enabled: root.model.hasPreview && root.model.risk.mayGoOn && !root.model.isBusy
            Layout.fillWidth: true
            onClicked: root.submit()
        }
    }
}
