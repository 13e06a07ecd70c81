// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.session
import kosh.wallets

/// The chosen wallet: its addresses, and what can be done with it.
ColumnLayout {
    id: root

    required property WalletsModel model
    required property Session session
    property bool hasBack: false
    readonly property walletRow wallet: model.chosen
    readonly property bool isPhrase: wallet.kind === "phrase"
    readonly property bool hasKeys: wallet.kind !== "watch_only" && wallet.kind !== "device"

    spacing: Theme.gap3

    KoshButton {
        visible: root.hasBack
        text: qsTr("All wallets")
        iconName: "back"
        kind: KoshButton.Quiet
        onClicked: root.model.choose("")
    }
    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap3
            RowLayout {
                spacing: Theme.gap2
                Layout.fillWidth: true
                KoshTextField {
                    id: label
                    label: qsTr("Name")
                    text: root.wallet.label
                    maximumLength: 64
                    Layout.fillWidth: true
                    onAccepted: root.model.rename(label.text)
                }
                KoshButton {
                    text: qsTr("Rename")
                    enabled: label.text !== root.wallet.label && label.text !== ""
                    Layout.alignment: Qt.AlignBottom
                    onClicked: root.model.rename(label.text)
                }
            }
            FactRow {
                visible: root.isPhrase && root.wallet.path !== ""
                label: qsTr("Derivation path")
                value: root.wallet.path
                Layout.fillWidth: true
            }
            Repeater {
                model: root.model.addresses
                RowLayout {
                    id: line
                    required property addressRow row
                    spacing: 0
                    Layout.fillWidth: true
                    ColumnLayout {
                        spacing: 0
                        Layout.fillWidth: true
                        CopyText {
                            text: line.row.key
                            shown: Format.shortHex(line.row.key)
                            label: qsTr("Copy the address %1").arg(Format.shortHex(line.row.key))
                            Layout.fillWidth: true
                        }
                        KoshText {
                            visible: text !== ""
                            text: line.row.label !== "" ? line.row.label : line.row.path
                            isMuted: true
                            font.pixelSize: Theme.small
                            Layout.fillWidth: true
                        }
                    }
                    IconButton {
                        iconName: "receive"
                        label: qsTr("Receive at %1").arg(Format.shortHex(line.row.key))
                        onClicked: {
                            receive.address = line.row.key
                            receive.open()
                        }
                    }
                    IconButton {
                        visible: root.hasKeys
                        iconName: "key"
                        label: qsTr("Export the key of %1").arg(Format.shortHex(line.row.key))
                        onClicked: {
                            secret.address = line.row.key
                            secret.open()
                        }
                    }
                }
            }
            GridLayout {
                visible: root.isPhrase
                columns: root.width < 420 ? 1 : 2
                columnSpacing: Theme.gap2
                rowSpacing: Theme.gap2
                Layout.fillWidth: true
                KoshButton {
                    text: qsTr("Add an address")
                    iconName: "plus"
                    isBusy: root.model.isBusy
                    Layout.fillWidth: true
                    onClicked: root.model.addAddress()
                }
                KoshButton {
                    text: qsTr("Find used addresses")
                    iconName: "refresh"
                    isBusy: root.model.isBusy
                    Layout.fillWidth: true
                    onClicked: root.model.discover()
                }
                KoshButton {
                    text: qsTr("Show the phrase")
                    iconName: "eye"
                    Layout.fillWidth: true
                    onClicked: {
                        secret.address = ""
                        secret.open()
                    }
                }
            }
        }
    }
    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap3
            KoshButton {
                visible: root.model.losses.length === 0
                text: qsTr("Remove this wallet")
                iconName: "trash"
                kind: KoshButton.Danger
                Layout.fillWidth: true
                onClicked: root.model.previewRemoval()
            }
            Repeater {
                model: root.model.losses
                Banner {
                    required property string modelData
                    text: modelData
                    Layout.fillWidth: true
                }
            }
            SecretInput {
                id: passphrase
                visible: root.model.losses.length > 0 && root.hasKeys
                label: qsTr("Passphrase of the vault")
                Layout.fillWidth: true
                onAccepted: root.model.removeWallet(passphrase.field, true)
            }
            KoshButton {
                visible: root.model.losses.length > 0
                text: qsTr("Remove it and lose this")
                kind: KoshButton.Danger
                isBusy: root.model.isBusy
                Layout.fillWidth: true
                onClicked: root.model.removeWallet(passphrase.field, true)
            }
        }
    }

    ReceiveSheet {
        id: receive
        session: root.session
    }
    SecretSheet {
        id: secret
        model: root.model
    }
}
