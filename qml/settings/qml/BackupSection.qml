// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.settings

Card {
    id: root

    required property SettingsModel model
    required property bool isBackedUp
    property string phraseError

    signal phraseRequested(SecretField passphrase)

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap3
        KoshText { text: qsTr("Backup"); isStrong: true; font.pixelSize: Theme.large }
        KoshText {
            text: qsTr("One encrypted file with everything in the vault. It opens with the "
                     + "present passphrase.")
            isMuted: true
            isWrapped: true
            Layout.fillWidth: true
        }
        KoshTextField {
            id: path
            label: qsTr("New file")
            text: root.model.suggestedBackup
            Layout.fillWidth: true
            onAccepted: root.model.backup(path.text)
        }
        KoshButton {
            text: qsTr("Write a backup")
            isBusy: root.model.isBusy && root.model.section === "backup"
            Layout.fillWidth: true
            onClicked: root.model.backup(path.text)
        }
        Banner {
            tone: root.model.error !== "" ? Banner.Danger : Banner.Hint
            text: root.model.section !== "backup" ? "" : root.model.error + root.model.success
            Layout.fillWidth: true
        }
        KoshText {
            visible: !root.isBackedUp
            text: qsTr("The recovery phrase is not confirmed. Enter the passphrase to see it.")
            color: Theme.warning
            isWrapped: true
            Layout.fillWidth: true
        }
        SecretInput {
            id: passphrase
            visible: !root.isBackedUp
            label: qsTr("Passphrase")
            error: root.phraseError
            Layout.fillWidth: true
            onAccepted: root.phraseRequested(passphrase.field)
        }
        KoshButton {
            visible: !root.isBackedUp
            text: qsTr("Show the recovery phrase")
            iconName: "eye"
            Layout.fillWidth: true
            onClicked: root.phraseRequested(passphrase.field)
        }
    }
}
