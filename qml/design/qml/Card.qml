// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design

/// A surface with padding around one column of content.
Rectangle {
    id: root

    default property alias content: inner.data
    property int padding: Theme.gap4
    readonly property alias contentWidth: inner.width

    implicitHeight: inner.childrenRect.height + 2 * padding
    implicitWidth: 320
    radius: Theme.radius
    color: Theme.surface
    border.width: 1
    border.color: Theme.border

    Item {
        id: inner
        x: root.padding
        y: root.padding
        width: root.width - 2 * root.padding
        height: childrenRect.height
    }
}
