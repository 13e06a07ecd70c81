// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.session
import kosh.swap
// Not bound: the Loader of Qt 6.4 makes no bound components, so qmllint cannot follow their ids.
// qmllint disable unqualified

Page {
    id: root

    required property SwapModel model
    required property OrdersModel orders
    required property Session session
    property int part: 0
    readonly property bool isLimit: part === 1 && model.canTrade
                                    && model.stage !== SwapModel.Review

    signal activityRequested

    title: isLimit ? qsTr("Limit orders")
           : model.stage === SwapModel.Review ? qsTr("Review the swap")
           : model.stage === SwapModel.Progress ? qsTr("Your swap") : qsTr("Swap")
    maximumWidth: 560

    Segments {
        visible: root.model.stage !== SwapModel.Review && root.model.canTrade
        label: qsTr("Part")
        options: [qsTr("At once"), qsTr("At a price")]
        current: root.part
        Layout.fillWidth: true
        Layout.maximumWidth: 420
        onChosen: index => root.part = index
    }
    TraderPicker {
        visible: root.model.canTrade && titles.length > 1
                 && (root.isLimit || root.model.stage === SwapModel.Edit)
        session: root.session
        Layout.fillWidth: true
    }
    Banner {
        tone: Banner.Warning
        text: root.session.isOffline
              ? qsTr("Offline: quotes use the last known prices and cannot be traded.") : ""
        Layout.fillWidth: true
    }
    Loader {
        visible: !root.isLimit
        Layout.fillWidth: true
        focus: true
        sourceComponent: !root.model.isLoaded || !root.model.canTrade ? nothing
                         : root.model.stage === SwapModel.Review ? review
                         : root.model.stage === SwapModel.Progress ? progress : edit
        onLoaded: root.flickable.contentY = 0
    }

    Loader {
        active: root.isLimit
        visible: active
        Layout.fillWidth: true
        sourceComponent: limit
    }

    Component {
        id: limit
        ColumnLayout {
            spacing: Theme.gap3
            OrderForm {
                model: root.orders
                Layout.fillWidth: true
            }
            OrderList {
                model: root.orders
                Layout.fillWidth: true
            }
        }
    }
    Component {
        id: nothing
        EmptyState {
            isBusy: !root.model.isLoaded && root.model.error === ""
            title: !root.model.isLoaded ? root.model.error
                                        : qsTr("No swaps on %1").arg(root.session.chainName)
            text: root.model.isLoaded ? qsTr("Uniswap V3 is not known on this network. Choose "
                                           + "another one.") : ""
            iconName: "swap"
            action: root.model.error !== "" ? qsTr("Try again") : ""
            onTriggered: root.model.loadTokens()
        }
    }
    Component { id: edit; EditStage { model: root.model } }
    Component { id: review; ReviewStage { model: root.model } }
    Component {
        id: progress
        ProgressStage {
            model: root.model
            onActivityRequested: root.activityRequested()
        }
    }
}
