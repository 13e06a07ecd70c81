// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
import QtQuick
import kosh.design
import kosh.onboarding
import kosh.session
import kosh.shell
import kosh.unlock
// Not bound: the Loader of Qt 6.4 makes no bound components, so qmllint cannot follow their ids.
// qmllint disable unqualified

/// The window: which of onboarding, unlock and workspace is there follows from the session.
Window {
    id: root

    required property AppModel app
    readonly property int stage: app.session.stage
    readonly property bool isOnboarding: app.onboarding.isUnderWay || stage === Session.Absent
                                         || stage === Session.NoWallet

    title: "Kosh"
    width: 1100
    height: 760
    minimumWidth: 340
    minimumHeight: 480
    visible: true
    color: Theme.background

    Binding {
        target: Theme
        property: "mode"
        value: root.app.preferences.themeMode
    }

    LinkBanner {
        id: linkBanner
        width: parent.width
        node: root.app.node
    }
    Loader {
        y: linkBanner.height
        width: parent.width
        height: parent.height - y
        focus: true
        sourceComponent: root.isOnboarding ? onboarding
                         : root.stage === Session.Locked ? unlock
                         : root.stage === Session.Ready ? workspace : waiting
    }

    Component {
        id: onboarding
        OnboardingScreen {
            model: root.app.onboarding
            focus: true
        }
    }
    Component {
        id: unlock
        UnlockScreen {
            model: root.app.unlock
            vault: root.app.node.isRemote ? qsTr("The vault on %1").arg(root.app.node.name) : ""
            focus: true
        }
    }
    Component {
        id: workspace
        Workspace {
            app: root.app
            focus: true
        }
    }
    Component {
        id: waiting
        Page {
            maximumWidth: 420
            Item { implicitHeight: root.height / 3 }
            EmptyState {
                width: parent.width
                isBusy: root.app.session.error === ""
                title: root.app.session.error
                iconName: "warning"
                action: root.app.session.error !== "" ? qsTr("Try again") : ""
                onTriggered: root.app.session.start()
            }
        }
    }
}
