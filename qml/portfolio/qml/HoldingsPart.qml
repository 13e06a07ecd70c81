// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.portfolio

/// What there is now, with where it was read.
ColumnLayout {
    id: root

    required property PortfolioModel model
    required property bool isOffline
    required property real now

    signal addressRequested

    spacing: Theme.gap4

    Banner {
        text: root.isOffline ? "" : root.model.error
        action: qsTr("Try again")
        onTriggered: root.model.refresh()
        Layout.fillWidth: true
    }
    Card {
        padding: 0
        Layout.fillWidth: true
        Column {
            width: parent.width
            EmptyState {
                visible: !root.model.isLoaded
                width: parent.width
                isBusy: root.model.error === "" && !root.isOffline
                title: isBusy ? qsTr("Reading balances…") : qsTr("Balances are not known yet")
                iconName: "offline"
            }
            EmptyState {
                visible: root.model.isLoaded && root.model.isEmpty
                width: parent.width
                iconName: "receive"
                title: qsTr("Nothing here yet")
                text: qsTr("Send coins or tokens to your address and they appear with the next "
                         + "block.")
                action: qsTr("Show my address")
                onTriggered: root.addressRequested()
            }
            Repeater {
                model: root.model.isEmpty ? null : root.model.holdings
                HoldingItem {
                    required property holdingRow row
                    required property int index
                    width: parent ? parent.width : 0
                    isFirst: index === 0
                    holding: row
                }
            }
        }
    }
    KoshText {
        visible: root.model.blockNumber > 0
        text: qsTr("Block %1 · %2 · %3").arg(Format.integer(root.model.blockNumber))
              .arg(root.model.endpoint).arg(Format.age(root.model.readAt, root.now))
        isMuted: true
        font.pixelSize: Theme.small
        isWrapped: true
        horizontalAlignment: Text.AlignHCenter
        Layout.fillWidth: true
    }
}
