// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.networks

/// The networks with their endpoints, and every host of the outside world.
Page {
    id: root

    required property NetworksModel model
    required property HostsModel hosts
    property int part: 0
    readonly property bool hasChosen: model.chosen.key !== ""
    readonly property bool isSplit: width >= 960

    function refresh(): void {
        if (root.part === 0)
            root.model.refresh()
        else
            root.hosts.refresh()
    }

    title: qsTr("Networks")
    maximumWidth: isSplit && part === 0 ? 1120 : 720
    actions: [
        IconButton {
            iconName: "refresh"
            label: qsTr("Refresh")
            onClicked: root.refresh()
        },
        KoshButton {
            visible: root.part === 0
            text: qsTr("Add")
            iconName: "plus"
            Accessible.name: qsTr("Add a network")
            onClicked: sheet.open()
        }
    ]

    Timer {
        interval: 5000
        repeat: true
        running: root.visible
        onTriggered: root.refresh()
    }
    Segments {
        label: qsTr("Part")
        options: [qsTr("Networks"), qsTr("Hosts")]
        current: root.part
        Layout.fillWidth: true
        Layout.maximumWidth: 420
        onChosen: index => {
            root.part = index
            root.refresh()
        }
    }
    Banner {
        text: root.part === 0 ? root.model.error : ""
        action: qsTr("Try again")
        onTriggered: {
            root.model.clearError()
            root.refresh()
        }
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
            Layout.preferredWidth: 400
            Column {
                width: parent.width
                Repeater {
                    model: root.model.networks
                    NetworkItem {
                        required property networkRow row
                        width: parent ? parent.width : 0
                        network: row
                        isChosen: root.isSplit && row.key === root.model.chosen.key
                        onClicked: root.model.choose(row.key)
                    }
                }
            }
        }
        NetworkDetail {
            visible: root.hasChosen
            model: root.model
            hasBack: !root.isSplit
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            Layout.preferredWidth: 560
        }
        EmptyState {
            visible: root.isSplit && !root.hasChosen
            iconName: "network"
            title: qsTr("Choose a network")
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            Layout.preferredWidth: 560
        }
    }
    HostList {
        visible: root.part === 1
        model: root.hosts
        Layout.fillWidth: true
    }

    AddNetworkSheet {
        id: sheet
        model: root.model
    }
}
