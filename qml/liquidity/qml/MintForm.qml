// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.liquidity
import kosh.risk

/// A new position: tokens, fee, range over the liquidity there is, amounts, then what it takes.
ColumnLayout {
    id: root

    required property MintModel model

    function submit(): void {
        if (root.model.needsPassphrase)
            root.model.unlockAndConfirm(passphrase.field)
        else
            root.model.confirm()
    }

    function rangeTitles(): list<string> {
        const titles = []
        for (let i = 0; i < root.model.ranges.length; ++i) {
            const name = root.model.ranges[i]
            titles.push(name === "narrow" ? qsTr("Narrow") : name === "medium" ? qsTr("Medium")
                        : name === "wide" ? qsTr("Wide") : qsTr("Full"))
        }
        return titles
    }

    spacing: Theme.gap3

    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap3
            enabled: !root.model.isReviewing
            RowLayout {
                spacing: Theme.gap2
                Layout.fillWidth: true
                ChoicePicker {
                    label: qsTr("First token")
                    titles: root.model.symbols
                    currentIndex: root.model.indexA
                    hasBadge: true
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                    onChosen: index => root.model.chooseTokens(index, root.model.indexB)
                }
                ChoicePicker {
                    label: qsTr("Second token")
                    titles: root.model.symbols
                    currentIndex: root.model.indexB
                    hasBadge: true
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                    onChosen: index => root.model.chooseTokens(root.model.indexA, index)
                }
            }
            Segments {
                label: qsTr("Fee")
                options: [Format.pips(100), Format.pips(500), Format.pips(3000),
                          Format.pips(10000)]
                current: root.model.feeIndex
                Layout.fillWidth: true
                onChosen: index => root.model.chooseFee(index)
            }
            RangeChart {
                visible: root.model.hasRange
                bars: root.model.bars
                tick: root.model.tick
                tickLower: root.model.tickLower
                tickUpper: root.model.tickUpper
                barColor: Theme.muted
                rangeColor: Theme.accentSoft
                lineColor: Theme.accent
                Layout.fillWidth: true
                Layout.preferredHeight: 120
                Accessible.role: Accessible.Graphic
                Accessible.name: qsTr("Liquidity by price; from %1 to %2 is chosen")
                    .arg(Format.decimal(root.model.priceLower))
                    .arg(Format.decimal(root.model.priceUpper))
            }
            Segments {
                visible: root.model.hasRange
                label: qsTr("Range")
                options: root.rangeTitles()
                current: root.model.rangeIndex
                Layout.fillWidth: true
                onChosen: index => root.model.chooseRange(index)
            }
            FactRow {
                visible: root.model.hasRange
                label: qsTr("Price now")
                value: qsTr("%1 %2 for 1 %3").arg(Format.decimal(root.model.price))
                    .arg(root.model.symbol1).arg(root.model.symbol0)
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.model.hasRange
                label: qsTr("Earns between")
                value: Format.decimal(root.model.priceLower) + " – "
                       + Format.decimal(root.model.priceUpper)
                Layout.fillWidth: true
            }
            KoshTextField {
                id: amountA
                label: qsTr("Amount of %1, at most")
                    .arg(root.model.symbols[root.model.indexA] ?? "")
                placeholder: qsTr("what fits the other")
                Layout.fillWidth: true
            }
            KoshTextField {
                id: amountB
                label: qsTr("Amount of %1, at most")
                    .arg(root.model.symbols[root.model.indexB] ?? "")
                placeholder: qsTr("what fits the other")
                Layout.fillWidth: true
            }
        }
    }
    Card {
        visible: root.model.isReviewing
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap2
            KoshText {
                text: qsTr("What goes in")
                isStrong: true
                font.pixelSize: Theme.large
                Accessible.role: Accessible.Heading
            }
            FactRow {
                label: root.model.symbol0
                value: Format.exact(root.model.amount0, root.model.decimals0)
                isStrong: true
                Layout.fillWidth: true
            }
            FactRow {
                label: root.model.symbol1
                value: Format.exact(root.model.amount1, root.model.decimals1)
                isStrong: true
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("Approvals needed first")
                value: Format.integer(root.model.approvalCount)
                Layout.fillWidth: true
            }
        }
    }
    Repeater {
        model: root.model.isReviewing ? root.model.problems : []
        Banner {
            required property string modelData
            text: modelData
            Layout.fillWidth: true
        }
    }
    RiskReview {
        visible: root.model.isReviewing && (model.effects.count > 0 || model.findings.count > 0)
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
    RowLayout {
        spacing: Theme.gap2
        Layout.fillWidth: true
        KoshButton {
            visible: root.model.isReviewing
            text: qsTr("Back")
            Layout.fillWidth: true
            onClicked: root.model.back()
        }
        KoshButton {
            text: root.model.isReviewing ? qsTr("Open the position") : qsTr("Review")
            kind: KoshButton.Primary
            isBusy: root.model.isBusy
            enabled: root.model.isReviewing
                     ? root.model.problems.length === 0 && root.model.risk.mayGoOn
                       && !root.model.isBusy
                     : root.model.hasRange && (amountA.text !== "" || amountB.text !== "")
                       && !root.model.isBusy
            Layout.fillWidth: true
            onClicked: root.model.isReviewing ? root.submit()
                                              : root.model.review(amountA.text, amountB.text)
        }
    }
}
