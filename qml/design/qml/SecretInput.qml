// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design

/// A labelled SecretField. `field` is handed to view models; its content never reaches QML.
ColumnLayout {
    id: root

    required property string label
    readonly property alias field: entry
    property alias isVisibleText: entry.isVisibleText
    property alias isMultiLine: entry.isMultiLine
    property string hint
    property string error

    signal accepted

    function focusField(): void {
        entry.forceActiveFocus(Qt.TabFocusReason)
    }

    /// For a field that is just being shown.
    function focusLater(): void {
        later.restart()
    }

    spacing: Theme.gap1 + 2

    Timer {
        id: later
        interval: 0
        onTriggered: root.focusField()
    }

    KoshText {
        text: root.label
        isMuted: true
        font.pixelSize: Theme.small + 1
        Layout.fillWidth: true
        Accessible.ignored: true
    }
    Rectangle {
        Layout.fillWidth: true
        implicitHeight: entry.isMultiLine ? 124 : Theme.control
        radius: Theme.radiusSmall
        color: Theme.surface
        border.width: entry.activeFocus ? 2 : 1
        border.color: root.error !== "" ? Theme.danger
                                        : entry.activeFocus ? Theme.accent : Theme.borderStrong
        SecretField {
            id: entry
            anchors.fill: parent
            anchors.margins: 10
            color: Theme.text
            caretColor: Theme.accent
            font.family: Theme.family
            font.pixelSize: Theme.large
            Accessible.role: Accessible.EditableText
            Accessible.name: root.label
            Accessible.description: root.error !== "" ? root.error : root.hint
            // No `passwordEdit`: Qt 6.4 then hides the name too, and there is no text to hide.
            Accessible.focusable: true
            onAccepted: root.accepted()
        }
    }
    KoshText {
        visible: text !== ""
        text: root.error !== "" ? root.error : root.hint
        color: root.error !== "" ? Theme.danger : Theme.muted
        isWrapped: true
        font.pixelSize: Theme.small + 1
        Layout.fillWidth: true
    }
}
