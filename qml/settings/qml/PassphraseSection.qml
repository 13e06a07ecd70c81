// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.settings

Card {
    id: root

    required property SettingsModel model

    function submit(): void {
        root.model.changePassphrase(present.field, wanted.field, again.field)
    }

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap3
        KoshText {
            text: qsTr("Change the passphrase")
            isStrong: true
            font.pixelSize: Theme.large
        }
        SecretInput {
            id: present
            label: qsTr("Present passphrase")
            Layout.fillWidth: true
            onAccepted: wanted.focusField()
        }
        SecretInput {
            id: wanted
            label: qsTr("New passphrase")
            Layout.fillWidth: true
            onAccepted: again.focusField()
        }
        SecretInput {
            id: again
            label: qsTr("New passphrase again")
            Layout.fillWidth: true
            onAccepted: root.submit()
        }
        KoshButton {
            text: qsTr("Change the passphrase")
            isBusy: root.model.isBusy && root.model.section === "passphrase"
            Layout.fillWidth: true
            onClicked: root.submit()
        }
        Banner {
            tone: root.model.error !== "" ? Banner.Danger : Banner.Hint
            text: root.model.section !== "passphrase" ? "" : root.model.error + root.model.success
            Layout.fillWidth: true
        }
    }
}
