// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.activity
import kosh.design

/// One swap or transaction: what moved, what it cost, where it is on the chain, how it is booked.
ColumnLayout {
    id: root

    required property ActivityModel model
    property bool hasBack: false
    readonly property activityRow row: model.detail
    readonly property bool isSwap: row.kind === "swap" && row.symbolOut !== ""

    spacing: Theme.gap3

    KoshButton {
        visible: root.hasBack
        text: qsTr("All activity")
        iconName: "back"
        kind: KoshButton.Quiet
        onClicked: root.model.choose("")
    }
    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap2
            KoshText {
                text: root.isSwap ? qsTr("Swap") : root.row.kind === "send" ? qsTr("Payment")
                      : root.row.kind === "approve" ? qsTr("Approval") : root.row.kind
                isStrong: true
                font.pixelSize: Theme.large
                Accessible.role: Accessible.Heading
                Layout.fillWidth: true
            }
            FactRow {
                label: root.isSwap ? qsTr("Paid") : qsTr("Amount")
                value: Format.exact(root.row.amountIn, root.row.decimalsIn) + " "
                    + root.row.symbolIn
                isStrong: true
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.isSwap
                label: root.row.status === "final" ? qsTr("Received") : qsTr("Expected")
                value: Format.exact(root.row.amountOut, root.row.decimalsOut) + " "
                    + root.row.symbolOut
                isStrong: true
                Layout.fillWidth: true
            }
            FactRow {
                visible: !root.isSwap
                label: qsTr("To")
                value: Format.shortHex(root.row.counterparty)
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("Network fee")
                value: root.row.fee === "" ? qsTr("not known yet")
                       : Format.fee(root.row.fee) + " " + root.model.nativeSymbol
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("When")
                value: Format.dateTime(root.row.at)
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("Block")
                value: root.row.blockNumber > 0 ? Format.integer(root.row.blockNumber)
                                                : qsTr("not in a block yet")
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.row.confirmations > 0
                label: qsTr("Confirmations")
                value: Format.integer(root.row.confirmations)
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.row.attempts > 1
                label: qsTr("Signed forms")
                value: Format.integer(root.row.attempts)
                Layout.fillWidth: true
            }
            RowLayout {
                visible: root.row.hash !== ""
                Layout.fillWidth: true
                KoshText {
                    text: qsTr("Transaction")
                    isMuted: true
                    Layout.fillWidth: true
                }
                CopyText {
                    text: root.row.hash
                    shown: Format.shortHex(root.row.hash)
                    label: qsTr("Copy the transaction hash")
                }
            }
            RowLayout {
                visible: root.row.approvalHash !== ""
                Layout.fillWidth: true
                KoshText {
                    text: qsTr("Approval")
                    isMuted: true
                    Layout.fillWidth: true
                }
                CopyText {
                    text: root.row.approvalHash
                    shown: Format.shortHex(root.row.approvalHash)
                    label: qsTr("Copy the approval's hash")
                }
            }
        }
    }
    Banner {
        tone: Banner.Hint
        text: root.row.status === "awaiting_signature"
              ? qsTr("Waiting for the signature of your device.")
              : root.row.status === "declined" ? qsTr("It was not signed, so it was not sent.") : ""
        Layout.fillWidth: true
    }
    Banner {
        tone: Banner.Warning
        text: root.row.note
        Layout.fillWidth: true
    }
    ReplaceCard {
        visible: root.row.replaceable !== ""
        model: root.model
        Layout.fillWidth: true
    }
    Banner {
        text: root.row.failure
        Layout.fillWidth: true
    }
    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap2
            KoshText {
                text: qsTr("In the journal")
                isStrong: true
                font.pixelSize: Theme.large
                Accessible.role: Accessible.Heading
            }
            KoshText {
                visible: root.model.booked.count === 0
                text: root.row.status === "final" || root.row.status === "failed"
                      || root.row.status === "declined"
                      ? qsTr("Nothing is booked.") : qsTr("It is booked once it is final.")
                isMuted: true
                isWrapped: true
                Layout.fillWidth: true
            }
            Repeater {
                model: root.model.booked
                FactRow {
                    required property bookedRow row
                    label: "#" + row.entry + " · " + Format.account(row.account)
                    value: Format.change(row.amount, row.decimals) + " " + row.symbol
                    Layout.fillWidth: true
                }
            }
        }
    }
}
