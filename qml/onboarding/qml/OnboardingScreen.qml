// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.onboarding
// Not bound: the Loader of Qt 6.4 makes no bound components, so qmllint cannot follow their ids.
// qmllint disable unqualified

/// One step at a time, in the middle of the window.
Page {
    id: root

    required property OnboardingModel model

    maximumWidth: 480

    Item { implicitHeight: root.isCompact ? 0 : Math.max(0, (root.height - 640) / 2) }

    RowLayout {
        spacing: Theme.gap3
        Layout.fillWidth: true
        Layout.bottomMargin: Theme.gap2
        Rectangle {
            implicitWidth: 44
            implicitHeight: 44
            radius: 12
            color: Theme.accent
            Icon {
                anchors.centerIn: parent
                width: 26; height: 26
                name: "kosh"
                color: Theme.accentInk
            }
        }
        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true
            KoshText { text: "Kosh"; isStrong: true; font.pixelSize: Theme.heading }
            KoshText {
                text: qsTr("Your treasury, on your device")
                isMuted: true
                Layout.fillWidth: true
            }
        }
    }

    Loader {
        id: stepLoader
        Layout.fillWidth: true
        focus: true
        sourceComponent: root.model.step === OnboardingModel.Passphrase ? passphraseStep
                         : root.model.step === OnboardingModel.Restore ? restoreStep
                         : root.model.step === OnboardingModel.Wallet ? walletStep
                         : root.model.step === OnboardingModel.Phrase ? phraseStep
                         : root.model.step === OnboardingModel.Confirm ? confirmStep
                         : root.model.step === OnboardingModel.Import ? importStep
                         : root.model.step === OnboardingModel.Node ? nodeStep : welcomeStep
    }

    Banner {
        text: root.model.error
        Layout.fillWidth: true
    }

    Component { id: welcomeStep; WelcomeStep { model: root.model } }
    Component { id: passphraseStep; PassphraseStep { model: root.model } }
    Component { id: restoreStep; RestoreStep { model: root.model } }
    Component { id: walletStep; WalletStep { model: root.model } }
    Component { id: phraseStep; PhraseStep { model: root.model } }
    Component { id: confirmStep; ConfirmStep { model: root.model } }
    Component { id: importStep; ImportStep { model: root.model } }
    Component { id: nodeStep; NodeStep { model: root.model } }
}
