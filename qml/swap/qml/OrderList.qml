// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.swap

/// The limit orders on this network, newest first.
Card {
    id: root

    required property OrdersModel model

    function statusText(status: string): string {
        return status === "placing" ? qsTr("Being placed") : status === "open" ? qsTr("Waits")
            : status === "closing" ? qsTr("Being collected") : status === "filled" ? qsTr("Filled")
            : status === "cancelled" ? qsTr("Taken back") : qsTr("Failed")
    }

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap3
        KoshText {
            text: qsTr("Limit orders")
            isStrong: true
            font.pixelSize: Theme.large
            Accessible.role: Accessible.Heading
            Layout.fillWidth: true
        }
        EmptyState {
            visible: root.model.orders.count === 0
            isBusy: !root.model.isLoaded && root.model.error === ""
            iconName: "clock"
            title: root.model.isLoaded ? qsTr("No orders on this network") : ""
            Layout.fillWidth: true
        }
        Repeater {
            model: root.model.orders
            ColumnLayout {
                id: line
                required property orderRow row
                spacing: Theme.gap1
                Layout.fillWidth: true
                RowLayout {
                    spacing: Theme.gap2
                    Layout.fillWidth: true
                    KoshText {
                        text: Format.amount(line.row.amountIn, line.row.decimalsIn) + " "
                              + line.row.symbolIn + " → " + line.row.symbolOut
                        isStrong: true
                        Layout.fillWidth: true
                    }
                    StatusPill {
                        text: root.statusText(line.row.status)
                        tone: line.row.status === "filled" ? StatusPill.Good
                              : line.row.status === "failed" ? StatusPill.Bad
                              : line.row.status === "cancelled" ? StatusPill.Neutral
                              : StatusPill.Busy
                    }
                }
                FactRow {
                    label: qsTr("At least")
                    value: qsTr("%1 %2 for 1 %3").arg(Format.decimal(line.row.price))
                        .arg(line.row.symbolOut).arg(line.row.symbolIn)
                    Layout.fillWidth: true
                }
                FactRow {
                    label: line.row.isOver ? qsTr("Came back") : qsTr("Expected")
                    value: line.row.isOver
                        ? Format.amount(line.row.receivedOut, line.row.decimalsOut) + " "
                          + line.row.symbolOut
                          + (line.row.receivedIn !== "0"
                             ? "\n" + Format.amount(line.row.receivedIn, line.row.decimalsIn) + " "
                               + line.row.symbolIn : "")
                        : Format.amount(line.row.expectedOut, line.row.decimalsOut) + " "
                          + line.row.symbolOut
                    Layout.fillWidth: true
                }
                KoshText {
                    visible: text !== ""
                    text: line.row.failure
                    color: Theme.danger
                    isWrapped: true
                    Layout.fillWidth: true
                }
                KoshButton {
                    visible: line.row.canCancel
                    text: qsTr("Take it back")
                    kind: KoshButton.Danger
                    implicitHeight: 36
                    enabled: !root.model.isBusy
                    Accessible.name: qsTr("Take back: %1 %2").arg(line.row.symbolIn)
                        .arg(Format.decimal(line.row.price))
                    onClicked: root.model.cancel(line.row.key)
                }
            }
        }
    }
}
