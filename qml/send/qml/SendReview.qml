// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.risk
import kosh.send

/// What would be signed, what to know of the recipient, and what became of it.
ColumnLayout {
    id: root

    required property SendModel model
    required property string nativeSymbol
    readonly property transferView transfer: model.transfer
    readonly property bool isSent: model.stage === SendModel.Sent

    function submit(): void {
        if (root.model.needsPassphrase)
            root.model.unlockAndConfirm(passphrase.field)
        else
            root.model.confirm()
    }

    spacing: Theme.gap3
    onVisibleChanged: if (visible) notices.reset()

    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap2
            KoshText {
                text: !root.isSent ? qsTr("What will be sent")
                      : root.model.sentStatus === "awaiting_signature"
                      ? qsTr("Waiting for the signature of your device")
                      : root.model.sentStatus === "declined" ? qsTr("Not signed")
                      : qsTr("On its way")
                isStrong: true
                isWrapped: true
                font.pixelSize: Theme.large
                Layout.fillWidth: true
                Accessible.role: Accessible.Heading
            }
            FactRow {
                label: qsTr("Amount")
                value: Format.exact(root.transfer.amount, root.transfer.decimals) + " "
                       + root.transfer.symbol
                isStrong: true
                Layout.fillWidth: true
            }
            KoshText {
                text: root.transfer.label !== "" ? qsTr("To %1").arg(root.transfer.label)
                                                 : qsTr("To")
                isMuted: true
                Layout.fillWidth: true
            }
            KoshText {
                text: root.transfer.recipient
                isStrong: true
                wrapMode: Text.WrapAnywhere
                elide: Text.ElideNone
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("Sent there before")
                value: root.transfer.sentBefore === 0 ? qsTr("Never")
                    : qsTr("%n time(s)", "", root.transfer.sentBefore)
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("Network fee, about")
                value: Format.fee(root.transfer.expectedFee) + " " + root.nativeSymbol
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("Network fee, at most")
                value: Format.fee(root.transfer.maxFee) + " " + root.nativeSymbol
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("Nonce")
                value: Format.integer(root.transfer.nonce)
                Layout.fillWidth: true
            }
            CopyText {
                visible: root.model.hash !== ""
                text: root.model.hash
                label: qsTr("Copy the transaction's hash")
                Layout.fillWidth: true
            }
        }
    }
    NoticeList {
        id: notices
        notices: root.model.notices
        hasDanger: root.model.hasDanger
        enabled: !root.isSent
        Layout.fillWidth: true
    }
    RiskReview {
        model: root.model.risk
        enabled: !root.isSent
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
        visible: !root.isSent
        spacing: Theme.gap2
        Layout.fillWidth: true
        KoshButton {
            text: qsTr("Back")
            enabled: !root.model.isBusy
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: root.model.back()
        }
        KoshButton {
            text: qsTr("Sign and send")
            kind: KoshButton.Primary
            isBusy: root.model.isBusy
            enabled: notices.isAgreed && root.model.risk.mayGoOn && !root.model.isBusy
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: root.submit()
        }
    }
    KoshButton {
        visible: root.isSent
        text: qsTr("Send something else")
        kind: KoshButton.Primary
        Layout.fillWidth: true
        onClicked: root.model.startOver()
    }
}
