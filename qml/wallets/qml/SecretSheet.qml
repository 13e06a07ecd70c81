// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design
import kosh.wallets

/// Brings a phrase or key out of the vault, after the passphrase was given again.
Sheet {
    id: root

    required property WalletsModel model
    /// Empty: the phrase of the chosen wallet.
    property string address
    readonly property bool isPhrase: address === ""

    function ask(): void {
        if (root.isPhrase)
            root.model.revealPhrase(passphrase.field)
        else if (form.current === 1)
            root.model.exportKeystore(root.address, passphrase.field, own.field)
        else
            root.model.exportKey(root.address, passphrase.field)
    }

    title: isPhrase ? qsTr("Recovery phrase") : qsTr("Export the key")
    onOpened: {
        root.model.forgetSecret()
        passphrase.focusLater()
    }
    onClosed: {
        root.model.forgetSecret()
        passphrase.field.clear()
        own.field.clear()
        view.isRevealed = false
    }

    Connections {
        target: root.model
        function onChanged() {
            root.model.show(view)
            view.isRevealed = root.model.hasSecret
        }
    }

    KoshText {
        width: parent.width
        text: qsTr("Whoever has it has the money. Nobody else may see this screen, and nobody "
                 + "who helps you ever needs it.")
        color: Theme.warning
        isWrapped: true
    }
    Segments {
        id: form
        visible: !root.isPhrase
        width: parent.width
        label: qsTr("As")
        options: [qsTr("Private key"), qsTr("Keystore file")]
        onChosen: index => form.current = index
    }
    SecretInput {
        id: passphrase
        width: parent.width
        label: qsTr("Passphrase of the vault")
        error: root.model.error
        onAccepted: root.ask()
    }
    SecretInput {
        id: own
        visible: !root.isPhrase && form.current === 1
        width: parent.width
        label: qsTr("New passphrase of the file")
        onAccepted: root.ask()
    }
    PhraseView {
        id: view
        visible: root.model.hasSecret
        width: parent.width
        height: implicitHeight
        color: Theme.text
        mutedColor: Theme.muted
        cellColor: Theme.sunken
        font.family: Theme.family
        font.pixelSize: Theme.body
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("The secret, drawn")
    }
    CopyText {
        visible: root.model.keystore !== ""
        width: parent.width
        text: root.model.keystore
        label: qsTr("Copy the keystore file's text")
    }
    KoshButton {
        width: parent.width
        text: qsTr("Show it")
        iconName: "eye"
        kind: KoshButton.Primary
        isBusy: root.model.isBusy
        onClicked: root.ask()
    }
}
