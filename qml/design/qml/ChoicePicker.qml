// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import kosh.design
// The ids inside make these parts at once and not when first needed, as is meant here.
// qmllint disable deferred-property-id

/// A button that opens a list of choices. `titles` and `notes` go by index; `symbol` true draws a
/// token's badge from the title.
T.ComboBox {
    id: root

    required property string label
    property list<string> titles
    property list<string> notes
    property bool hasBadge: false
    property string emptyText: qsTr("Choose")

    signal chosen(int index)

    model: titles
    implicitHeight: Theme.control
    implicitWidth: 148
    leftPadding: hasBadge && currentIndex >= 0 ? 8 : 14
    rightPadding: 34
    focusPolicy: Qt.StrongFocus
    displayText: currentIndex >= 0 ? currentText : emptyText
    Accessible.role: Accessible.ComboBox
    Accessible.name: label + ": " + displayText
    onActivated: index => chosen(index)
    Keys.onReturnPressed: root.popup.open()

    contentItem: Item {
        TokenBadge {
            id: badge
            visible: root.hasBadge && root.currentIndex >= 0
            symbol: root.currentText
            width: 28; height: 28
            anchors.verticalCenter: parent.verticalCenter
        }
        KoshText {
            x: badge.visible ? 36 : 0
            width: parent.width - x
            anchors.verticalCenter: parent.verticalCenter
            text: root.displayText
            isStrong: true
            Accessible.ignored: true
        }
    }
    indicator: Icon {
        x: root.width - 28
        anchors.verticalCenter: parent ? parent.verticalCenter : undefined
        width: 18; height: 18
        name: "down"
        color: Theme.muted
    }
    background: Rectangle {
        radius: Theme.radiusSmall + 2
        color: root.hovered ? Theme.sunken : Theme.surface
        border.width: root.visualFocus ? 2 : 1
        border.color: root.visualFocus ? Theme.accent : Theme.border
    }
    delegate: T.ItemDelegate {
        id: item
        required property int index
        required property string modelData
        readonly property string note: root.notes[index] ?? ""
        width: ListView.view ? ListView.view.width : 0
        implicitHeight: note !== "" ? 56 : 46
        highlighted: root.highlightedIndex === index
        Accessible.name: modelData + " " + note
        contentItem: Item {
            TokenBadge {
                id: face
                visible: root.hasBadge
                symbol: item.modelData
                width: 32; height: 32
                x: 12
                anchors.verticalCenter: parent.verticalCenter
            }
            Column {
                x: root.hasBadge ? 54 : 14
                width: parent.width - x - 40
                anchors.verticalCenter: parent.verticalCenter
                KoshText { text: item.modelData; isStrong: true; width: parent.width }
                KoshText {
                    visible: item.note !== ""
                    text: item.note
                    isMuted: true
                    font.pixelSize: Theme.small
                    width: parent.width
                }
            }
            Icon {
                visible: root.currentIndex === item.index
                name: "check"
                color: Theme.accent
                width: 18; height: 18
                x: parent.width - 30
                anchors.verticalCenter: parent.verticalCenter
            }
        }
        background: Rectangle {
            radius: Theme.radiusSmall
            color: item.highlighted ? Theme.sunken : "transparent"
        }
    }
    popup: T.Popup {
        y: root.height + 4
        x: Math.min(0, root.width - width)
        width: Math.max(root.width, 240)
        height: Math.min(list.contentHeight + 12, 360)
        padding: 6
        margins: 8
        contentItem: ListView {
            id: list
            clip: true
            model: root.popup.visible ? root.delegateModel : null
            currentIndex: root.highlightedIndex
            Accessible.role: Accessible.List
            Accessible.name: root.label
        }
        background: Rectangle {
            radius: Theme.radius
            color: Theme.surface
            border.width: 1
            border.color: Theme.borderStrong
        }
    }
}
