// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import kosh.design

/// Several labelled lines of text that are no secret. Tab leaves it.
ColumnLayout {
    id: root

    required property string label
    property alias text: field.text
    property string placeholder
    property int rows: 5
    property string error

    signal edited

    spacing: Theme.gap1 + 2

    KoshText {
        text: root.label
        isMuted: true
        font.pixelSize: Theme.small + 1
        Layout.fillWidth: true
        Accessible.ignored: true
    }
    Rectangle {
        implicitHeight: root.rows * 20 + 24
        radius: Theme.radiusSmall
        color: Theme.surface
        border.width: field.activeFocus ? 2 : 1
        border.color: root.error !== "" ? Theme.danger
                                        : field.activeFocus ? Theme.accent : Theme.borderStrong
        Layout.fillWidth: true
        Flickable {
            anchors.fill: parent
            anchors.margins: 2
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            T.TextArea.flickable: T.TextArea {
                id: field
                padding: 10
                font.family: Theme.family
                font.pixelSize: Theme.body
                color: Theme.text
                selectionColor: Theme.accent
                selectedTextColor: Theme.accentInk
                selectByMouse: true
                wrapMode: TextEdit.WrapAnywhere
                textFormat: TextEdit.PlainText
                Accessible.role: Accessible.EditableText
                Accessible.name: root.label
                Keys.onTabPressed: field.nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)
                Keys.onBacktabPressed: field.nextItemInFocusChain(false)
                    .forceActiveFocus(Qt.BacktabFocusReason)
                onTextChanged: root.edited()
                KoshText {
                    visible: field.text === ""
                    x: 10
                    y: 10
                    text: root.placeholder
                    isMuted: true
                    Accessible.ignored: true
                }
            }
        }
    }
    KoshText {
        visible: root.error !== ""
        text: root.error
        color: Theme.danger
        isWrapped: true
        font.pixelSize: Theme.small + 1
        Layout.fillWidth: true
    }
}
