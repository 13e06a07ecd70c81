// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.swap

/// Tokens, an amount on either side, and the quote that follows from them.
ColumnLayout {
    id: root

    required property SwapModel model
    readonly property quoteView quote: model.quote
    readonly property string typedIn: model.isExactOutput
        ? (quote.isThere ? Format.editable(quote.amountIn, quote.decimalsIn) : "") : model.amount
    readonly property string typedOut: model.isExactOutput ? model.amount
        : (quote.isThere ? Format.editable(quote.amountOut, quote.decimalsOut) : "")
    readonly property bool isShort: quote.isThere && model.balanceIn !== ""
        && root.compare(quote.amountIn, model.balanceIn) > 0

    /// Of two non-negative integers written in digits.
    function compare(a: string, b: string): int {
        return a.length !== b.length ? (a.length > b.length ? 1 : -1) : a > b ? 1 : a < b ? -1 : 0
    }

    function balanceNote(balance: string, decimals: int): string {
        return balance === "" ? qsTr("Balance unknown")
                              : qsTr("Balance %1").arg(Format.amount(balance, decimals))
    }

    spacing: Theme.gap3

    Card {
        padding: Theme.gap3
        Layout.fillWidth: true
        Item {
            width: parent.width
            height: pay.height + receive.height + 8
            AmountField {
                id: pay
                width: parent.width
                label: qsTr("You pay")
                text: root.typedIn
                isBusy: root.model.isExactOutput && root.model.isQuoting
                note: root.balanceNote(root.model.balanceIn, root.model.decimalsIn)
                onEdited: text => root.model.typeIn(text)
                Component.onCompleted: field.forceActiveFocus()
                ChoicePicker {
                    label: qsTr("Token to pay with")
                    titles: root.model.symbols
                    notes: root.model.names
                    hasBadge: true
                    currentIndex: root.model.indexIn
                    onChosen: index => root.model.chooseIn(index)
                }
            }
            KoshButton {
                x: parent.width - width - 12
                y: pay.height - height - 4
                text: qsTr("All")
                kind: KoshButton.Quiet
                implicitHeight: 32
                implicitWidth: 52
                // The native coin pays the fees as well: all of it can never be swapped.
                visible: !root.model.isNativeIn && root.model.balanceIn !== ""
                    && root.model.balanceIn !== "0"
                Accessible.name: qsTr("Pay with the whole balance")
                onClicked: root.model.useAll()
            }
            AmountField {
                id: receive
                y: pay.height + 8
                width: parent.width
                label: qsTr("You receive")
                text: root.typedOut
                isBusy: !root.model.isExactOutput && root.model.isQuoting
                note: root.balanceNote(root.model.balanceOut, root.model.decimalsOut)
                onEdited: text => root.model.typeOut(text)
                ChoicePicker {
                    label: qsTr("Token to receive")
                    titles: root.model.symbols
                    notes: root.model.names
                    hasBadge: true
                    currentIndex: root.model.indexOut
                    onChosen: index => root.model.chooseOut(index)
                }
            }
            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                y: pay.height + 4 - height / 2
                width: 42; height: 42
                radius: 12
                color: Theme.surface
                IconButton {
                    anchors.centerIn: parent
                    width: 36; height: 36
                    iconName: "flip"
                    label: qsTr("Turn the direction round")
                    onClicked: root.model.flip()
                }
            }
        }
    }

    Card {
        visible: root.quote.isThere || root.model.isQuoting
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap2
            Spinner {
                visible: !root.quote.isThere
                Layout.alignment: Qt.AlignHCenter
            }
            QuoteFacts {
                visible: root.quote.isThere
                quote: root.quote
                nativeSymbol: root.model.nativeSymbol
                Layout.fillWidth: true
            }
        }
    }

    Banner {
        text: root.model.quoteError
        Layout.fillWidth: true
    }
    Banner {
        text: root.isShort ? qsTr("You have less %1 than this needs.").arg(root.quote.symbolIn) : ""
        tone: Banner.Warning
        Layout.fillWidth: true
    }
    RowLayout {
        spacing: Theme.gap2
        Layout.fillWidth: true
        KoshButton {
            text: qsTr("Slippage %1").arg(Format.bps(root.model.slippageBps))
            iconName: "settings"
            Layout.fillWidth: true
            onClicked: slippage.open()
        }
        KoshButton {
            text: qsTr("Review")
            kind: KoshButton.Primary
            enabled: root.quote.isThere && root.quote.isCurrent && !root.isShort
            Layout.fillWidth: true
            onClicked: root.model.review()
        }
    }

    SlippageSheet {
        id: slippage
        current: root.model.slippageBps
        onChosen: bps => root.model.setSlippage(bps)
    }
}
