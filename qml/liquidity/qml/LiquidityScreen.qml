// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.liquidity
import kosh.session

/// Liquidity positions, and opening a new one.
Page {
    id: root

    required property LiquidityModel model
    required property MintModel mint
    required property Session session
    property int part: 0
    readonly property bool hasChosen: model.chosen.key !== ""
    readonly property bool isSplit: width >= 960

    title: qsTr("Liquidity")
    maximumWidth: isSplit && part === 0 ? 1120 : 720
    actions: IconButton {
        iconName: "refresh"
        label: qsTr("Refresh")
        onClicked: root.model.refresh()
    }

    Connections {
        target: root.mint
        function onMinted(changeId: string) {
            root.part = 0
            root.model.follow(changeId)
        }
    }

    Segments {
        label: qsTr("Part")
        options: [qsTr("Positions"), qsTr("New position")]
        current: root.part
        Layout.fillWidth: true
        Layout.maximumWidth: 420
        onChosen: index => root.part = index
    }
    Banner {
        text: root.part === 0 && root.model.action === "" ? root.model.error : ""
        action: qsTr("Try again")
        onTriggered: root.model.refresh()
        Layout.fillWidth: true
    }
    ChangeBanner {
        visible: root.part === 0 && !root.hasChosen && text !== ""
        model: root.model
        Layout.fillWidth: true
    }
    RowLayout {
        visible: root.part === 0
        spacing: Theme.gap5
        Layout.fillWidth: true
        Card {
            visible: root.isSplit || !root.hasChosen
            padding: 0
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            Layout.preferredWidth: 440
            Column {
                width: parent.width
                EmptyState {
                    visible: root.model.positions.count === 0
                    width: parent.width
                    isBusy: !root.model.isLoaded && root.model.error === ""
                    iconName: "liquidity"
                    title: root.model.isLoaded ? qsTr("No positions here") : ""
                    action: root.model.isLoaded ? qsTr("Open one") : ""
                    onTriggered: root.part = 1
                }
                Repeater {
                    model: root.model.positions
                    PositionItem {
                        required property positionRow row
                        width: parent ? parent.width : 0
                        position: row
                        isChosen: root.isSplit && row.key === root.model.chosen.key
                        onClicked: root.model.choose(row.key)
                    }
                }
            }
        }
        PositionDetail {
            visible: root.hasChosen
            model: root.model
            hasBack: !root.isSplit
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            Layout.preferredWidth: 520
        }
    }
    TraderPicker {
        visible: root.part === 1 && titles.length > 1 && !root.mint.isReviewing
        session: root.session
        Layout.fillWidth: true
    }
    MintForm {
        visible: root.part === 1
        model: root.mint
        Layout.fillWidth: true
    }
}
