// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
import QtQuick
import kosh.activity
import kosh.approvals
import kosh.design
import kosh.journal
import kosh.liquidity
import kosh.networks
import kosh.portfolio
import kosh.send
import kosh.settings
import kosh.shell
import kosh.signing
import kosh.swap
import kosh.wallets
import kosh.workbench
// Not bound: the Loader of Qt 6.4 makes no bound components, so qmllint cannot follow their ids.
// qmllint disable unqualified

/// The screens behind a rail (wide) or tabs (narrow). Each is made when it is first opened.
FocusScope {
    id: root

    required property AppModel app
    property int tab: 0
    readonly property bool isCompact: width < Theme.compactWidth
    readonly property list<string> titles: [qsTr("Portfolio"), qsTr("Swap"), qsTr("Send"),
                                            qsTr("Activity"), qsTr("Journal"), qsTr("Liquidity"),
                                            qsTr("Wallets"), qsTr("Approvals"), qsTr("Networks"),
                                            qsTr("All functions")]
    readonly property list<string> icons: ["portfolio", "swap", "send", "activity", "journal",
                                           "liquidity", "wallet", "shield", "network",
                                           "functions"]

    function openSettings(): void {
        settingsLoader.active = true
        const sheet = settingsLoader.item as SettingsSheet
        sheet?.open()
    }

    function openDevice(): void {
        deviceLoader.active = true
        const page = deviceLoader.item as DeviceKeys
        page?.start()
    }
    function backUpDevice(): void {
        deviceLoader.active = true
        const page = deviceLoader.item as DeviceKeys
        page?.backUp()
    }
    function openSigning(): void {
        signingLoader.active = true
        const sheet = signingLoader.item as SigningSheet
        sheet?.open()
    }

    Connections {
        target: root.app.signing
        function onWanted() { root.openSigning() }
    }

    component Screen: Loader {
        required property int place
        anchors.fill: parent
        visible: root.tab === place
        enabled: visible
        focus: visible
        onVisibleChanged: if (visible) active = true
        Component.onCompleted: if (visible) active = true
        active: false
    }

    Shortcut { sequence: "Ctrl+1"; onActivated: root.tab = 0 }
    Shortcut { sequence: "Ctrl+2"; onActivated: root.tab = 1 }
    Shortcut { sequence: "Ctrl+3"; onActivated: root.tab = 2 }
    Shortcut { sequence: "Ctrl+4"; onActivated: root.tab = 3 }
    Shortcut { sequence: "Ctrl+5"; onActivated: root.tab = 4 }
    Shortcut { sequence: "Ctrl+6"; onActivated: root.tab = 5 }
    Shortcut { sequence: "Ctrl+7"; onActivated: root.tab = 6 }
    Shortcut { sequence: "Ctrl+8"; onActivated: root.tab = 7 }
    Shortcut { sequence: "Ctrl+9"; onActivated: root.tab = 8 }
    Shortcut { sequence: "Ctrl+0"; onActivated: root.tab = 9 }

    SideRail {
        id: rail
        visible: !root.isCompact
        width: visible ? 220 : 0
        height: parent.height
        app: root.app
        titles: root.titles
        icons: root.icons
        current: root.tab
        onChosen: index => root.tab = index
        onSettingsRequested: root.openSettings()
    }
    Item {
        id: topBar
        visible: root.isCompact
        width: parent.width
        height: visible ? 56 : 0
        ChainPicker {
            x: Theme.gap4
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(220, parent.width - 140)
            session: root.app.session
        }
        Row {
            x: parent.width - width - Theme.gap2
            anchors.verticalCenter: parent.verticalCenter
            IconButton {
                iconName: "lock"
                label: qsTr("Lock")
                onClicked: root.app.session.lock()
            }
            IconButton {
                iconName: "settings"
                label: qsTr("Settings")
                onClicked: root.openSettings()
            }
        }
    }
    SignatureBanner {
        id: signatureBanner
        x: rail.width
        y: topBar.height
        width: parent.width - x
        model: root.app.signing
        onTriggered: root.openSigning()
    }
    Item {
        id: body
        x: rail.width
        y: topBar.height + signatureBanner.height
        width: parent.width - rail.width
        height: parent.height - y - tabs.height

        Screen {
            place: 0
            sourceComponent: PortfolioScreen {
                model: root.app.portfolio
                performance: root.app.performance
                session: root.app.session
                onSwapRequested: root.tab = 1
                onBackupRequested: root.openSettings()
            }
        }
        Screen {
            place: 1
            sourceComponent: SwapScreen {
                model: root.app.swap
                orders: root.app.orders
                session: root.app.session
                onActivityRequested: root.tab = 3
            }
        }
        Screen {
            place: 2
            sourceComponent: SendScreen {
                model: root.app.send
                sign: root.app.sign
                session: root.app.session
            }
        }
        Screen {
            place: 3
            sourceComponent: ActivityScreen {
                model: root.app.activity
                onSwapRequested: root.tab = 1
            }
        }
        Screen {
            place: 4
            sourceComponent: JournalScreen { model: root.app.journal }
        }
        Screen {
            place: 5
            sourceComponent: LiquidityScreen {
                model: root.app.liquidity
                mint: root.app.mint
                session: root.app.session
            }
        }
        Screen {
            place: 6
            sourceComponent: WalletsScreen {
                model: root.app.wallets
                contacts: root.app.contacts
                session: root.app.session
                onDeviceRequested: isBackup => isBackup ? root.backUpDevice() : root.openDevice()
            }
        }
        Screen {
            place: 7
            sourceComponent: ApprovalsScreen {
                model: root.app.approvals
                session: root.app.session
            }
        }
        Screen {
            place: 8
            sourceComponent: NetworksScreen {
                model: root.app.networks
                hosts: root.app.hosts
            }
        }
        Screen {
            place: 9
            sourceComponent: WorkbenchScreen { model: root.app.workbench }
        }
    }
    TabBar {
        id: tabs
        visible: root.isCompact
        width: parent.width
        height: visible ? 64 : 0
        y: parent.height - height
        titles: root.titles
        icons: root.icons
        current: root.tab
        onChosen: index => root.tab = index
        onMoreRequested: {
            moreLoader.active = true
            const sheet = moreLoader.item as MoreSheet
            sheet?.open()
        }
    }
    Loader {
        id: moreLoader
        active: false
        sourceComponent: MoreSheet {
            titles: root.titles
            icons: root.icons
            first: tabs.shown
            current: root.tab
            onChosen: index => root.tab = index
        }
    }
    Loader {
        id: settingsLoader
        active: false
        sourceComponent: SettingsSheet {
            model: root.app.settings
            session: root.app.session
            preferences: root.app.preferences
            node: root.app.node
            onDeviceRequested: isBackup => isBackup ? root.backUpDevice() : root.openDevice()
            onBackupRequested: passphrase => root.app.onboarding.beginBackup(passphrase)
            backupError: root.app.onboarding.error
        }
    }
    Loader {
        id: deviceLoader
        active: false
        sourceComponent: DeviceKeys { app: root.app }
    }
    Loader {
        id: signingLoader
        active: false
        sourceComponent: SigningSheet { model: root.app.signing }
    }
}
