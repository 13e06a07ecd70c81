// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.signing

/// What would be signed, in the words of this device. Addresses are never shortened.
ColumnLayout {
    id: root

    required property SigningModel model
    readonly property signatureView request: model.request
    readonly property bool isPayment: request.dataBytes === 0

    spacing: Theme.gap3

    component Whole: ColumnLayout {
        id: whole
        required property string label
        required property string value
        spacing: 2
        Layout.fillWidth: true
        Accessible.role: Accessible.StaticText
        Accessible.name: label + ": " + value
        KoshText {
            text: whole.label
            isMuted: true
            font.pixelSize: Theme.small + 1
            Layout.fillWidth: true
            Accessible.ignored: true
        }
        KoshText {
            text: whole.value
            wrapMode: Text.WrapAnywhere
            elide: Text.ElideNone
            Layout.fillWidth: true
            Accessible.ignored: true
        }
    }

    Banner {
        tone: Banner.Hint
        text: root.request.kind === "cancel"
              ? qsTr("Takes a transaction back: an empty one with the same nonce takes its place.")
              : root.request.kind === "speed_up"
              ? qsTr("Takes the place of an earlier transaction with the same nonce.") : ""
        Layout.fillWidth: true
    }
    Banner {
        tone: Banner.Warning
        text: root.request.isNetworkKnown ? ""
              : qsTr("This device does not know this network: it cannot name its coin, its tokens "
                   + "and its contracts. Compare the addresses.")
        Layout.fillWidth: true
    }
    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap3
            Spinner {
                visible: !root.model.isRead
                Layout.alignment: Qt.AlignHCenter
            }
            Repeater {
                model: root.model.actions
                ColumnLayout {
                    id: action
                    required property signedAction row
                    spacing: 2
                    Layout.fillWidth: true
                    Layout.leftMargin: 12 * Math.min(4, row.depth)
                    KoshText {
                        text: action.row.words
                        color: action.row.isUnknown ? Theme.danger : Theme.text
                        isStrong: true
                        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                        elide: Text.ElideNone
                        Layout.fillWidth: true
                    }
                    KoshText {
                        visible: action.row.isUnlimited
                        text: qsTr("Unlimited: all there is, now and later, until it is taken back.")
                        color: Theme.danger
                        isWrapped: true
                        Layout.fillWidth: true
                    }
                    Repeater {
                        model: action.row.arguments
                        KoshText {
                            required property string modelData
                            text: modelData
                            isMuted: true
                            font.pixelSize: Theme.small + 1
                            wrapMode: Text.WrapAnywhere
                            elide: Text.ElideNone
                            Layout.fillWidth: true
                        }
                    }
                    KoshText {
                        visible: action.row.depth > 0
                        text: (action.row.contractName !== "" ? action.row.contractName + " " : "")
                              + action.row.contract
                        isMuted: true
                        font.pixelSize: Theme.small + 1
                        wrapMode: Text.WrapAnywhere
                        elide: Text.ElideNone
                        Layout.fillWidth: true
                    }
                }
            }
            KoshText {
                visible: root.model.isUnknown
                text: qsTr("This device does not understand all of it (%n byte(s) of data).", "",
                           root.request.dataBytes)
                color: Theme.danger
                isWrapped: true
                Layout.fillWidth: true
            }
        }
    }
    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap2
            FactRow {
                label: qsTr("Sends along")
                value: Format.exact(root.request.value, 18) + " " + root.request.symbol
                isStrong: true
                Layout.fillWidth: true
            }
            Whole {
                label: root.isPayment ? qsTr("To") : qsTr("Contract")
                value: root.request.to
            }
            Whole {
                label: qsTr("Signed by")
                value: root.request.from
            }
            FactRow {
                label: qsTr("Network")
                value: root.request.network
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("Network fee, at most")
                value: Format.fee(root.request.maxFee) + " " + root.request.symbol
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("Nonce")
                value: Format.integer(root.request.nonce)
                Layout.fillWidth: true
            }
        }
    }
}
