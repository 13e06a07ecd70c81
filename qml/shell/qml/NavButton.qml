// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import kosh.design
import kosh.shell
// The ids inside make the content at once and not when first needed, as is meant here.
// qmllint disable deferred-property-id

/// One place of the rail (icon beside text) or of the tab bar (icon above text).
T.Button {
    id: root

    required property string iconName
    property bool isCurrent: false
    property bool isStacked: false

    implicitHeight: isStacked ? 64 : 44
    implicitWidth: 96
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.PageTab
    Accessible.name: text
    Accessible.selected: isCurrent
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: Item {
        Icon {
            id: icon
            x: root.isStacked ? Math.round((parent.width - width) / 2) : 14
            y: root.isStacked ? 10 : Math.round((parent.height - height) / 2)
            width: 22; height: 22
            name: root.iconName
            color: root.isCurrent ? Theme.accent : Theme.muted
        }
        KoshText {
            x: root.isStacked ? 0 : 50
            y: root.isStacked ? 36 : Math.round((parent.height - height) / 2)
            width: root.isStacked ? parent.width : parent.width - x - 8
            horizontalAlignment: root.isStacked ? Text.AlignHCenter : Text.AlignLeft
            text: root.text
            isStrong: root.isCurrent
            font.pixelSize: root.isStacked ? Theme.small : Theme.body + 1
            color: root.isCurrent ? (root.isStacked ? Theme.accent : Theme.text) : Theme.muted
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: root.isStacked ? 0 : Theme.radiusSmall + 2
        color: !root.isStacked && root.isCurrent ? Theme.accentSoft
               : root.hovered ? Theme.sunken : "transparent"
        border.width: root.visualFocus ? 2 : 0
        border.color: Theme.accent
    }
}
