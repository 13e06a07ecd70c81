// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.networks

/// One network: its blocks, whether it is what its data says, and its endpoints.
ColumnLayout {
    id: root

    required property NetworksModel model
    property bool hasBack: false
    readonly property networkRow network: model.chosen

    spacing: Theme.gap3

    KoshButton {
        visible: root.hasBack
        text: qsTr("All networks")
        iconName: "back"
        kind: KoshButton.Quiet
        onClicked: root.model.choose("")
    }
    Repeater {
        model: root.model.warnings
        Banner {
            required property string modelData
            tone: Banner.Warning
            text: modelData
            Layout.fillWidth: true
        }
    }
    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap2
            KoshText {
                text: root.network.name
                isStrong: true
                font.pixelSize: Theme.large
                Accessible.role: Accessible.Heading
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("Chain id")
                value: root.network.key
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("Newest block")
                value: root.model.head > 0 ? Format.integer(root.model.head) : qsTr("Unknown")
                isStrong: true
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.model.finalized > 0
                label: root.model.hasFinalityTags ? qsTr("Safe and final")
                    : qsTr("Final after %1 blocks").arg(Format.integer(root.network.confirmations))
                value: root.model.hasFinalityTags
                    ? Format.integer(root.model.safe) + " · " + Format.integer(root.model.finalized)
                    : Format.integer(root.model.finalized)
                Layout.fillWidth: true
            }
            FactRow {
                label: qsTr("Swaps and positions")
                value: root.network.canTrade ? qsTr("Uniswap V3") : qsTr("Not known here")
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.network.dataAsOf !== ""
                label: qsTr("Data of")
                value: root.network.dataAsOf
                Layout.fillWidth: true
            }
            KoshButton {
                text: qsTr("Compare the data with the network")
                isBusy: root.model.isBusy
                Layout.fillWidth: true
                onClicked: root.model.check()
            }
            Banner {
                tone: root.model.checkResult === "well" ? Banner.Hint : Banner.Danger
                text: root.model.checkResult === "well" ? qsTr("Everything is as expected.")
                    : root.model.checkResult === "wrong" ? qsTr("Not everything is as expected.")
                    : ""
                Layout.fillWidth: true
            }
            Repeater {
                model: root.model.findings
                FactRow {
                    required property checkRow row
                    visible: !row.isOk
                    label: row.what + " " + row.subject
                    value: qsTr("%1 instead of %2").arg(row.actual).arg(row.expected)
                    ink: Theme.danger
                    Layout.fillWidth: true
                }
            }
        }
    }
    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap2
            RowLayout {
                Layout.fillWidth: true
                KoshText {
                    text: qsTr("Endpoints")
                    isStrong: true
                    font.pixelSize: Theme.large
                    Accessible.role: Accessible.Heading
                    Layout.fillWidth: true
                }
                KoshButton {
                    text: qsTr("Add")
                    iconName: "plus"
                    kind: KoshButton.Quiet
                    implicitHeight: 36
                    Accessible.name: qsTr("Add an endpoint")
                    onClicked: sheet.openNew()
                }
            }
            KoshText {
                visible: root.model.endpoints.count === 0
                text: qsTr("There is none: add one to use this network.")
                isMuted: true
                isWrapped: true
                Layout.fillWidth: true
            }
            Repeater {
                model: root.model.endpoints
                EndpointItem {
                    required property endpointRow row
                    required property int index
                    endpoint: row
                    isFirst: index === 0
                    isBusy: root.model.isBusy
                    Layout.fillWidth: true
                    onSwitched: isOn => root.model.setEnabled(row.key, isOn)
                    onEditRequested: sheet.openFor(row)
                }
            }
        }
    }

    EndpointSheet {
        id: sheet
        model: root.model
    }
}
