// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.activity
import kosh.design

/// A transaction that waits: pay more for it, or take it back.
Card {
    id: root

    required property ActivityModel model
    readonly property bool isCancel: model.replacing === "cancel"
    readonly property bool isConfirming: model.replacing !== ""

    function submit(): void {
        if (root.model.needsPassphrase)
            root.model.unlockAndReplace(passphrase.field)
        else
            root.model.replace()
    }

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap3
        KoshText {
            text: !root.isConfirming ? qsTr("It waits for a block.")
                  : root.isCancel
                  ? qsTr("An empty transaction with the same nonce and a higher fee takes its "
                       + "place. If the first one gets into a block before, it stays.")
                  : qsTr("The same transaction is signed again with a higher fee. Only one of "
                       + "the two can get into a block.")
            isWrapped: true
            Layout.fillWidth: true
        }
        Banner {
            text: root.isConfirming ? root.model.error : ""
            Layout.fillWidth: true
        }
        SecretInput {
            id: passphrase
            visible: root.model.needsPassphrase
            label: qsTr("Passphrase, to sign")
            Layout.fillWidth: true
            onVisibleChanged: if (visible) focusLater()
            onAccepted: root.submit()
        }
        RowLayout {
            spacing: Theme.gap2
            Layout.fillWidth: true
            KoshButton {
                text: root.isConfirming ? qsTr("Back") : qsTr("Cancel it")
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                onClicked: root.model.startReplacing(root.isConfirming ? "" : "cancel")
            }
            KoshButton {
                text: !root.isConfirming ? qsTr("Speed it up") : root.isCancel
                      ? qsTr("Sign the cancellation") : qsTr("Sign it again")
                kind: KoshButton.Primary
                isBusy: root.isConfirming && root.model.isBusy
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                onClicked: root.isConfirming ? root.submit()
                                             : root.model.startReplacing("speed_up")
            }
        }
    }
}
