// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design

/// A short message that goes by itself, such as "Copied".
Rectangle {
    id: root

    property string text

    function show(message: string): void {
        text = message
        opacity = 1
        timer.restart()
    }

    width: label.implicitWidth + 32
    height: 40
    radius: 20
    color: Theme.text
    opacity: 0
    visible: opacity > 0
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    Behavior on opacity { NumberAnimation { duration: 120 } }
    Timer {
        id: timer
        interval: 1800
        onTriggered: root.opacity = 0
    }
    KoshText {
        id: label
        anchors.centerIn: parent
        text: root.text
        color: Theme.background
        Accessible.ignored: true
    }
}
