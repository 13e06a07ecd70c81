// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.networks

/// One endpoint: how it is and why, how it is set, and its switch.
ColumnLayout {
    id: root

    required property endpointRow endpoint
    property bool isFirst: false
    property bool isBusy: false
    readonly property string stateText: !endpoint.isEnabled || endpoint.state === "off"
        ? qsTr("Off") : endpoint.state === "ok" ? qsTr("Well")
        : endpoint.state === "degraded" ? qsTr("Unwell")
        : endpoint.state === "refused" ? qsTr("Refused") : qsTr("Not asked yet")
    readonly property string use: endpoint.role === "read" ? qsTr("reads only")
        : endpoint.role === "broadcast" ? qsTr("private broadcasts only")
        : qsTr("reads and broadcasts")

    signal switched(bool isOn)
    signal editRequested

    spacing: Theme.gap1

    Rectangle {
        visible: !root.isFirst
        implicitHeight: 1
        color: Theme.border
        Layout.fillWidth: true
        Layout.bottomMargin: Theme.gap2
    }
    RowLayout {
        spacing: Theme.gap2
        Layout.fillWidth: true
        KoshText {
            text: root.endpoint.key
            isStrong: true
            elide: Text.ElideMiddle
            Layout.fillWidth: true
        }
        KoshSwitch {
            label: qsTr("Use %1").arg(root.endpoint.key)
            isOn: root.endpoint.isEnabled
            enabled: !root.isBusy
            onChosen: isOn => root.switched(isOn)
        }
        IconButton {
            iconName: "edit"
            label: qsTr("Change %1").arg(root.endpoint.key)
            onClicked: root.editRequested()
        }
    }
    RowLayout {
        spacing: Theme.gap2
        Layout.fillWidth: true
        StatusPill {
            text: root.stateText
            tone: root.stateText === qsTr("Well") ? StatusPill.Good
                  : root.endpoint.state === "refused" ? StatusPill.Bad
                  : root.endpoint.state === "degraded" ? StatusPill.Busy : StatusPill.Neutral
        }
        KoshText {
            text: qsTr("Order %1 · weight %2").arg(Format.integer(root.endpoint.order))
                  .arg(Format.integer(root.endpoint.weight)) + " · " + root.use
            isMuted: true
            font.pixelSize: Theme.small + 1
            Layout.fillWidth: true
        }
    }
    KoshText {
        visible: text !== ""
        text: root.endpoint.reason
        color: root.endpoint.state === "refused" ? Theme.danger : Theme.warning
        isWrapped: true
        font.pixelSize: Theme.small + 1
        Layout.fillWidth: true
    }
    KoshText {
        visible: root.endpoint.requests > 0
        text: (root.endpoint.head > 0
               ? qsTr("Block %1").arg(Format.integer(root.endpoint.head)) + " · " : "")
              + qsTr("%1 ms").arg(Format.integer(Math.round(root.endpoint.latencyMs))) + " · "
              + qsTr("%1 requests, %2 failed").arg(Format.integer(root.endpoint.requests))
                .arg(Format.integer(root.endpoint.failures))
        isMuted: true
        font.pixelSize: Theme.small + 1
        Layout.fillWidth: true
    }
}
