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
    /// Beside a node elsewhere: the vault is for keys only.
    readonly property bool isForKeys: model.node === null

    spacing: Theme.gap4

    component Point: RowLayout {
        id: point
        required property string text
        required property string iconName
        spacing: Theme.gap3
        Layout.fillWidth: true
        Icon {
            name: point.iconName
            color: Theme.accent
            Layout.preferredWidth: 22
            Layout.preferredHeight: 22
            Layout.alignment: Qt.AlignTop
        }
        KoshText {
            text: point.text
            isWrapped: true
            Layout.fillWidth: true
        }
    }

    KoshText {
        text: root.isForKeys ? qsTr("Keys on this device") : qsTr("Welcome")
        isStrong: true
        font.pixelSize: Theme.title
        isWrapped: true
        Layout.fillWidth: true
        Accessible.role: Accessible.Heading
    }
    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap3
            Point {
                iconName: "lock"
                text: qsTr("One encrypted vault file. Only your passphrase opens it; nobody can "
                         + "reset it.")
            }
            Point {
                iconName: "swap"
                text: root.isForKeys
                      ? qsTr("The node prepares, this device shows and signs, the node sends.")
                      : qsTr("Swaps are computed here and checked before you sign.")
            }
            Point {
                iconName: root.isForKeys ? "key" : "journal"
                text: root.isForKeys
                      ? qsTr("The keys never leave this device. Only their recovery phrase brings "
                           + "them back: the node has no copy.")
                      : qsTr("Every movement is booked in a journal that always balances.")
            }
        }
    }
    KoshText {
        visible: !root.isForKeys
        text: qsTr("On this device")
        isMuted: true
        Layout.fillWidth: true
    }
    KoshButton {
        text: qsTr("Create a vault")
        kind: KoshButton.Primary
        focus: true
        Layout.fillWidth: true
        onClicked: root.model.go(OnboardingModel.Passphrase)
        Component.onCompleted: forceActiveFocus()
    }
    KoshButton {
        text: qsTr("Restore from a backup")
        Layout.fillWidth: true
        onClicked: root.model.go(OnboardingModel.Restore)
    }
    KoshText {
        visible: root.model.node !== null
        text: qsTr("On a node of yours")
        isMuted: true
        Layout.fillWidth: true
    }
    KoshButton {
        visible: root.model.node !== null
        text: qsTr("Use my node")
        Layout.fillWidth: true
        onClicked: root.model.go(OnboardingModel.Node)
    }
}
