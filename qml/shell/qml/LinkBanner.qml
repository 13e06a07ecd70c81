// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design
import kosh.session

/// Above everything while the node this window uses is not there. What is shown below is the last
/// that was known; commands wait for the node.
Item {
    id: root

    required property NodeModel node
    readonly property bool isRefused: node.link === NodeModel.Refused
    readonly property bool isShown: node.link === NodeModel.Offline || isRefused

    visible: isShown
    height: isShown ? line.implicitHeight + Theme.gap2 : 0

    Banner {
        id: line
        x: Theme.gap2
        y: Theme.gap2
        width: root.width - 2 * x
        tone: root.isRefused ? Banner.Danger : Banner.Warning
        text: !root.isShown ? ""
              : root.isRefused ? qsTr("%1 does not take this device. %2").arg(root.node.name)
                                                                        .arg(root.node.reason)
              : qsTr("%1 cannot be reached; reconnecting. %2").arg(root.node.name)
                                                              .arg(root.node.reason)
        action: root.isRefused ? qsTr("Stop using it") : qsTr("Try now")
        onTriggered: root.isRefused ? root.node.leave() : root.node.retry()
    }
}
