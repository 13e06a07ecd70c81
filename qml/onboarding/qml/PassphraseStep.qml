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
    readonly property int strength: first.field.length < 8 ? 0 : first.field.length < 12 ? 1
                                    : first.field.length < 18 ? 2 : 3

    function submit(): void {
        root.model.createVault(first.field, again.field)
    }

    spacing: Theme.gap4

    KoshText {
        text: qsTr("Choose a passphrase")
        isStrong: true
        font.pixelSize: Theme.title
        isWrapped: true
        Layout.fillWidth: true
        Accessible.role: Accessible.Heading
    }
    KoshText {
        text: qsTr("Several words are easier to keep in mind and harder to guess than one odd "
                 + "word. There is no way to recover a lost passphrase.")
        isMuted: true
        isWrapped: true
        Layout.fillWidth: true
    }
    SecretInput {
        id: first
        label: qsTr("Passphrase")
        Layout.fillWidth: true
        onAccepted: again.focusField()
        Component.onCompleted: focusField()
    }
    RowLayout {
        spacing: Theme.gap2
        Layout.fillWidth: true
        Accessible.role: Accessible.StaticText
        Accessible.name: hint.text
        Repeater {
            model: 3
            Rectangle {
                required property int index
                implicitHeight: 4
                radius: 2
                Layout.fillWidth: true
                color: index < root.strength
                       ? (root.strength === 1 ? Theme.warning : Theme.accent) : Theme.border
            }
        }
        KoshText {
            id: hint
            text: [qsTr("at least 8 characters"), qsTr("weak"), qsTr("good"),
                   qsTr("strong")][root.strength]
            isMuted: true
            font.pixelSize: Theme.small
            horizontalAlignment: Text.AlignRight
            Layout.preferredWidth: 150
        }
    }
    SecretInput {
        id: again
        label: qsTr("The same again")
        Layout.fillWidth: true
        onAccepted: root.submit()
    }
    KoshButton {
        text: root.model.isBusy ? qsTr("Creating the vault…") : qsTr("Create the vault")
        kind: KoshButton.Primary
        isBusy: root.model.isBusy
        Layout.fillWidth: true
        onClicked: root.submit()
    }
    KoshButton {
        text: qsTr("Back")
        kind: KoshButton.Quiet
        enabled: !root.model.isBusy
        Layout.alignment: Qt.AlignHCenter
        onClicked: root.model.go(OnboardingModel.Welcome)
    }
}
