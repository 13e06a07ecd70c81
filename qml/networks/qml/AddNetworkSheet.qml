// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.networks

/// A network of one's own. Its endpoint must answer with the chain id that is typed here.
Sheet {
    id: root

    required property NetworksModel model
    readonly property list<string> contractNames: ["factory", "quoterV2", "swapRouter02",
                                                   "positionManager", "wrappedNative",
                                                   "multicall3"]
    readonly property list<string> contractTitles: ["Uniswap V3 Factory", "QuoterV2",
                                                    "SwapRouter02", "NonfungiblePositionManager",
                                                    qsTr("Wrapped coin"), "Multicall3"]
    property var contracts: ({})

    function submit(): void {
        root.model.add(chainId.text, name.text, symbol.text, url.text, test.checked,
                       root.contracts)
    }

    title: qsTr("Add a network")
    onOpened: model.clearError()

    Connections {
        target: root.model
        function onAdded() { root.close() }
    }

    RowLayout {
        width: parent.width
        spacing: Theme.gap3
        KoshTextField {
            id: chainId
            label: qsTr("Chain id")
            validator: RegularExpressionValidator { regularExpression: /[0-9]{1,18}/ }
            Layout.fillWidth: true
            Layout.preferredWidth: 1
        }
        KoshTextField {
            id: symbol
            label: qsTr("Symbol of its coin")
            text: "ETH"
            maximumLength: 12
            Layout.fillWidth: true
            Layout.preferredWidth: 1
        }
    }
    KoshTextField {
        id: name
        width: parent.width
        label: qsTr("Name")
        maximumLength: 64
    }
    KoshTextField {
        id: url
        width: parent.width
        label: qsTr("JSON-RPC address")
        placeholder: "https://"
    }
    KoshCheck {
        id: test
        width: parent.width
        text: qsTr("A test network: its coins have no value")
    }
    KoshCheck {
        id: more
        width: parent.width
        text: qsTr("Uniswap V3 is there")
    }
    Repeater {
        model: more.checked ? root.contractNames : []
        KoshTextField {
            required property int index
            required property string modelData
            width: parent ? parent.width : 0
            label: root.contractTitles[index]
            placeholder: "0x"
            onEdited: root.contracts[modelData] = text
        }
    }
    Banner {
        width: parent.width
        text: root.model.error
    }
    KoshButton {
        width: parent.width
        text: qsTr("Check and add")
        kind: KoshButton.Primary
        isBusy: root.model.isBusy
        enabled: chainId.text !== "" && name.text !== "" && url.text !== "" && !root.model.isBusy
        onClicked: root.submit()
    }
}
