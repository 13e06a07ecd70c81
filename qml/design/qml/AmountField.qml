// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import kosh.design

/// An amount in a token's units with the token beside it. The text is what will be sent: digits and
/// one point, nothing else.
Rectangle {
    id: root

    required property string label
    property alias text: field.text
    property alias field: field
    property string note
    property bool isReadOnly: false
    property bool isBusy: false
    default property alias side: sideSlot.data

    signal edited(string text)
    signal noteClicked

    implicitHeight: 108
    implicitWidth: 300
    radius: Theme.radius
    color: Theme.sunken
    border.width: field.activeFocus ? 2 : 0
    border.color: Theme.accent

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.gap3
        anchors.leftMargin: Theme.gap4
        spacing: 0
        KoshText {
            text: root.label
            isMuted: true
            font.pixelSize: Theme.small + 1
            Layout.fillWidth: true
            Accessible.ignored: true
        }
        RowLayout {
            spacing: Theme.gap2
            Layout.fillWidth: true
            Layout.fillHeight: true
            T.TextField {
                id: field
                Layout.fillWidth: true
                implicitHeight: 44
                opacity: root.isBusy ? 0.45 : 1
                verticalAlignment: TextInput.AlignVCenter
                font.family: Theme.family
                font.pixelSize: Math.max(Theme.body, Math.min(Theme.title,
                    width / (text.length * 0.62)))
                font.weight: Font.Bold
                color: Theme.text
                selectionColor: Theme.accent
                selectedTextColor: Theme.accentInk
                selectByMouse: true
                inputMethodHints: Qt.ImhFormattedNumbersOnly
                validator: RegularExpressionValidator { regularExpression: /[0-9]*\.?[0-9]*/ }
                maximumLength: 60
                Accessible.name: root.label
                onTextEdited: root.edited(text)
                onTextChanged: if (!activeFocus) cursorPosition = 0
                KoshText {
                    visible: field.text === ""
                    anchors.verticalCenter: parent.verticalCenter
                    text: "0"
                    isMuted: true
                    isStrong: true
                    font.pixelSize: Theme.title
                    Accessible.ignored: true
                }
            }
            Item {
                id: sideSlot
                implicitWidth: childrenRect.width
                implicitHeight: childrenRect.height
            }
        }
        KoshText {
            text: root.note
            isMuted: true
            font.pixelSize: Theme.small + 1
            Layout.fillWidth: true
        }
    }
}
