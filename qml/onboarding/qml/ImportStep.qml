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

    function submit(): void {
        root.model.importWallet(phrase.field)
    }

    spacing: Theme.gap4

    KoshText {
        text: qsTr("Enter your recovery phrase")
        isStrong: true
        font.pixelSize: Theme.title
        isWrapped: true
        Layout.fillWidth: true
        Accessible.role: Accessible.Heading
    }
    SecretInput {
        id: phrase
        label: qsTr("Recovery phrase")
        hint: qsTr("%n word(s) so far; 12 to 24 are needed", "", phrase.field.wordCount)
        isVisibleText: true
        isMultiLine: true
        Layout.fillWidth: true
        onAccepted: root.submit()
        Component.onCompleted: focusField()
    }
    KoshButton {
        text: qsTr("Import")
        kind: KoshButton.Primary
        isBusy: root.model.isBusy
        enabled: phrase.field.wordCount >= 12 && !root.model.isBusy
        Layout.fillWidth: true
        onClicked: root.submit()
    }
    KoshButton {
        text: qsTr("Back")
        kind: KoshButton.Quiet
        enabled: !root.model.isBusy
        Layout.alignment: Qt.AlignHCenter
        onClicked: root.model.go(OnboardingModel.Wallet)
    }
}
