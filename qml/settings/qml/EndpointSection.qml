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
    required property string chainName

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap3
        KoshText {
            text: qsTr("Endpoint of %1").arg(root.chainName)
            isStrong: true
            font.pixelSize: Theme.large
            Layout.fillWidth: true
        }
        KoshTextField {
            id: url
            label: qsTr("JSON-RPC address; your own node is best")
            text: root.model.endpoint
            placeholder: "https://"
            Layout.fillWidth: true
            onAccepted: root.model.setEndpoint(url.text)
        }
        KoshButton {
            text: qsTr("Check and use")
            isBusy: root.model.isBusy && root.model.section === "endpoint"
            enabled: url.text !== "" && !root.model.isBusy
            Layout.fillWidth: true
            onClicked: root.model.setEndpoint(url.text)
        }
        Banner {
            tone: root.model.error !== "" ? Banner.Danger : Banner.Hint
            text: root.model.section !== "endpoint" ? "" : root.model.error + root.model.success
            Layout.fillWidth: true
        }
    }
}
