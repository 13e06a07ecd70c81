// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick

/// Scrolls what gets the keyboard focus into view.
Item {
    id: root

    required property Flickable flickable

    function reveal(item: Item): void {
        const flick = root.flickable
        if (!item || flick.height <= 0)
            return
        let up = item
        while (up && up !== flick.contentItem)
            up = up.parent
        if (!up)
            return
        const top = item.mapToItem(flick.contentItem, 0, 0).y
        if (top < flick.contentY + 8)
            flick.contentY = Math.max(0, top - 16)
        else if (top + item.height > flick.contentY + flick.height - 8)
            flick.contentY = Math.min(Math.max(0, flick.contentHeight - flick.height),
                                      top + item.height - flick.height + 16)
    }

    Timer {
        id: later
        interval: 0
        onTriggered: root.reveal(root.Window.activeFocusItem)
    }
    Connections {
        target: root.Window.window
        function onActiveFocusItemChanged() {
            // Later: a screen that was just made has its places then.
            later.restart()
        }
    }
}
