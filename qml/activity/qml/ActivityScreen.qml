// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.activity
import kosh.design

/// What happened, newest first; beside it (wide) or in its place (narrow) one of it in detail.
Page {
    id: root

    required property ActivityModel model
    readonly property bool hasDetail: model.detail.key !== ""
    readonly property bool isSplit: width >= 960

    signal swapRequested

    title: qsTr("Activity")
    maximumWidth: isSplit ? 1120 : 720

    Banner {
        text: root.model.error
        action: qsTr("Try again")
        onTriggered: root.model.refresh()
        Layout.fillWidth: true
    }
    RowLayout {
        spacing: Theme.gap5
        Layout.fillWidth: true

        Card {
            visible: root.isSplit || !root.hasDetail
            padding: 0
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            Layout.preferredWidth: 480
            Column {
                width: parent.width
                EmptyState {
                    visible: root.model.rows.count === 0
                    width: parent.width
                    isBusy: !root.model.isLoaded && root.model.error === ""
                    iconName: "activity"
                    title: !root.model.isLoaded ? "" : qsTr("Nothing yet")
                    text: root.model.isLoaded ? qsTr("Swaps and payments you make appear here.")
                        : ""
                    action: root.model.isLoaded ? qsTr("Make a swap") : ""
                    onTriggered: root.swapRequested()
                }
                Repeater {
                    model: root.model.rows
                    ActivityItem {
                        required property activityRow row
                        required property int index
                        width: parent ? parent.width : 0
                        activity: row
                        isFirst: index === 0
                        isChosen: root.isSplit && row.key === root.model.detail.key
                        onClicked: root.model.choose(row.key)
                    }
                }
                KoshButton {
                    visible: root.model.hasMore
                    width: parent.width
                    text: qsTr("Show older ones")
                    kind: KoshButton.Quiet
                    onClicked: root.model.loadMore()
                }
            }
        }
        ActivityDetail {
            visible: root.hasDetail
            model: root.model
            hasBack: !root.isSplit
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            Layout.preferredWidth: 480
        }
    }
}
