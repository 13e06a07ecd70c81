// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.session

/// What is with the keys of this device, beside a node elsewhere, and the way to more of them.
ColumnLayout {
    id: root

    /// Null while this device is the node.
    required property Session device
    readonly property int stage: device ? device.stage : Session.Starting
    readonly property bool isAbsent: stage === Session.Absent
    readonly property bool isLocked: stage === Session.Locked
    readonly property bool isReady: stage === Session.Ready || stage === Session.NoWallet

    /// More keys, or those there are unlocked; else their backup.
    signal requested(isBackup: bool)

    spacing: Theme.gap3

    KoshText {
        text: root.isAbsent ? qsTr("This device has no keys of its own yet. With them it signs, "
                                   + "and the node sends.")
              : root.isLocked ? qsTr("The keys of this device are locked.")
              : root.isReady ? qsTr("The keys of this device are unlocked.")
              : root.device ? root.device.error : ""
        isMuted: true
        isWrapped: true
        Layout.fillWidth: true
    }
    Banner {
        tone: Banner.Warning
        text: root.isReady && !root.device.isBackedUp
              ? qsTr("Their recovery phrase is not confirmed yet. Without it, a lost device is "
                   + "lost money.") : ""
        action: qsTr("Back up")
        Layout.fillWidth: true
        onTriggered: root.requested(true)
    }
    KoshButton {
        visible: root.isAbsent || root.isLocked || root.isReady
        text: root.isAbsent ? qsTr("Create keys on this device")
              : root.isLocked ? qsTr("Unlock the keys of this device")
              : qsTr("Add a wallet on this device")
        iconName: "key"
        Layout.fillWidth: true
        onClicked: root.requested(false)
    }
}
