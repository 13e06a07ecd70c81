// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import kosh.design
// The ids inside make these parts at once and not when first needed, as is meant here.
// qmllint disable deferred-property-id

/// A sentence to agree to, or something to choose.
T.CheckBox {
    id: root

    implicitHeight: Math.max(36, line.implicitHeight + 8)
    implicitWidth: 240
    focusPolicy: Qt.StrongFocus
    opacity: enabled ? 1 : 0.5
    Accessible.name: text
    Keys.onReturnPressed: {
        root.toggle()
        root.clicked()
    }

    contentItem: KoshText {
        id: line
        leftPadding: 34
        text: root.text
        isWrapped: true
        verticalAlignment: Text.AlignVCenter
        Accessible.ignored: true
    }
    indicator: Rectangle {
        y: Math.round((root.height - height) / 2)
        implicitWidth: 22
        implicitHeight: 22
        radius: 6
        color: root.checked ? Theme.accent : Theme.surface
        border.width: root.visualFocus ? 2 : root.checked ? 0 : 1
        border.color: root.visualFocus ? (root.checked ? Theme.text : Theme.accent)
                                       : Theme.borderStrong
        Icon {
            anchors.centerIn: parent
            visible: root.checked
            width: 16; height: 16
            name: "check"
            color: Theme.accentInk
        }
    }
}
