// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.networks

/// Everybody this node talks to: why, how much, and a switch for each.
ColumnLayout {
    id: root

    required property HostsModel model

    spacing: Theme.gap3

    KoshText {
        text: qsTr("Kosh talks to these hosts and to no others. One that is off is never asked.")
        isMuted: true
        isWrapped: true
        Layout.fillWidth: true
    }
    Banner {
        text: root.model.error
        action: qsTr("Try again")
        onTriggered: root.model.refresh()
        Layout.fillWidth: true
    }
    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap3
            EmptyState {
                visible: root.model.hosts.count === 0
                isBusy: !root.model.isLoaded && root.model.error === ""
                iconName: "network"
                title: root.model.isLoaded ? qsTr("Nobody is asked for anything") : ""
                Layout.fillWidth: true
            }
            Repeater {
                model: root.model.hosts
                RowLayout {
                    id: line
                    required property hostRow row
                    spacing: Theme.gap3
                    Layout.fillWidth: true
                    ColumnLayout {
                        spacing: 2
                        Layout.fillWidth: true
                        KoshText {
                            text: line.row.key
                            isStrong: true
                            elide: Text.ElideMiddle
                            Layout.fillWidth: true
                        }
                        KoshText {
                            text: line.row.purposes
                            isMuted: true
                            isWrapped: true
                            font.pixelSize: Theme.small + 1
                            Layout.fillWidth: true
                        }
                        KoshText {
                            text: qsTr("%1 requests · %2 sent · %3 received")
                                .arg(Format.integer(line.row.requests))
                                .arg(Format.bytes(line.row.bytesOut))
                                .arg(Format.bytes(line.row.bytesIn))
                            isMuted: true
                            isWrapped: true
                            font.pixelSize: Theme.small + 1
                            Layout.fillWidth: true
                        }
                    }
                    KoshSwitch {
                        label: qsTr("Ask %1").arg(line.row.key)
                        isOn: line.row.isEnabled
                        enabled: !root.model.isBusy
                        onChosen: isOn => root.model.setEnabled(line.row.key, isOn)
                    }
                }
            }
        }
    }
}
