// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import kosh.design

/// Some choices side by side, of which one holds. Arrow keys move between them.
Rectangle {
    id: root

    required property string label
    required property list<string> options
    property int current: 0

    signal chosen(int index)

    implicitHeight: 40
    implicitWidth: 280
    radius: Theme.radiusSmall + 2
    color: Theme.sunken
    Accessible.role: Accessible.Grouping
    Accessible.name: label

    Row {
        anchors.fill: parent
        anchors.margins: 3
        Repeater {
            id: items
            model: root.options
            T.Button {
                id: option
                required property int index
                required property string modelData
                readonly property bool isCurrent: index === root.current
                width: (root.width - 6) / root.options.length
                height: root.height - 6
                text: modelData
                focusPolicy: Qt.StrongFocus
                Accessible.role: Accessible.RadioButton
                Accessible.name: text
                Accessible.checked: isCurrent
                onClicked: root.chosen(index)
                Keys.onReturnPressed: option.clicked()
                Keys.onLeftPressed: option.step(false)
                Keys.onRightPressed: option.step(true)

                function step(isForward: bool): void {
                    const next = option.nextItemInFocusChain(isForward)
                    next.forceActiveFocus(isForward ? Qt.TabFocusReason : Qt.BacktabFocusReason)
                }

                contentItem: KoshText {
                    text: option.text
                    isStrong: option.isCurrent
                    color: option.isCurrent ? Theme.text : Theme.muted
                    horizontalAlignment: Text.AlignHCenter
                    verticalAlignment: Text.AlignVCenter
                    Accessible.ignored: true
                }
                background: Rectangle {
                    radius: Theme.radiusSmall
                    color: option.isCurrent ? Theme.surface : "transparent"
                    border.width: option.visualFocus ? 2 : option.isCurrent ? 1 : 0
                    border.color: option.visualFocus ? Theme.accent : Theme.border
                }
            }
        }
    }
}
