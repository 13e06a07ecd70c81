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

    signal chosen(int index)

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
            model: root.titles
            NavButton {
                required property int index
                required property string modelData
                width: root.width / 4
                isStacked: true
                text: modelData
                iconName: root.icons[index]
                isCurrent: index === root.current
                onClicked: root.chosen(index)
            }
        }
    }
}
