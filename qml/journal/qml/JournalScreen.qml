// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.journal

/// The books: whether they balance, and every entry with its postings.
Page {
    id: root

    required property JournalModel model

    title: qsTr("Journal")
    maximumWidth: 920

    Banner {
        text: root.model.error
        action: qsTr("Try again")
        onTriggered: root.model.refresh()
        Layout.fillWidth: true
    }
    TrialBalance {
        visible: root.model.hasTrial && root.model.entryCount > 0
        model: root.model
        isCompact: root.isCompact
        Layout.fillWidth: true
    }
    Card {
        visible: root.model.entries.count === 0
        Layout.fillWidth: true
        EmptyState {
            width: parent.width
            isBusy: !root.model.isLoaded && root.model.error === ""
            iconName: "journal"
            title: root.model.isLoaded ? qsTr("The journal is empty") : ""
            text: root.model.isLoaded
                  ? qsTr("The first entry is the opening balance of your address. Swaps and "
                       + "payments follow when they are final.")
                  : ""
        }
    }
    Repeater {
        model: root.model.entries
        EntryCard {
            required property entryRow row
            entry: row
            isCompact: root.isCompact
            Layout.fillWidth: true
        }
    }
    KoshButton {
        visible: root.model.hasMore
        text: qsTr("Show older ones")
        Layout.alignment: Qt.AlignHCenter
        onClicked: root.model.loadMore()
    }
}
