// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design

/// "Network fee      0.0021 ETH": a name and its value, both readable as one.
Item {
    id: root

    required property string label
    property string value
    property bool isStrong: false
    property color ink: Theme.text

    implicitWidth: 240
    implicitHeight: Math.max(name.implicitHeight, figure.height) + 2
    Accessible.role: Accessible.StaticText
    Accessible.name: label + ": " + value

    KoshText {
        id: name
        text: root.label
        isMuted: true
        width: root.width - figure.width - Theme.gap3
        Accessible.ignored: true
    }
    KoshText {
        id: figure
        text: root.value
        color: root.ink
        isStrong: root.isStrong
        horizontalAlignment: Text.AlignRight
        wrapMode: Text.Wrap
        elide: Text.ElideNone
        width: Math.min(Math.ceil(measure.advanceWidth) + 2, root.width * 0.64)
        anchors.right: root.right
        Accessible.ignored: true
    }
    TextMetrics {
        id: measure
        font: figure.font
        text: root.value
    }
}
