// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.approvals
import kosh.design

/// Revocations: one transaction after the other, which can wait.
Card {
    id: root

    required property ApprovalsModel model

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap2
        KoshText {
            text: root.model.isPaused ? qsTr("Revocations, paused") : qsTr("Revocations")
            isStrong: true
            font.pixelSize: Theme.large
            Accessible.role: Accessible.Heading
            Layout.fillWidth: true
        }
        RowLayout {
            spacing: Theme.gap2
            Layout.fillWidth: true
            KoshButton {
                text: root.model.isPaused ? qsTr("Go on") : qsTr("Pause")
                Layout.fillWidth: true
                onClicked: root.model.isPaused ? root.model.resume() : root.model.pause()
            }
            KoshButton {
                text: qsTr("Cancel what waits")
                Layout.fillWidth: true
                onClicked: root.model.cancelQueued()
            }
        }
        Repeater {
            model: root.model.queue
            ColumnLayout {
                id: line
                required property revocationRow row
                spacing: 0
                Layout.fillWidth: true
                RowLayout {
                    Layout.fillWidth: true
                    KoshText {
                        text: line.row.what
                        Layout.fillWidth: true
                    }
                    StatusPill {
                        text: line.row.status === "queued" ? qsTr("Waits")
                              : line.row.status === "working" ? qsTr("Under way")
                              : line.row.status === "done" ? qsTr("Done")
                              : line.row.status === "failed" ? qsTr("Failed") : qsTr("Cancelled")
                        tone: line.row.status === "done" ? StatusPill.Good
                              : line.row.status === "failed" ? StatusPill.Bad
                              : line.row.status === "cancelled" ? StatusPill.Neutral
                              : StatusPill.Busy
                    }
                }
                KoshText {
                    visible: text !== ""
                    text: line.row.failure
                    color: Theme.danger
                    isWrapped: true
                    font.pixelSize: Theme.small + 1
                    Layout.fillWidth: true
                }
            }
        }
    }
}
