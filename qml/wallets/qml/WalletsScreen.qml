// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.session
import kosh.wallets

/// Wallets with their addresses, and the address book.
Page {
    id: root

    required property WalletsModel model
    required property ContactsModel contacts
    required property Session session
    property int part: 0

    signal deviceRequested(isBackup: bool)

    readonly property bool hasChosen: model.chosen.key !== "" && model.chosen.label !== ""
    readonly property bool isSplit: width >= 960

    title: qsTr("Wallets")
    maximumWidth: isSplit ? 1120 : 720
    actions: KoshButton {
        visible: root.part === 0
        text: qsTr("Add")
        iconName: "plus"
        Accessible.name: qsTr("Add a wallet")
        onClicked: sheet.open()
    }

    Segments {
        label: qsTr("Part")
        options: [qsTr("Wallets"), qsTr("Address book")]
        current: root.part
        Layout.fillWidth: true
        Layout.maximumWidth: 420
        onChosen: index => root.part = index
    }
    Banner {
        visible: text !== "" && root.part === 0
        tone: root.model.error !== "" ? Banner.Danger : Banner.Hint
        text: root.model.error !== "" ? root.model.error : root.model.success
        Layout.fillWidth: true
    }
    RowLayout {
        visible: root.part === 0
        spacing: Theme.gap5
        Layout.fillWidth: true
        Card {
            visible: root.isSplit || !root.hasChosen
            padding: 0
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            Layout.preferredWidth: 440
            Column {
                width: parent.width
                Repeater {
                    model: root.model.wallets
                    WalletItem {
                        required property walletRow row
                        width: parent ? parent.width : 0
                        wallet: row
                        isChosen: root.isSplit && row.key === root.model.chosen.key
                        onClicked: root.model.choose(row.key)
                    }
                }
            }
        }
        WalletDetail {
            visible: root.hasChosen
            model: root.model
            session: root.session
            hasBack: !root.isSplit
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            Layout.preferredWidth: 520
        }
        EmptyState {
            visible: root.isSplit && !root.hasChosen
            iconName: "wallet"
            title: qsTr("Choose a wallet")
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            Layout.preferredWidth: 520
        }
    }
    KoshButton {
        visible: root.part === 0 && root.session.device !== null
                 && (root.isSplit || !root.hasChosen)
        text: qsTr("Use a key of this device")
        iconName: "key"
        Layout.fillWidth: !root.isSplit
        onClicked: deviceKeys.open()
    }
    AddressBook {
        visible: root.part === 1
        model: root.contacts
        session: root.session
        Layout.fillWidth: true
    }

    AddWalletSheet {
        id: sheet
        model: root.model
    }
    DeviceKeySheet {
        id: deviceKeys
        model: root.model
        device: root.session.device
        onRequested: isBackup => root.deviceRequested(isBackup)
    }
}
