// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import kosh.activity
import kosh.design

T.Button {
    id: root

    required property activityRow activity
    property bool isFirst: false
    property bool isChosen: false
    readonly property bool isSwap: activity.kind === "swap" && activity.symbolOut !== ""
    readonly property string title: isSwap ? qsTr("%1 to %2").arg(activity.symbolIn)
        .arg(activity.symbolOut)
        : activity.kind === "send" ? qsTr("Sent %1").arg(activity.symbolIn)
        : activity.kind === "approve" ? qsTr("Approval") : activity.kind
    readonly property string figure: isSwap
        ? "+" + Format.amount(activity.amountOut, activity.decimalsOut, 4) + " "
        + activity.symbolOut
        : activity.kind === "send"
        ? "−" + Format.amount(activity.amountIn, activity.decimalsIn, 4) + " " + activity.symbolIn
        : ""
    readonly property string statusText: activity.status === "final" ? qsTr("Final")
        : activity.status === "included" ? qsTr("In a block") : activity.status === "failed"
        ? qsTr("Failed")
        : activity.status === "replaced" ? qsTr("Replaced")
        : activity.status === "cancelled" ? qsTr("Cancelled")
        : activity.status === "dropped" ? qsTr("Dropped")
        : activity.status === "awaiting_signature" ? qsTr("To be signed")
        : activity.status === "declined" ? qsTr("Not signed") : qsTr("Pending")
    readonly property int statusTone: activity.status === "final" ? StatusPill.Good
        : activity.status === "failed" || activity.status === "dropped" ? StatusPill.Bad
        : activity.status === "replaced" || activity.status === "cancelled" || activity.status === "declined"
        ? StatusPill.Neutral : StatusPill.Busy

    implicitHeight: 72
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: title + ", " + figure + ", " + statusText
    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: RowLayout {
        spacing: Theme.gap3
        Rectangle {
            implicitWidth: 40
            implicitHeight: 40
            radius: 20
            color: Theme.sunken
            Layout.leftMargin: Theme.gap4
            Icon {
                anchors.centerIn: parent
                width: 20; height: 20
                name: root.isSwap ? "swap" : root.activity.kind === "send" ? "send" : "check"
                color: Theme.muted
            }
        }
        ColumnLayout {
            spacing: 2
            Layout.fillWidth: true
            KoshText {
                text: root.title
                isStrong: true
                font.pixelSize: Theme.body + 1
                Layout.fillWidth: true
                Accessible.ignored: true
            }
            KoshText {
                text: Format.dateTime(root.activity.at)
                isMuted: true
                font.pixelSize: Theme.small + 1
                Layout.fillWidth: true
                Accessible.ignored: true
            }
        }
        ColumnLayout {
            spacing: 3
            Layout.rightMargin: Theme.gap4
            KoshText {
                visible: text !== ""
                text: root.figure
                isStrong: true
                Layout.alignment: Qt.AlignRight
                Accessible.ignored: true
            }
            StatusPill {
                text: root.statusText
                tone: root.statusTone
                implicitHeight: 22
                Layout.alignment: Qt.AlignRight
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.isChosen ? Theme.accentSoft : root.hovered ? Theme.sunken : "transparent"
        border.width: root.visualFocus ? 2 : 0
        border.color: Theme.accent
        Rectangle {
            visible: !root.isFirst && !root.isChosen
            x: Theme.gap4
            width: parent.width - 2 * Theme.gap4
            height: 1
            color: Theme.border
        }
    }
}
