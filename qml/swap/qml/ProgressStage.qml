// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.swap

/// A swap from pending to final.
ColumnLayout {
    id: root

    required property SwapModel model
    readonly property progressView swap: model.progress
    readonly property quoteView quote: model.quote
    readonly property list<string> names: [qsTr("Checked"), qsTr("Approval"), qsTr("Simulated"),
        qsTr("Signed and sent"), qsTr("Confirmed"), qsTr("Settled and booked")]

    signal activityRequested

    spacing: Theme.gap3

    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap2
            RowLayout {
                spacing: Theme.gap3
                Layout.fillWidth: true
                KoshText {
                    text: Format.amount(root.quote.amountIn, root.quote.decimalsIn) + " "
                          + root.quote.symbolIn + " → "
                          + Format.amount(root.swap.isSettled ? root.swap.amountOut
                          : root.quote.amountOut,
                                          root.quote.decimalsOut) + " " + root.quote.symbolOut
                    isStrong: true
                    font.pixelSize: Theme.large
                    isWrapped: true
                    Layout.fillWidth: true
                }
                StatusPill {
                    text: root.swap.isFailed ? qsTr("Failed")
                          : root.swap.isSettled ? qsTr("Final") : qsTr("Pending")
                    tone: root.swap.isFailed ? StatusPill.Bad
                          : root.swap.isSettled ? StatusPill.Good : StatusPill.Busy
                }
            }
            Item { implicitHeight: 2 }
            Repeater {
                model: root.names
                RowLayout {
                    id: line
                    required property int index
                    required property string modelData
                    readonly property bool isDone: root.swap.isSettled || index < root.swap.step
                    readonly property bool isNow: !isDone && index === root.swap.step
                        && !root.swap.isFailed
                    visible: index !== 1 || root.swap.hasApproval
                    spacing: Theme.gap3
                    Layout.fillWidth: true
                    Accessible.role: Accessible.ListItem
                    Accessible.name: modelData + ": "
                        + (isDone ? qsTr("done") : isNow ? qsTr("under way") : qsTr("to come"))
                    Rectangle {
                        implicitWidth: 28
                        implicitHeight: 28
                        radius: 14
                        color: line.isDone ? Theme.accent : Theme.sunken
                        Icon {
                            visible: line.isDone
                            anchors.centerIn: parent
                            width: 16; height: 16
                            name: "check"
                            color: Theme.accentInk
                        }
                        Spinner {
                            visible: line.isNow
                            anchors.centerIn: parent
                            width: 16; height: 16
                        }
                    }
                    KoshText {
                        text: line.modelData
                        isStrong: line.isNow
                        isMuted: !line.isDone && !line.isNow
                        Layout.fillWidth: true
                        Accessible.ignored: true
                    }
                    KoshText {
                        visible: line.index === 4 && root.swap.confirmations > 0
                        text: qsTr("%1 of %2").arg(Math.min(root.swap.confirmations,
                            root.model.confirmationsWanted))
                              .arg(root.model.confirmationsWanted)
                        isMuted: true
                    }
                }
            }
        }
    }
    Card {
        visible: root.swap.hash !== ""
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap2
            FactRow {
                visible: root.swap.isSettled
                label: qsTr("Received")
                value: Format.exact(root.swap.amountOut, root.quote.decimalsOut) + " "
                    + root.quote.symbolOut
                isStrong: true
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.swap.fee !== ""
                label: qsTr("Network fee")
                value: Format.fee(root.swap.fee) + " " + root.model.nativeSymbol
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.swap.blockNumber > 0
                label: qsTr("Block")
                value: Format.integer(root.swap.blockNumber)
                Layout.fillWidth: true
            }
            RowLayout {
                Layout.fillWidth: true
                KoshText {
                    text: qsTr("Transaction")
                    isMuted: true
                    Layout.fillWidth: true
                }
                CopyText {
                    text: root.swap.hash
                    shown: Format.shortHex(root.swap.hash)
                    label: qsTr("Copy the transaction hash")
                }
            }
        }
    }
    Banner {
        tone: Banner.Hint
        text: root.swap.isAwaitingSignature ? qsTr("Waiting for the signature of your device.") : ""
        Layout.fillWidth: true
    }
    Banner {
        text: root.swap.isFailed ? root.swap.error : ""
        Layout.fillWidth: true
    }
    RowLayout {
        spacing: Theme.gap2
        Layout.fillWidth: true
        KoshButton {
            text: qsTr("Show in activity")
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: root.activityRequested()
        }
        KoshButton {
            text: qsTr("New swap")
            kind: root.swap.isSettled || root.swap.isFailed ? KoshButton.Primary
                : KoshButton.Secondary
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: root.model.startOver()
        }
    }
}
