// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
import QtQuick
import QtQuick.Templates as T
import kosh.design
// The ids inside make these parts at once and not when first needed, as is meant here.
// qmllint disable deferred-property-id

/// A dialog: in the middle of a wide window, at the foot of a narrow one. Escape closes it,
/// the arrows and page keys scroll it.
T.Popup {
    id: root

    required property string title
    default property alias content: column.data
    readonly property bool isCompact: (parent ? parent.width : 0) < Theme.compactWidth
    property int maximumWidth: 520

    /// For other content: from its top, with no control in focus.
    function startAgain(): void {
        flick.contentY = 0
        flick.forceActiveFocus()
    }

    // What had the focus when it closed does not get the next key.
    onAboutToShow: {
        flick.contentY = 0
        flick.focus = true
    }

    parent: T.Overlay.overlay
    modal: true
    focus: true
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutside
    padding: 0
    width: parent ? Math.min(parent.width - (isCompact ? 0 : 48), isCompact ? 4000 : maximumWidth)
        : 0
    height: parent ? Math.min(column.implicitHeight + 64 + Theme.gap5, parent.height - 48) : 0
    x: parent ? Math.round((parent.width - width) / 2) : 0
    y: parent ? Math.round(isCompact ? parent.height - height : (parent.height - height) / 2) : 0

    T.Overlay.modal: Rectangle { color: Theme.scrim }
    background: Rectangle {
        radius: Theme.radius + 4
        color: Theme.background
        border.width: 1
        border.color: Theme.border
    }
    contentItem: FocusScope {
        focus: true
        Keys.onPressed: event => {
            const page = flick.height * 0.8
            const by = event.key === Qt.Key_PageDown ? page : event.key === Qt.Key_PageUp ? -page
                     : event.key === Qt.Key_Down ? 48 : event.key === Qt.Key_Up ? -48 : 0
            const last = Math.max(0, flick.contentHeight - flick.height)
            flick.contentY = Math.max(0, Math.min(last, flick.contentY + by))
            event.accepted = by !== 0
        }
        Accessible.role: Accessible.Dialog
        Accessible.name: root.title
        KoshText {
            id: heading
            x: Theme.gap5
            y: 20
            width: parent.width - 96
            text: root.title
            isStrong: true
            font.pixelSize: Theme.heading
            Accessible.role: Accessible.Heading
        }
        IconButton {
            x: parent.width - width - Theme.gap3
            y: 12
            iconName: "close"
            label: qsTr("Close")
            onClicked: root.close()
        }
        FocusFollower { flickable: flick }
        Flickable {
            id: flick
            // The rings around what has the focus are drawn outside of it.
            readonly property int ring: 4
            x: Theme.gap5 - ring
            y: 64
            width: parent.width - 2 * x
            height: parent.height - 64
            contentHeight: column.implicitHeight + Theme.gap5
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            Column {
                id: column
                x: flick.ring
                width: flick.width - 2 * x
                spacing: Theme.gap4
            }
        }
    }
}
