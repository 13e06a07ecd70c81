// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
import QtQuick
import QtQuick.Layouts
import kosh.design

/// "Network fee      0.0021 ETH": a name and its value, both readable as one.
RowLayout {
    id: root

    required property string label
    property string value
    property bool isStrong: false
    property color ink: Theme.text

    spacing: Theme.gap4
    Accessible.role: Accessible.StaticText
    Accessible.name: label + ": " + value

    KoshText {
        text: root.label
        isMuted: true
        Layout.fillWidth: true
        Layout.minimumWidth: 80
        Accessible.ignored: true
    }
    KoshText {
        text: root.value
        color: root.ink
        isStrong: root.isStrong
        horizontalAlignment: Text.AlignRight
        wrapMode: Text.Wrap
        elide: Text.ElideNone
        Layout.maximumWidth: root.width * 0.66
        Accessible.ignored: true
    }
}
