// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import kosh.design
// The ids inside make these parts at once and not when first needed, as is meant here.
// qmllint disable deferred-property-id

/// Something that is on or off at once. What it shows is `isOn`; `chosen` asks for the other.
T.Button {
    id: root

    required property string label
    property bool isOn: false

    signal chosen(bool isOn)

    implicitWidth: 48
    implicitHeight: 32
    focusPolicy: Qt.StrongFocus
    opacity: enabled ? 1 : 0.5
    Accessible.role: Accessible.CheckBox
    Accessible.name: label
    Accessible.checkable: true
    Accessible.checked: isOn
    onClicked: root.chosen(!root.isOn)
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    background: Item {}
    contentItem: Item {
        Rectangle {
            anchors.centerIn: parent
            width: 44
            height: 26
            radius: 13
            color: root.isOn ? Theme.accent : Theme.sunken
            border.width: root.isOn ? 0 : 1
            border.color: Theme.borderStrong
            Rectangle {
                x: root.isOn ? parent.width - width - 4 : 4
                anchors.verticalCenter: parent.verticalCenter
                width: 18
                height: 18
                radius: 9
                color: root.isOn ? Theme.accentInk : Theme.borderStrong
            }
        }
        Rectangle {
            anchors.centerIn: parent
            width: 50
            height: 32
            radius: 16
            color: "transparent"
            border.width: 2
            border.color: Theme.accent
            visible: root.visualFocus
        }
    }
}
