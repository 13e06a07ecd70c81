// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.session

/// Which node this window uses. For this device itself there is nothing to say.
Card {
    id: root

    required property NodeModel node
    /// Null when this device is the node itself.
    required property Session device
    property bool isAsking: false

    signal deviceRequested(isBackup: bool)

    visible: node.isRemote

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap3
        KoshText {
            text: qsTr("Node %1").arg(root.node.name)
            isStrong: true
            font.pixelSize: Theme.large
            Layout.fillWidth: true
        }
        KoshText {
            text: root.node.link === NodeModel.Online
                  ? qsTr("Connected. Vault, books and backups are on the node.")
                  : root.node.reason !== "" ? root.node.reason : qsTr("Not connected.")
            isMuted: true
            isWrapped: true
            Layout.fillWidth: true
        }
        DeviceState {
            visible: root.device !== null
            device: root.device
            Layout.fillWidth: true
            onRequested: isBackup => root.deviceRequested(isBackup)
        }
        KoshButton {
            text: root.isAsking ? qsTr("Forget the node and this device's key") : qsTr("Stop using it")
            kind: root.isAsking ? KoshButton.Danger : KoshButton.Secondary
            Layout.fillWidth: true
            onClicked: {
                if (root.isAsking) root.node.leave()
                root.isAsking = !root.isAsking
            }
        }
    }
}
