// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design

/// Nothing to show: says why, and what to do about it. With `isBusy` it is the loading state.
ColumnLayout {
    id: root

    property string iconName: "info"
    property string title
    property string text
    property string action
    property bool isBusy: false

    signal triggered

    spacing: Theme.gap3

    Item { implicitHeight: Theme.gap4 }
    Rectangle {
        visible: !root.isBusy
        Layout.alignment: Qt.AlignHCenter
        implicitWidth: 56
        implicitHeight: 56
        radius: 28
        color: Theme.accentSoft
        Icon {
            anchors.centerIn: parent
            name: root.iconName
            color: Theme.accent
        }
    }
    Spinner {
        visible: root.isBusy
        Layout.alignment: Qt.AlignHCenter
    }
    KoshText {
        visible: text !== ""
        text: root.title
        isStrong: true
        font.pixelSize: Theme.large
        isWrapped: true
        horizontalAlignment: Text.AlignHCenter
        Layout.fillWidth: true
    }
    KoshText {
        visible: text !== ""
        text: root.text
        isMuted: true
        isWrapped: true
        horizontalAlignment: Text.AlignHCenter
        Layout.fillWidth: true
        Layout.maximumWidth: 420
        Layout.alignment: Qt.AlignHCenter
    }
    KoshButton {
        visible: root.action !== ""
        text: root.action
        Layout.alignment: Qt.AlignHCenter
        onClicked: root.triggered()
    }
    Item { implicitHeight: Theme.gap4 }
}
