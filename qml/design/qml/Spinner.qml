// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design

/// Work is under way.
Item {
    id: root

    property color color: Theme.accent

    implicitWidth: 28
    implicitHeight: 28
    Accessible.role: Accessible.Animation
    Accessible.name: qsTr("Working")

    Repeater {
        model: 3
        Rectangle {
            id: dot
            required property int index
            readonly property real size: root.width / 4
            width: size
            height: size
            radius: size / 2
            color: root.color
            x: index * root.width * 3 / 8
            y: (root.height - size) / 2
            SequentialAnimation on opacity {
                running: root.visible
                loops: Animation.Infinite
                PauseAnimation { duration: dot.index * 140 }
                NumberAnimation { to: 0.25; duration: 280 }
                NumberAnimation { to: 1; duration: 280 }
                PauseAnimation { duration: (2 - dot.index) * 140 }
            }
        }
    }
}
