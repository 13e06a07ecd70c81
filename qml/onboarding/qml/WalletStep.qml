// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.onboarding

ColumnLayout {
    id: root

    required property OnboardingModel model

    spacing: Theme.gap4

    KoshText {
        text: qsTr("Your wallet")
        isStrong: true
        font.pixelSize: Theme.title
        isWrapped: true
        Layout.fillWidth: true
        Accessible.role: Accessible.Heading
    }
    KoshText {
        text: qsTr("The vault is ready. A wallet holds the keys to your money; a recovery phrase "
                 + "of 12 words brings it back if this device is lost.")
        isMuted: true
        isWrapped: true
        Layout.fillWidth: true
    }
    KoshButton {
        text: qsTr("Create a new wallet")
        kind: KoshButton.Primary
        isBusy: root.model.isBusy
        Layout.fillWidth: true
        onClicked: root.model.createWallet()
        Component.onCompleted: forceActiveFocus()
    }
    KoshButton {
        text: qsTr("I have a recovery phrase")
        enabled: !root.model.isBusy
        Layout.fillWidth: true
        onClicked: root.model.go(OnboardingModel.Import)
    }
}
