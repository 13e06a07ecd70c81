// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import kosh.design

/// A button that is only an icon; `label` is its accessible name.
T.Button {
    id: root

    required property string iconName
    required property string label
    property color ink: Theme.muted
    property int iconSize: 20

    implicitWidth: 40
    implicitHeight: 40
    focusPolicy: Qt.StrongFocus
    Accessible.name: label
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            width: root.iconSize
            height: root.iconSize
            name: root.iconName
            color: root.hovered ? Theme.text : root.ink
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: root.hovered || root.down ? Theme.sunken : "transparent"
        border.width: root.visualFocus ? 2 : 0
        border.color: Theme.accent
    }
}
