// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
import QtQuick
import QtQuick.Templates as T
import kosh.design
import kosh.onboarding
import kosh.session
import kosh.shell
import kosh.unlock
// Not bound: the Loader of Qt 6.4 makes no bound components, so qmllint cannot follow their ids.
// The ids inside make these parts at once and not when first needed, as is meant here.
// qmllint disable unqualified
// qmllint disable deferred-property-id

/// Over everything: creates, unlocks, widens or backs up the vault of this device, beside a node elsewhere.
T.Popup {
    id: root

    required property AppModel app
    readonly property int stage: app.session.device ? app.session.device.stage : Session.Starting
    readonly property bool isSettingUp: app.deviceOnboarding.isUnderWay
                                        || stage === Session.Absent || stage === Session.NoWallet
    readonly property bool isOpen: stage === Session.Ready || stage === Session.NoWallet
    property bool isBackingUp: false
    readonly property bool isDone: stage === Session.Ready && !isSettingUp && !isBackingUp

    // From there on it is as with a wallet that was just made.
    onIsSettingUpChanged: if (isSettingUp) isBackingUp = false
    onIsDoneChanged: if (isDone) close()

    /// A vault that is open gets one more wallet.
    function start(): void {
        if (root.isOpen)
            root.app.deviceOnboarding.go(OnboardingModel.Wallet)
        root.open()
    }
    function backUp(): void {
        root.isBackingUp = true
        root.open()
    }
    function leave(): void {
        root.isBackingUp = false
        root.close()
        if (root.isOpen)
            root.app.deviceOnboarding.later()
        else
            root.app.deviceOnboarding.go(OnboardingModel.Welcome)
    }

    parent: T.Overlay.overlay
    modal: true
    focus: true
    closePolicy: T.Popup.NoAutoClose
    padding: 0
    width: parent ? parent.width : 0
    height: parent ? parent.height : 0

    background: Rectangle { color: Theme.background }
    contentItem: FocusScope {
        focus: true
        Accessible.role: Accessible.Dialog
        Accessible.name: qsTr("Keys on this device")
        Keys.onEscapePressed: root.leave()

        KoshButton {
            x: Theme.gap2
            y: Theme.gap2
            text: qsTr("Back to the node")
            iconName: "back"
            kind: KoshButton.Quiet
            enabled: !root.app.deviceOnboarding.isBusy
            onClicked: root.leave()
        }
        Loader {
            y: 60
            width: parent.width
            height: parent.height - y
            focus: true
            active: root.visible
            sourceComponent: root.isSettingUp ? onboarding : root.isBackingUp ? backup : unlock
        }
        Component {
            id: onboarding
            OnboardingScreen {
                model: root.app.deviceOnboarding
                focus: true
            }
        }
        Component {
            id: backup
            DeviceBackup {
                model: root.app.deviceOnboarding
                focus: true
            }
        }
        Component {
            id: unlock
            UnlockScreen {
                model: root.app.deviceUnlock
                vault: qsTr("The keys on this device")
                focus: true
            }
        }
    }
}
