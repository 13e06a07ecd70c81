// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design
import kosh.shell

/// Navigation of a wide window.
Rectangle {
    id: root

    required property AppModel app
    required property list<string> titles
    required property list<string> icons
    property int current: 0

    signal chosen(int index)
    signal settingsRequested

    color: Theme.surface
    Accessible.role: Accessible.PageTabList
    Accessible.name: qsTr("Screens")

    Rectangle {
        x: parent.width - 1
        width: 1
        height: parent.height
        color: Theme.border
    }
    Row {
        x: 20
        y: 26
        spacing: Theme.gap3
        Rectangle {
            width: 34; height: 34
            radius: 10
            color: Theme.accent
            Icon {
                anchors.centerIn: parent
                width: 21; height: 21
                name: "kosh"
                color: Theme.accentInk
            }
        }
        KoshText {
            anchors.verticalCenter: parent.verticalCenter
            text: "Kosh"
            isStrong: true
            font.pixelSize: Theme.heading
        }
    }
    Flickable {
        x: 12
        y: 88
        width: parent.width - 25
        height: foot.y - y - Theme.gap2
        contentHeight: places.height + 8
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        Column {
            id: places
            y: 4
            width: parent.width
            spacing: Theme.gap1
            Repeater {
                model: root.titles
                NavButton {
                    required property int index
                    required property string modelData
                    width: parent ? parent.width : 0
                    height: 40
                    text: modelData
                    iconName: root.icons[index]
                    isCurrent: index === root.current
                    onClicked: root.chosen(index)
                }
            }
        }
    }
    Column {
        id: foot
        x: 12
        y: parent.height - height - 16
        width: parent.width - 25
        spacing: Theme.gap1
        ChainPicker {
            width: parent.width
            session: root.app.session
        }
        Item { width: 1; height: Theme.gap2 }
        NavButton {
            width: parent.width
            text: qsTr("Settings")
            iconName: "settings"
            onClicked: root.settingsRequested()
        }
        NavButton {
            width: parent.width
            text: qsTr("Lock")
            iconName: "lock"
            onClicked: root.app.session.lock()
        }
    }
}
