// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design
import kosh.wallets

/// Adds a wallet from what exists elsewhere.
Sheet {
    id: root

    required property WalletsModel model
    readonly property int kind: picker.currentIndex

    function submit(): void {
        if (root.kind === 0)
            root.model.importPhrase(label.text, phrase.field, passphrase.field, path.text)
        else if (root.kind === 1)
            root.model.importKey(label.text, phrase.field)
        else if (root.kind === 2)
            root.model.importKeystore(label.text, keystore.text, passphrase.field)
        else
            root.model.watch(label.text, address.text)
    }

    title: qsTr("Add a wallet")
    maximumWidth: 560
    onClosed: {
        phrase.field.clear()
        passphrase.field.clear()
    }

    Connections {
        target: root.model
        function onFinished() { root.close() }
    }

    ChoicePicker {
        id: picker
        width: parent.width
        label: qsTr("Kind")
        titles: [qsTr("Recovery phrase"), qsTr("Private key"), qsTr("Keystore file"),
                 qsTr("Watch-only address")]
        notes: [qsTr("12 to 24 words"), qsTr("64 hex digits"), qsTr("Version 3, JSON"),
                qsTr("Shown, never signed for")]
        currentIndex: 0
    }
    KoshTextField {
        id: label
        width: parent.width
        label: qsTr("Name")
        maximumLength: 64
        text: qsTr("Wallet")
    }
    SecretInput {
        id: phrase
        visible: root.kind < 2
        width: parent.width
        label: root.kind === 0 ? qsTr("Recovery phrase") : qsTr("Private key")
        isVisibleText: root.kind === 0
        isMultiLine: root.kind === 0
        onAccepted: root.submit()
    }
    KoshTextField {
        id: keystore
        visible: root.kind === 2
        width: parent.width
        label: qsTr("Text of the keystore file")
    }
    SecretInput {
        id: passphrase
        visible: root.kind === 0 || root.kind === 2
        width: parent.width
        label: root.kind === 0 ? qsTr("BIP-39 passphrase (only if the phrase has one)")
                               : qsTr("Passphrase of the file")
        onAccepted: root.submit()
    }
    KoshTextField {
        id: path
        visible: root.kind === 0
        width: parent.width
        label: qsTr("Derivation path (optional)")
        placeholder: "m/44'/60'/0'/0/{index}"
    }
    KoshTextField {
        id: address
        visible: root.kind === 3
        width: parent.width
        label: qsTr("Address")
        placeholder: "0x"
        onAccepted: root.submit()
    }
    Banner {
        width: parent.width
        text: root.model.error
    }
    KoshButton {
        width: parent.width
        text: qsTr("Add")
        kind: KoshButton.Primary
        isBusy: root.model.isBusy
        onClicked: root.submit()
    }
}
