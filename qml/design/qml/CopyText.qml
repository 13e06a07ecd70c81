// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design

/// A text such as an address or a hash, shortened where there is little room, with a copy button.
RowLayout {
    id: root

    required property string text
    property string shown: text
    property string label: qsTr("Copy")
    property bool isCopied: false

    function copy(): void {
        clip.text = root.text
        clip.selectAll()
        clip.copy()
        clip.text = ""
        root.isCopied = true
        timer.restart()
    }

    spacing: 0

    TextEdit {
        id: clip
        visible: false
        textFormat: TextEdit.PlainText
    }
    Timer {
        id: timer
        interval: 1600
        onTriggered: root.isCopied = false
    }
    KoshText {
        text: root.shown
        isMuted: true
        elide: Text.ElideMiddle
        Layout.fillWidth: true
        Layout.maximumWidth: Math.ceil(implicitWidth)
        Accessible.name: root.text
    }
    IconButton {
        iconName: root.isCopied ? "check" : "copy"
        ink: root.isCopied ? Theme.accent : Theme.muted
        label: root.isCopied ? qsTr("Copied") : root.label
        iconSize: 18
        onClicked: root.copy()
    }
}
