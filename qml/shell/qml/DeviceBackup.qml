// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.onboarding

/// Before the recovery phrase of this device's keys is shown, to be written down and confirmed.
Page {
    id: root

    required property OnboardingModel model

    maximumWidth: 480

    KoshText {
        text: qsTr("Back up the keys of this device")
        isStrong: true
        font.pixelSize: Theme.title
        isWrapped: true
        Layout.fillWidth: true
        Accessible.role: Accessible.Heading
    }
    KoshText {
        text: qsTr("Only the recovery phrase brings these keys back: the node has no copy.")
        isMuted: true
        isWrapped: true
        Layout.fillWidth: true
    }
    SecretInput {
        id: passphrase
        label: qsTr("Passphrase of this device")
        error: root.model.error
        Layout.fillWidth: true
        onAccepted: root.model.beginBackup(passphrase.field)
        Component.onCompleted: focusLater()
    }
    KoshButton {
        text: qsTr("Show the recovery phrase")
        iconName: "eye"
        kind: KoshButton.Primary
        isBusy: root.model.isBusy
        Layout.fillWidth: true
        onClicked: root.model.beginBackup(passphrase.field)
    }
}
