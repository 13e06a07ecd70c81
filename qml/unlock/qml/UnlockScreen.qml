// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.unlock

/// The vault is there and locked.
Page {
    id: root

    required property UnlockModel model
    /// Which vault it is, where there could be two.
    property string vault

    maximumWidth: 400

    function submit(): void {
        root.model.unlock(passphrase.field)
    }

    Item { implicitHeight: root.isCompact ? Theme.gap5 : Math.max(0, (root.height - 460) / 2) }

    Rectangle {
        implicitWidth: 64
        implicitHeight: 64
        radius: 18
        color: Theme.accent
        Layout.alignment: Qt.AlignHCenter
        Icon {
            anchors.centerIn: parent
            width: 36; height: 36
            name: "kosh"
            color: Theme.accentInk
        }
    }
    KoshText {
        text: qsTr("Welcome back")
        isStrong: true
        font.pixelSize: Theme.title
        horizontalAlignment: Text.AlignHCenter
        Layout.fillWidth: true
        Accessible.role: Accessible.Heading
    }
    KoshText {
        visible: text !== ""
        text: root.vault
        isMuted: true
        isWrapped: true
        horizontalAlignment: Text.AlignHCenter
        Layout.fillWidth: true
    }
    SecretInput {
        id: passphrase
        label: qsTr("Passphrase")
        enabled: !root.model.isBusy
        Layout.fillWidth: true
        onAccepted: root.submit()
        Component.onCompleted: focusField()
    }
    KoshButton {
        text: root.model.waitSeconds > 0 ? qsTr("Wait %n s", "", root.model.waitSeconds)
              : root.model.isBusy ? qsTr("Opening…") : qsTr("Unlock")
        kind: KoshButton.Primary
        isBusy: root.model.isBusy
        enabled: !root.model.isBusy && root.model.waitSeconds === 0
        Layout.fillWidth: true
        onClicked: root.submit()
    }
    Banner {
        tone: root.model.waitSeconds > 0 ? Banner.Warning : Banner.Danger
        text: root.model.waitSeconds > 0
              ? qsTr("Too many attempts. You can try again in %n second(s).", "",
              root.model.waitSeconds)
              : root.model.error
        Layout.fillWidth: true
    }
}
