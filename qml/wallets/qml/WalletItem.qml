// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import kosh.design
import kosh.wallets

T.Button {
    id: root

    required property walletRow wallet
    property bool isChosen: false
    readonly property string kindText: wallet.kind === "watch_only" ? qsTr("Watch-only")
        : wallet.kind === "device" ? (wallet.isKeyHere ? qsTr("Key on this device")
                                                       : qsTr("Key on a paired device"))
        : wallet.kind === "private_key" ? qsTr("One key")
        : wallet.hasPassphrase ? qsTr("Phrase with passphrase") : qsTr("Phrase")

    implicitHeight: 68
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: wallet.label + ", " + kindText
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: RowLayout {
        spacing: Theme.gap3
        Rectangle {
            implicitWidth: 40
            implicitHeight: 40
            radius: 20
            color: Theme.sunken
            Layout.leftMargin: Theme.gap4
            Icon {
                anchors.centerIn: parent
                width: 20; height: 20
                name: root.wallet.kind === "watch_only" ? "eye"
                      : root.wallet.kind === "private_key" || root.wallet.kind === "device"
                      ? "key" : "wallet"
                color: Theme.muted
            }
        }
        ColumnLayout {
            spacing: 2
            Layout.fillWidth: true
            KoshText {
                text: root.wallet.label
                isStrong: true
                font.pixelSize: Theme.body + 1
                Layout.fillWidth: true
                Accessible.ignored: true
            }
            KoshText {
                text: root.kindText + " · " + qsTr("%n address(es)", "", root.wallet.addressCount)
                isMuted: true
                font.pixelSize: Theme.small + 1
                Layout.fillWidth: true
                Accessible.ignored: true
            }
        }
        StatusPill {
            visible: !root.wallet.isBackedUp && root.wallet.kind === "phrase"
            text: qsTr("Not backed up")
            tone: StatusPill.Busy
            implicitHeight: 22
            Layout.rightMargin: Theme.gap4
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.isChosen ? Theme.accentSoft : root.hovered ? Theme.sunken : "transparent"
        border.width: root.visualFocus ? 2 : 0
        border.color: Theme.accent
    }
}
