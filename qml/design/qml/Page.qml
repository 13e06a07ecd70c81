// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design

/// A screen: a heading and a scrolling column, never wider than is good to read. What gets the
/// keyboard focus is scrolled into view.
FocusScope {
    id: root

    property string title
    property int maximumWidth: 920
    readonly property bool isCompact: width < Theme.compactWidth
    default property alias content: column.data
    property alias actions: actionRow.data
    readonly property int inset: isCompact ? Theme.gap4 : Theme.gap6
    property alias flickable: flick

    Accessible.role: Accessible.Pane
    Accessible.name: title

    FocusFollower { flickable: flick }
    Flickable {
        id: flick
        anchors.fill: parent
        contentWidth: width
        contentHeight: frame.height
        boundsBehavior: Flickable.StopAtBounds
        clip: true

        Item {
            id: frame
            width: flick.width
            height: Math.max(body.height + root.inset, flick.height)
            Column {
                id: body
                width: Math.min(root.maximumWidth, frame.width - 2 * root.inset)
                x: Math.round((frame.width - width) / 2)
                topPadding: root.isCompact ? Theme.gap3 : Theme.gap6
                bottomPadding: Theme.gap4
                spacing: Theme.gap4
                Item {
                    width: parent.width
                    height: Math.max(heading.implicitHeight, actionRow.height)
                    visible: root.title !== ""
                    KoshText {
                        id: heading
                        width: parent.width - actionRow.width - Theme.gap2
                        anchors.verticalCenter: parent.verticalCenter
                        text: root.title
                        isStrong: true
                        font.pixelSize: root.isCompact ? Theme.heading + 2 : Theme.title
                        Accessible.role: Accessible.Heading
                    }
                    Row {
                        id: actionRow
                        anchors.right: parent.right
                        anchors.verticalCenter: parent.verticalCenter
                        spacing: Theme.gap2
                    }
                }
                ColumnLayout {
                    id: column
                    width: parent.width
                    spacing: Theme.gap4
                }
            }
        }
    }
}
