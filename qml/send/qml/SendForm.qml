// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.send

/// Who gets what. A payment link fills it in.
Card {
    id: root

    required property SendModel model

    function submit(): void {
        root.model.review(recipient.text, amount.text)
    }
    function take(text: string): void {
        if (text.startsWith("ethereum:"))
            root.model.readLink(text)
    }

    Connections {
        target: root.model
        function onFilled(to, sum) {
            recipient.text = to
            amount.text = sum
        }
    }

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap3
        ChoicePicker {
            visible: root.model.senders.length > 1
            label: qsTr("From")
            titles: root.model.senders
            currentIndex: root.model.senderIndex
            Layout.fillWidth: true
            onChosen: index => root.model.chooseSender(index)
        }
        KoshTextField {
            id: recipient
            label: qsTr("To: an address or a payment link")
            placeholder: "0x… · ethereum:…"
            Layout.fillWidth: true
            onEdited: root.take(text)
            onAccepted: root.submit()
        }
        RowLayout {
            spacing: Theme.gap2
            Layout.fillWidth: true
            KoshTextField {
                id: amount
                label: qsTr("Amount")
                placeholder: "0"
                validator: RegularExpressionValidator { regularExpression: /max|[0-9]*\.?[0-9]*/ }
                maximumLength: 60
                Layout.fillWidth: true
                onAccepted: root.submit()
            }
            KoshButton {
                text: qsTr("All")
                Accessible.name: qsTr("Send all there is")
                Layout.alignment: Qt.AlignBottom
                onClicked: amount.text = "max"
            }
            ChoicePicker {
                label: qsTr("What")
                titles: root.model.symbols
                currentIndex: root.model.tokenIndex
                hasBadge: true
                Layout.alignment: Qt.AlignBottom
                Layout.preferredWidth: 120
                onChosen: index => root.model.chooseToken(index)
            }
        }
        Segments {
            label: qsTr("Speed")
            options: [qsTr("Slow"), qsTr("Normal"), qsTr("Fast")]
            current: root.model.speedIndex
            Layout.fillWidth: true
            onChosen: index => root.model.chooseSpeed(index)
        }
        Banner {
            text: root.model.error
            Layout.fillWidth: true
        }
        KoshButton {
            text: qsTr("Review")
            kind: KoshButton.Primary
            isBusy: root.model.isBusy
            enabled: recipient.text !== "" && amount.text !== "" && root.model.tokenIndex >= 0
                     && root.model.senders.length > 0 && !root.model.isBusy
            Layout.fillWidth: true
            onClicked: root.submit()
        }
        KoshText {
            visible: root.model.senders.length === 0
            text: qsTr("There is no key here to sign with: these wallets are only watched.")
            isMuted: true
            isWrapped: true
            Layout.fillWidth: true
        }
    }
}
