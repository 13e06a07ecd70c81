// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.networks

/// One endpoint's address and settings: a new one, or one to change or remove.
Sheet {
    id: root

    required property NetworksModel model
    property string known

    function openNew(): void {
        known = ""
        url.text = ""
        weight.text = "1"
        order.text = String(model.endpoints.count)
        role.current = 0
        model.clearError()
        open()
    }
    function openFor(endpoint: endpointRow): void {
        known = endpoint.key
        url.text = endpoint.key
        weight.text = String(endpoint.weight)
        order.text = String(endpoint.order)
        role.current = Math.max(0, role.names.indexOf(endpoint.role))
        model.clearError()
        open()
    }
    function submit(): void {
        root.model.save(root.known, url.text, Number(weight.text), Number(order.text),
                        role.names[role.current])
    }

    title: known === "" ? qsTr("Add an endpoint") : qsTr("Endpoint")

    Connections {
        target: root.model
        function onSaved() { root.close() }
    }

    KoshText {
        width: parent.width
        text: qsTr("Kosh asks it for its chain id first. Your own node is best: whoever runs an "
                 + "endpoint sees your addresses.")
        isMuted: true
        isWrapped: true
    }
    KoshTextField {
        id: url
        width: parent.width
        label: qsTr("JSON-RPC address")
        placeholder: "https://"
        onAccepted: root.submit()
    }
    RowLayout {
        width: parent.width
        spacing: Theme.gap3
        KoshTextField {
            id: order
            label: qsTr("Order, lower first")
            validator: IntValidator { bottom: 0; top: 1000 }
            Layout.fillWidth: true
            Layout.preferredWidth: 1
        }
        KoshTextField {
            id: weight
            label: qsTr("Weight among equals")
            validator: IntValidator { bottom: 1; top: 1000 }
            Layout.fillWidth: true
            Layout.preferredWidth: 1
        }
    }
    Segments {
        id: role
        readonly property list<string> names: ["all", "read", "broadcast"]
        width: parent.width
        label: qsTr("Used for")
        options: [qsTr("Everything"), qsTr("Reads"), qsTr("Private sends")]
        onChosen: index => role.current = index
    }
    Banner {
        width: parent.width
        text: root.model.error
    }
    KoshButton {
        width: parent.width
        text: root.known === "" ? qsTr("Add the endpoint") : qsTr("Save")
        kind: KoshButton.Primary
        isBusy: root.model.isBusy
        enabled: url.text !== "" && weight.text !== "" && order.text !== "" && !root.model.isBusy
        onClicked: root.submit()
    }
    KoshButton {
        visible: root.known !== ""
        width: parent.width
        text: qsTr("Remove the endpoint")
        kind: KoshButton.Danger
        enabled: !root.model.isBusy
        onClicked: root.model.remove(root.known)
    }
}
