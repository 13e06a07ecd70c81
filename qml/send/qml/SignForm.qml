// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.send

/// A message or typed data: read first, then signed.
ColumnLayout {
    id: root

    required property SignModel model
    readonly property bool isEditing: model.stage === SignModel.Edit
    readonly property bool isSigned: model.stage === SignModel.Signed

    function review(): void {
        notices.reset()
        if (kind.current === 1)
            root.model.reviewTyped(content.text)
        else
            root.model.reviewMessage(content.text)
    }
    function submit(): void {
        if (root.model.needsPassphrase)
            root.model.unlockAndSign(passphrase.field, notices.isAgreed)
        else
            root.model.sign(notices.isAgreed)
    }

    spacing: Theme.gap3

    Card {
        visible: root.isEditing
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap3
            ChoicePicker {
                visible: root.model.signerNames.length > 1
                label: qsTr("Signed by")
                titles: root.model.signerNames
                currentIndex: root.model.signerIndex
                Layout.fillWidth: true
                onChosen: index => root.model.chooseSigner(index)
            }
            Segments {
                id: kind
                label: qsTr("What is signed")
                options: [qsTr("Message"), qsTr("Typed data")]
                Layout.fillWidth: true
                onChosen: index => kind.current = index
            }
            KoshTextArea {
                id: content
                label: kind.current === 1 ? qsTr("JSON of the request (EIP-712)")
                                          : qsTr("Text, or bytes as 0x… (EIP-191)")
                rows: kind.current === 1 ? 10 : 5
                Layout.fillWidth: true
            }
        }
    }
    MeaningCard {
        visible: !root.isEditing
        model: root.model
        Layout.fillWidth: true
    }
    NoticeList {
        id: notices
        visible: !root.isEditing && root.model.notices.count > 0
        notices: root.model.notices
        hasDanger: root.model.hasDanger
        enabled: !root.isSigned
        Layout.fillWidth: true
    }
    Card {
        visible: root.isSigned
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap2
            KoshText {
                text: qsTr("The signature")
                isStrong: true
                Accessible.role: Accessible.Heading
            }
            KoshText {
                text: root.model.signature
                wrapMode: Text.WrapAnywhere
                elide: Text.ElideNone
                Layout.fillWidth: true
            }
            CopyText {
                text: root.model.signature
                shown: Format.shortHex(root.model.signature)
                label: qsTr("Copy the signature")
                Layout.fillWidth: true
            }
        }
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
            visible: !root.isEditing
            text: root.isSigned ? qsTr("Sign something else") : qsTr("Back")
            enabled: !root.model.isBusy
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: root.model.back()
        }
        KoshButton {
            visible: !root.isSigned
            text: root.isEditing ? qsTr("Read it first") : qsTr("Sign it")
            kind: KoshButton.Primary
            isBusy: root.model.isBusy
            enabled: (root.isEditing ? content.text !== "" && root.model.signerNames.length > 0
                                     : notices.isAgreed) && !root.model.isBusy
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: root.isEditing && !root.model.needsPassphrase ? root.review() : root.submit()
        }
    }
}
