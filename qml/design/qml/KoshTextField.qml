// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import kosh.design

/// A labelled line of text that is no secret.
ColumnLayout {
    id: root

    required property string label
    property alias text: field.text
    property alias placeholder: field.placeholderText
    property alias validator: field.validator
    property alias maximumLength: field.maximumLength
    property alias field: field
    property string error

    signal accepted
    signal edited

    spacing: Theme.gap1 + 2

    KoshText {
        text: root.label
        isMuted: true
        font.pixelSize: Theme.small + 1
        Layout.fillWidth: true
        Accessible.ignored: true
    }
    T.TextField {
        id: field
        Layout.fillWidth: true
        implicitHeight: Theme.control
        leftPadding: 12
        rightPadding: 12
        verticalAlignment: TextInput.AlignVCenter
        font.family: Theme.family
        font.pixelSize: Theme.large
        color: Theme.text
        placeholderTextColor: Theme.muted
        selectionColor: Theme.accent
        selectedTextColor: Theme.accentInk
        selectByMouse: true
        Accessible.name: root.label
        onAccepted: root.accepted()
        onTextEdited: root.edited()
        background: Rectangle {
            radius: Theme.radiusSmall
            color: Theme.surface
            border.width: field.activeFocus ? 2 : 1
            border.color: root.error !== "" ? Theme.danger
                                            : field.activeFocus ? Theme.accent : Theme.borderStrong
            KoshText {
                visible: field.text === "" && field.placeholderText !== ""
                text: field.placeholderText
                isMuted: true
                font.pixelSize: Theme.large
                anchors.verticalCenter: parent.verticalCenter
                x: 12
                width: parent.width - 24
                Accessible.ignored: true
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
