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
        root.model.restore(path.text, passphrase.field)
    }

    spacing: Theme.gap4

    KoshText {
        text: qsTr("Restore from a backup")
        isStrong: true
        font.pixelSize: Theme.title
        isWrapped: true
        Layout.fillWidth: true
        Accessible.role: Accessible.Heading
    }
    KoshTextField {
        id: path
        label: qsTr("Backup file")
        placeholder: qsTr("full path of the file")
        Layout.fillWidth: true
        onAccepted: passphrase.focusField()
        Component.onCompleted: field.forceActiveFocus()
    }
    SecretInput {
        id: passphrase
        label: qsTr("Passphrase at the time of the backup")
        Layout.fillWidth: true
        onAccepted: root.submit()
    }
    KoshButton {
        text: qsTr("Restore")
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
