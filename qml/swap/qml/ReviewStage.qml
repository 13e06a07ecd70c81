// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.risk
import kosh.swap

/// What would change, before anything is signed.
ColumnLayout {
    id: root

    required property SwapModel model
    readonly property quoteView quote: model.quote
    readonly property previewView preview: model.preview

    spacing: Theme.gap3

    function reasonText(reason: string): string {
        return reason === "sold" ? qsTr("You pay") : reason === "bought" ? qsTr("You receive")
               : reason.startsWith("network fee") ? qsTr("Network fee, at most") : reason
    }

    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap3
            KoshText {
                text: qsTr("What will change")
                isStrong: true
                font.pixelSize: Theme.large
                Accessible.role: Accessible.Heading
            }
            EmptyState {
                visible: !root.preview.isThere && root.model.error === ""
                isBusy: true
                title: qsTr("Checking against the network…")
                Layout.fillWidth: true
            }
            Repeater {
                model: root.preview.changeSymbols
                RowLayout {
                    id: change
                    required property int index
                    required property string modelData
                    readonly property string units: root.preview.changeAmounts[index] ?? ""
                    readonly property string why: root.preview.changeReasons[index] ?? ""
                    readonly property string figure: (why.startsWith("network fee")
                        ? Format.fee(units.replace("-", ""))
                        : Format.change(units, Number(root.preview.changeDecimals[index] ?? "0")))
                        + " " + modelData
                    spacing: Theme.gap3
                    Layout.fillWidth: true
                    Accessible.role: Accessible.StaticText
                    Accessible.name: reason.text + ": " + figure
                    TokenBadge {
                        symbol: change.modelData
                        implicitWidth: 32
                        implicitHeight: 32
                    }
                    KoshText {
                        id: reason
                        text: root.reasonText(change.why)
                        isMuted: true
                        Layout.fillWidth: true
                        Accessible.ignored: true
                    }
                    KoshText {
                        text: change.figure
                        isStrong: true
                        font.pixelSize: Theme.large
                        color: change.units.startsWith("-") ? Theme.text : Theme.accent
                        Accessible.ignored: true
                    }
                }
            }
            FactRow {
                visible: root.preview.isThere
                label: qsTr("Approval")
                value: root.preview.needsApproval
                       ? qsTr("needed first, for this amount, to %1")
                       .arg(Format.shortHex(root.preview.spender))
                       : root.preview.usesPermit
                       ? qsTr("signed along with it, for this amount, to %1")
                       .arg(Format.shortHex(root.preview.spender))
                       : qsTr("not needed")
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.preview.isThere
                label: qsTr("Simulation")
                value: root.preview.isSimulated ? qsTr("succeeded") : qsTr("after the approval")
                ink: root.preview.isSimulated ? Theme.accent : Theme.text
                Layout.fillWidth: true
            }
        }
    }
    Card {
        Layout.fillWidth: true
        QuoteFacts {
            width: parent.width
            quote: root.quote
            nativeSymbol: root.model.nativeSymbol
        }
    }
    RiskReview {
        model: root.model.risk
        Layout.fillWidth: true
    }
    Repeater {
        model: root.preview.problems
        Banner {
            required property string modelData
            text: modelData
            Layout.fillWidth: true
        }
    }
    Repeater {
        model: root.preview.warnings
        Banner {
            required property string modelData
            tone: Banner.Warning
            text: modelData
            Layout.fillWidth: true
        }
    }
    Banner {
        tone: Banner.Warning
        text: root.model.isExpired ? qsTr("This quote has expired.") : ""
        action: qsTr("Ask again")
        onTriggered: root.model.renew()
        Layout.fillWidth: true
    }
    Banner {
        text: root.model.isExpired ? "" : root.model.error
        Layout.fillWidth: true
    }
    SecretInput {
        id: passphrase
        visible: root.model.needsPassphrase
        label: qsTr("Passphrase, to sign")
        Layout.fillWidth: true
        onVisibleChanged: if (visible) focusLater()
        onAccepted: root.model.unlockAndConfirm(passphrase.field)
    }
    RowLayout {
        spacing: Theme.gap2
        Layout.fillWidth: true
        KoshButton {
            text: qsTr("Back")
            Layout.fillWidth: true
            enabled: !root.model.isBusy
            onClicked: root.model.backToEdit()
        }
        KoshButton {
            text: qsTr("Confirm the swap")
            kind: KoshButton.Primary
            isBusy: root.model.isBusy && root.preview.isThere
            enabled: root.preview.isThere && root.preview.problems.length === 0
                     && root.model.risk.mayGoOn && !root.model.isExpired && !root.model.isBusy
            Layout.fillWidth: true
            onClicked: root.model.needsPassphrase ? root.model.unlockAndConfirm(passphrase.field)
                                                  : root.model.confirm()
        }
    }
}
