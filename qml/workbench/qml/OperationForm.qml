// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.workbench

/// The chosen operation: its form, then what would be sent, then the answer.
ColumnLayout {
    id: root

    required property WorkbenchModel model
    property bool hasBack: false
    readonly property operationRow operation: model.chosen
    readonly property bool isForm: model.step === WorkbenchModel.Form
    readonly property bool isConfirm: model.step === WorkbenchModel.Confirm

    spacing: Theme.gap3

    KoshButton {
        visible: root.hasBack
        text: qsTr("All functions")
        iconName: "back"
        kind: KoshButton.Quiet
        onClicked: root.model.choose("")
    }
    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap3
            KoshText {
                text: root.operation.title
                isStrong: true
                isWrapped: true
                font.pixelSize: Theme.large
                Accessible.role: Accessible.Heading
                Layout.fillWidth: true
            }
            KoshText {
                text: root.operation.key
                isMuted: true
                Layout.fillWidth: true
            }
            Repeater {
                model: root.model.fields
                FieldEditor {
                    required property int index
                    visible: root.isForm
                    bench: root.model
                    Layout.leftMargin: row.depth * Theme.gap4
                    Layout.fillWidth: true
                }
            }
            KoshText {
                visible: root.isForm && root.model.fields.count === 0
                text: qsTr("Nothing to fill in.")
                isMuted: true
            }
            OperationResult {
                visible: !root.isForm
                model: root.model
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.isConfirm
                label: qsTr("Needs the right")
                value: root.operation.scope
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.isConfirm
                label: qsTr("Cost in rate-limit units")
                value: Format.integer(root.operation.cost)
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.isConfirm
                label: qsTr("Idempotency key")
                value: root.model.idempotencyKey
                Layout.fillWidth: true
            }
        }
    }
    Banner {
        text: root.model.error
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
        spacing: Theme.gap2
        Layout.fillWidth: true
        KoshButton {
            visible: !root.isForm
            text: root.isConfirm ? qsTr("Back") : qsTr("Change and ask again")
            enabled: !root.model.isBusy
            Layout.fillWidth: true
            onClicked: root.model.backToForm()
        }
        KoshButton {
            visible: root.isForm || (root.model.step === WorkbenchModel.Answer
                                     && !root.operation.isCommand)
            text: root.operation.isCommand ? qsTr("Check and confirm")
                  : root.isForm ? qsTr("Ask") : qsTr("Ask again")
            kind: KoshButton.Primary
            isBusy: root.model.isBusy
            Layout.fillWidth: true
            onClicked: root.model.submit()
        }
        KoshButton {
            visible: root.isConfirm
            text: qsTr("Do it")
            kind: KoshButton.Primary
            isBusy: root.model.isBusy
            Layout.fillWidth: true
            onClicked: root.model.needsPassphrase ? root.model.unlockAndConfirm(passphrase.field)
                                                  : root.model.confirm()
        }
    }
}
