// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design
import kosh.shell

/// The places that the tabs of a narrow window have no room for.
Sheet {
    id: root

    required property list<string> titles
    required property list<string> icons
    required property int first
    property int current: 0

    signal chosen(int index)

    title: qsTr("More")

    Repeater {
        model: root.titles.slice(root.first)
        NavButton {
            required property int index
            required property string modelData
            width: parent ? parent.width : 0
            text: modelData
            iconName: root.icons[root.first + index]
            isCurrent: root.first + index === root.current
            onClicked: {
                root.close()
                root.chosen(root.first + index)
            }
        }
    }
}
