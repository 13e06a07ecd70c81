// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.send

/// What to read before going on. A danger has to be agreed to.
ColumnLayout {
    id: root

    required property NoticeRows notices
    property bool hasDanger: false
    readonly property bool isAgreed: !hasDanger || check.checked

    function reset(): void {
        check.checked = false
    }

    visible: notices.count > 0
    spacing: Theme.gap2

    Repeater {
        model: root.notices
        Banner {
            required property noticeRow row
            tone: row.level === "danger" ? Banner.Danger
                  : row.level === "warning" ? Banner.Warning : Banner.Hint
            text: row.message
            Layout.fillWidth: true
        }
    }
    KoshCheck {
        id: check
        visible: root.hasDanger
        text: qsTr("I have read this and want it all the same")
        Layout.fillWidth: true
    }
}
