// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design

/// A token's first letters on a colour of its own: no pictures are fetched from anywhere.
Rectangle {
    id: root

    required property string symbol
    readonly property real hue: {
        let sum = 7
        for (let i = 0; i < symbol.length; ++i)
            sum = (sum * 31 + symbol.charCodeAt(i)) % 360
        return sum / 360
    }

    implicitWidth: 36
    implicitHeight: 36
    radius: width / 2
    color: Qt.hsla(hue, 0.42, Theme.isDark ? 0.26 : 0.88, 1)
    Accessible.ignored: true

    KoshText {
        anchors.centerIn: parent
        text: root.symbol.slice(0, 4)
        font.pixelSize: root.width * (root.symbol.length > 3 ? 0.25 : 0.3)
        isStrong: true
        color: Qt.hsla(root.hue, 0.55, Theme.isDark ? 0.82 : 0.24, 1)
        Accessible.ignored: true
    }
}
