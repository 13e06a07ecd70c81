// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.liquidity
import kosh.risk

/// One position: what it holds and earned, and taking out of it.
ColumnLayout {
    id: root

    required property LiquidityModel model
    property bool hasBack: false
    readonly property positionRow position: model.chosen
    readonly property bool isConfirming: model.action !== ""

    function submit(): void {
        if (root.model.needsPassphrase)
            root.model.unlockAndConfirm(passphrase.field)
        else
            root.model.confirm()
    }

    function addedText(): string {
        const first = root.model.added0 + " " + root.position.symbol0
        const second = root.model.added1 + " " + root.position.symbol1
        return root.model.added0 === "" ? qsTr("%1 and what fits it").arg(second)
            : root.model.added1 === "" ? qsTr("%1 and what fits it").arg(first)
            : first + " + " + second
    }

    spacing: Theme.gap3

    KoshButton {
        visible: root.hasBack
        text: qsTr("All positions")
        iconName: "back"
        kind: KoshButton.Quiet
        onClicked: root.model.choose("")
    }
    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap2
            KoshText {
                text: root.position.symbol0 + " / " + root.position.symbol1 + " · #"
                      + root.position.key
                isStrong: true
                font.pixelSize: Theme.large
                Accessible.role: Accessible.Heading
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("Holds")
                value: Format.amount(root.position.amount0, root.position.decimals0) + " "
                       + root.position.symbol0 + "\n"
                       + Format.amount(root.position.amount1, root.position.decimals1) + " "
                       + root.position.symbol1
                isStrong: true
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("Fees to collect")
                value: Format.amount(root.position.fees0, root.position.decimals0) + " "
                       + root.position.symbol0 + "\n"
                       + Format.amount(root.position.fees1, root.position.decimals1) + " "
                       + root.position.symbol1
                ink: Theme.accent
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("Price now")
                value: Format.decimal(root.position.price) + " " + root.position.symbol1
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("Earns between")
                value: Format.decimal(root.position.priceLower) + " – "
                       + Format.decimal(root.position.priceUpper)
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.position.hasLoss
                label: qsTr("Impermanent loss")
                value: Format.pips(root.position.lossPips)
                Layout.fillWidth: true
            }
        }
    }
    ChangeBanner {
        model: root.model
        Layout.fillWidth: true
    }
    KoshText {
        visible: root.isConfirming
        text: root.model.action === "increase"
              ? qsTr("At most %1 goes in, with an approval first where one is needed.")
                .arg(root.addedText())
              : root.model.action === "collect" ? qsTr("All fees are collected to your address.")
              : root.model.action === "close"
              ? qsTr("All liquidity and fees are taken out and the position is burnt.")
              : qsTr("%1 of the liquidity is taken out, with all fees.")
                .arg(Format.bps(root.model.shareBps))
        isWrapped: true
        Layout.fillWidth: true
    }
    Repeater {
        model: root.isConfirming ? root.model.problems : []
        Banner {
            required property string modelData
            text: modelData
            Layout.fillWidth: true
        }
    }
    RiskReview {
        model: root.model.risk
        Layout.fillWidth: true
    }
    Banner {
        text: root.isConfirming ? root.model.error : ""
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
        visible: root.isConfirming
        spacing: Theme.gap2
        Layout.fillWidth: true
        KoshButton {
            text: qsTr("Back")
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: root.model.start("", 0)
        }
        KoshButton {
            text: qsTr("Confirm")
            kind: KoshButton.Primary
            isBusy: root.model.isBusy
            enabled: root.model.problems.length === 0 && root.model.risk.mayGoOn
                     && !root.model.isBusy
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: root.submit()
        }
    }
    Card {
        visible: !root.isConfirming
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap3
            KoshText {
                text: qsTr("Add to it")
                isStrong: true
                font.pixelSize: Theme.large
                Accessible.role: Accessible.Heading
            }
            RowLayout {
                spacing: Theme.gap2
                Layout.fillWidth: true
                KoshTextField {
                    id: added0
                    label: qsTr("%1, at most").arg(root.position.symbol0)
                    placeholder: qsTr("what fits")
                    validator: RegularExpressionValidator { regularExpression: /[0-9]*\.?[0-9]*/ }
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                }
                KoshTextField {
                    id: added1
                    label: qsTr("%1, at most").arg(root.position.symbol1)
                    placeholder: qsTr("what fits")
                    validator: RegularExpressionValidator { regularExpression: /[0-9]*\.?[0-9]*/ }
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                }
            }
            KoshButton {
                text: qsTr("Add")
                enabled: added0.text !== "" || added1.text !== ""
                Accessible.name: qsTr("Add to the position")
                Layout.fillWidth: true
                onClicked: root.model.startIncrease(added0.text, added1.text)
            }
        }
    }
    GridLayout {
        visible: !root.isConfirming
        columns: 2
        columnSpacing: Theme.gap2
        rowSpacing: Theme.gap2
        Layout.fillWidth: true
        KoshButton {
            text: qsTr("Collect fees")
            kind: KoshButton.Primary
            enabled: root.position.hasFees
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: root.model.start("collect", 0)
        }
        KoshButton {
            text: qsTr("Take out a quarter")
            enabled: root.position.hasLiquidity
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: root.model.start("decrease", 2500)
        }
        KoshButton {
            text: qsTr("Take out half")
            enabled: root.position.hasLiquidity
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: root.model.start("decrease", 5000)
        }
        KoshButton {
            text: qsTr("Close it")
            kind: KoshButton.Danger
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: root.model.start("close", 0)
        }
    }
}
