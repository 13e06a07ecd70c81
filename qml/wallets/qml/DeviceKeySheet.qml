// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.session
import kosh.wallets

/// Keys that stay on this device: it signs what the node then sends.
Sheet {
    id: root

    required property WalletsModel model
    required property Session device

    signal requested(isBackup: bool)

    title: qsTr("Use a key of this device")
    maximumWidth: 560

    Connections {
        target: root.model
        function onFinished() { root.close() }
    }

    KoshText {
        width: parent ? parent.width : 0
        text: qsTr("The key stays here. The node prepares, this device is asked for each "
                   + "signature, and the node sends.")
        isMuted: true
        isWrapped: true
    }
    Repeater {
        model: root.model.deviceKeys
        Card {
            id: card
            required property addressRow row
            width: parent ? parent.width : 0
            ColumnLayout {
                width: parent.width
                spacing: Theme.gap2
                KoshText {
                    text: card.row.label
                    isStrong: true
                    Layout.fillWidth: true
                }
                KoshText {
                    text: card.row.key
                    isMuted: true
                    wrapMode: Text.WrapAnywhere
                    elide: Text.ElideNone
                    Layout.fillWidth: true
                }
                KoshButton {
                    text: qsTr("Use this key")
                    kind: KoshButton.Primary
                    isBusy: root.model.isBusy
                    Accessible.name: qsTr("Use the key of %1").arg(Format.shortHex(card.row.key))
                    Layout.fillWidth: true
                    onClicked: root.model.useDeviceKey(card.row.key)
                }
            }
        }
    }
    Banner {
        width: parent ? parent.width : 0
        text: root.model.error
    }
    DeviceState {
        width: parent ? parent.width : 0
        device: root.device
        onRequested: isBackup => {
            root.close()
            root.requested(isBackup)
        }
    }
}
