// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design
import kosh.session
import kosh.settings

/// Appearance, language, endpoint, passphrase and backups.
Sheet {
    id: root

    required property SettingsModel model
    required property Session session
    required property Preferences preferences
    required property NodeModel node
    property string backupError

    signal backupRequested(SecretField passphrase)
    signal deviceRequested(isBackup: bool)

    title: qsTr("Settings")
    maximumWidth: 560

    Column {
        width: parent.width
        spacing: Theme.gap2
        KoshText { text: qsTr("Appearance"); isStrong: true }
        Segments {
            width: parent.width
            label: qsTr("Appearance")
            options: [qsTr("System"), qsTr("Light"), qsTr("Dark")]
            current: root.preferences.themeMode
            onChosen: index => root.preferences.themeMode = index
        }
    }
    Column {
        width: parent.width
        spacing: Theme.gap2
        KoshText { text: qsTr("Language"); isStrong: true }
        Segments {
            width: parent.width
            label: qsTr("Language")
            options: ["English", "हिन्दी"]
            current: root.preferences.language === "hi" ? 1 : 0
            onChosen: index => root.preferences.language = index === 1 ? "hi" : "en"
        }
    }
    NodeSection {
        width: parent.width
        node: root.node
        device: root.session.device
        onDeviceRequested: isBackup => {
            root.close()
            root.deviceRequested(isBackup)
        }
    }
    BackupSection {
        width: parent.width
        model: root.model
        isBackedUp: root.session.isBackedUp
        phraseError: root.backupError
        onPhraseRequested: passphrase => root.backupRequested(passphrase)
    }
    EndpointSection {
        width: parent.width
        model: root.model
        chainName: root.session.chainName
    }
    PassphraseSection {
        width: parent.width
        model: root.model
    }
}
