// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.approvals
import kosh.design
import kosh.session

/// Who may take what, what is at risk now, and taking it back.
Page {
    id: root

    required property ApprovalsModel model
    required property Session session

    title: qsTr("Approvals")
    maximumWidth: 820
    actions: IconButton {
        iconName: "refresh"
        label: qsTr("Refresh")
        onClicked: root.model.refresh()
    }

    Banner {
        text: root.model.isConfirming ? "" : root.model.error
        action: qsTr("Try again")
        onTriggered: root.model.refresh()
        Layout.fillWidth: true
    }
    Banner {
        tone: Banner.Warning
        text: root.model.isLoaded && !root.model.isComplete
              ? qsTr("Still reading the logs, up to block %1 so far. There may be more.")
                .arg(Format.integer(root.model.scannedTo)) : ""
        Layout.fillWidth: true
    }
    ChoicePicker {
        visible: root.model.owners.length > 1
        label: qsTr("Address")
        titles: root.model.owners
        currentIndex: root.model.ownerIndex
        enabled: !root.model.isConfirming
        Layout.fillWidth: true
        onChosen: index => root.model.chooseOwner(index)
    }
    Card {
        visible: root.model.approvals.count > 0 && root.model.valueSymbol !== ""
        Layout.fillWidth: true
        FactRow {
            width: parent.width
            label: qsTr("At risk now, of what is priced")
            value: Format.value(root.model.totalAtRisk, root.model.valueDecimals) + " "
                + root.model.valueSymbol
            isStrong: true
        }
    }
    KoshText {
        visible: root.model.isConfirming
        text: qsTr("These allowances are set to zero, each in a transaction of its own that costs "
                 + "a network fee.")
        isWrapped: true
        Layout.fillWidth: true
    }
    Card {
        padding: 0
        Layout.fillWidth: true
        Column {
            width: parent.width
            EmptyState {
                visible: root.model.approvals.count === 0
                width: parent.width
                isBusy: !root.model.isLoaded && root.model.error === ""
                iconName: "shield"
                title: root.model.isLoaded ? qsTr("Nobody may take anything") : ""
                text: root.model.isLoaded ? qsTr("There is no allowance on this network.") : ""
            }
            Repeater {
                model: root.model.approvals
                ApprovalItem {
                    required property approvalRow row
                    width: parent ? parent.width : 0
                    approval: row
                    enabled: !root.model.isConfirming
                    valueSymbol: root.model.valueSymbol
                    valueDecimals: root.model.valueDecimals
                    onClicked: root.model.select(row.key, checked)
                }
            }
        }
    }
    Banner {
        text: root.model.isConfirming ? root.model.error : ""
        Layout.fillWidth: true
    }
    SecretInput {
        id: passphrase
        visible: root.model.needsPassphrase
        label: qsTr("Passphrase, to sign")
        Layout.fillWidth: true
        onVisibleChanged: if (visible) focusLater()
        onAccepted: root.model.unlockAndConfirm(passphrase.field)
    }
    RowLayout {
        visible: root.model.approvals.count > 0
        spacing: Theme.gap2
        Layout.fillWidth: true
        KoshButton {
            visible: root.model.isConfirming
            text: qsTr("Back")
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: root.model.back()
        }
        KoshButton {
            text: root.model.isConfirming ? qsTr("Revoke them")
                  : root.model.selectedCount > 0
                  ? qsTr("Revoke %n allowance(s)", "", root.model.selectedCount)
                  : qsTr("Choose what to revoke")
            kind: KoshButton.Primary
            enabled: root.model.selectedCount > 0
            isBusy: root.model.isBusy && root.model.isConfirming
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            onClicked: !root.model.isConfirming ? root.model.review()
                       : root.model.needsPassphrase
                       ? root.model.unlockAndConfirm(passphrase.field) : root.model.confirm()
        }
    }
    RevocationQueue {
        visible: root.model.queue.count > 0
        model: root.model
        Layout.fillWidth: true
    }
}
