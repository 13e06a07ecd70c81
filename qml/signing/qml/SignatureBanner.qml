// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design
import kosh.signing

/// Above the screens while the node waits for signatures of this device.
Item {
    id: root

    required property SigningModel model
    readonly property bool isShown: model !== null && model.count > 0

    signal triggered

    visible: isShown
    height: isShown ? line.implicitHeight + Theme.gap2 : 0

    Banner {
        id: line
        x: Theme.gap2
        y: Theme.gap2
        width: root.width - 2 * x
        tone: Banner.Warning
        text: root.isShown ? qsTr("%n signature(s) of this device wanted", "", root.model.count) : ""
        action: qsTr("Look at it")
        onTriggered: root.triggered()
    }
}
