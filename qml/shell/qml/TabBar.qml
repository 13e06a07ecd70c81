// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design
import kosh.shell

/// Navigation of a narrow window.
Rectangle {
    id: root

    required property list<string> titles
    required property list<string> icons
    property int current: 0

    /// More do not fit beside each other: the rest is behind the last place.
    readonly property int shown: titles.length > 5 ? 4 : titles.length

    signal chosen(int index)
    signal moreRequested

    color: Theme.surface
    Accessible.role: Accessible.PageTabList
    Accessible.name: qsTr("Screens")

    Rectangle {
        width: parent.width
        height: 1
        color: Theme.border
    }
    Row {
        anchors.fill: parent
        Repeater {
            model: root.titles.slice(0, root.shown)
            NavButton {
                required property int index
                required property string modelData
                width: root.width / (root.shown + (more.visible ? 1 : 0))
                isStacked: true
                text: modelData
                iconName: root.icons[index]
                isCurrent: index === root.current
                onClicked: root.chosen(index)
            }
        }
        NavButton {
            id: more
            visible: root.shown < root.titles.length
            width: root.width / 5
            isStacked: true
            text: qsTr("More")
            iconName: "more"
            isCurrent: root.current >= root.shown
            onClicked: root.moreRequested()
        }
    }
}
