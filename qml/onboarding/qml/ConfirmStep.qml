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
        root.model.confirm(first.field, second.field, third.field)
    }

    spacing: Theme.gap4

    KoshText {
        text: qsTr("Check your notes")
        isStrong: true
        font.pixelSize: Theme.title
        isWrapped: true
        Layout.fillWidth: true
        Accessible.role: Accessible.Heading
    }
    KoshText {
        text: qsTr("Type these three words from your paper.")
        isMuted: true
        isWrapped: true
        Layout.fillWidth: true
    }
    SecretInput {
        id: first
        label: qsTr("Word %1").arg(root.model.positions[0])
        isVisibleText: true
        Layout.fillWidth: true
        onAccepted: second.focusField()
        Component.onCompleted: focusField()
    }
    SecretInput {
        id: second
        label: qsTr("Word %1").arg(root.model.positions[1])
        isVisibleText: true
        Layout.fillWidth: true
        onAccepted: third.focusField()
    }
    SecretInput {
        id: third
        label: qsTr("Word %1").arg(root.model.positions[2])
        isVisibleText: true
        Layout.fillWidth: true
        onAccepted: root.submit()
    }
    KoshButton {
        text: qsTr("Confirm")
        kind: KoshButton.Primary
        isBusy: root.model.isBusy
        Layout.fillWidth: true
        onClicked: root.submit()
    }
    KoshButton {
        text: qsTr("Show the words again")
        kind: KoshButton.Quiet
        enabled: !root.model.isBusy
        Layout.alignment: Qt.AlignHCenter
        onClicked: root.model.go(OnboardingModel.Phrase)
    }
}
