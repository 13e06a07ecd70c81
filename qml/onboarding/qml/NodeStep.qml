// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.onboarding
import kosh.session

/// Pairs with a node elsewhere by the invitation that it shows.
ColumnLayout {
    id: root

    required property OnboardingModel model
    readonly property NodeModel node: model.node

    spacing: Theme.gap4

    KoshText {
        text: qsTr("Use my node")
        isStrong: true
        font.pixelSize: Theme.title
        isWrapped: true
        Layout.fillWidth: true
        Accessible.role: Accessible.Heading
    }
    KoshText {
        text: qsTr("Run kosh-cli pair on the node and paste here what it shows. The vault stays "
                 + "on the node; this device gets a key of its own, which the node can end at "
                 + "any time.")
        isWrapped: true
        isMuted: true
        Layout.fillWidth: true
    }
    SecretInput {
        id: invitation
        label: qsTr("Invitation")
        hint: qsTr("One line that begins with kosh:pair")
        isMultiLine: true
        isVisibleText: true
        Layout.fillWidth: true
        onAccepted: root.node.pair(invitation.field)
        Component.onCompleted: focusLater()
    }
    Banner {
        text: root.node.error
        Layout.fillWidth: true
    }
    KoshButton {
        text: qsTr("Pair this device")
        kind: KoshButton.Primary
        isBusy: root.node.isBusy
        enabled: invitation.field.length > 0
        Layout.fillWidth: true
        onClicked: root.node.pair(invitation.field)
    }
    KoshButton {
        text: qsTr("Back")
        kind: KoshButton.Quiet
        enabled: !root.node.isBusy
        Layout.alignment: Qt.AlignHCenter
        onClicked: root.model.go(OnboardingModel.Welcome)
    }
}
