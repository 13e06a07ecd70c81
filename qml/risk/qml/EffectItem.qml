// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.risk

/// One line of what would happen.
ColumnLayout {
    id: root

    required property effectRow effect
    readonly property bool isFigure: effect.kind === "change" || effect.kind === "allowance"

    function purposeText(purpose: string): string {
        return purpose.startsWith("approve") ? qsTr("Approval") : purpose === "swap" ? qsTr("Swap")
            : purpose === "send" ? qsTr("Payment") : purpose.startsWith("liquidity")
            ? qsTr("Change of a position") : purpose
    }
    function methodText(method: string): string {
        return method === "simulated" || method === "traced" ? qsTr("simulated just now")
            : method === "called" ? qsTr("tried just now; changes read from the call")
            : qsTr("not tried: read from the call")
    }
    function wordsText(): string {
        return effect.kind === "call" ? purposeText(effect.text) + " · " + methodText(effect.other)
            : effect.kind === "failure" ? qsTr("It would fail: %1").arg(effect.text) : effect.text
    }
    function figureLabel(): string {
        return effect.kind === "allowance"
            ? qsTr("May be taken by %1").arg(effect.other.startsWith("0x")
                ? Format.shortHex(effect.other) : effect.other)
            : effect.amount.startsWith("-") ? qsTr("Leaves you") : qsTr("Comes to you")
    }
    function figureText(): string {
        return effect.kind === "change"
            ? Format.change(effect.amount, effect.decimals) + " " + effect.text
            : effect.isUnlimited ? qsTr("unlimited: all %1, now and later").arg(effect.text)
            : effect.amount === "0" ? qsTr("no %1 any more").arg(effect.text)
            : effect.decimals >= 0 ? Format.exact(effect.amount, effect.decimals) + " " + effect.text
            : qsTr("%1 of the smallest units of %2").arg(effect.amount).arg(effect.text)
    }

    KoshText {
        visible: !root.isFigure
        leftPadding: 12 * Math.min(4, root.effect.depth)
        text: root.isFigure ? "" : root.wordsText()
        color: root.effect.kind === "failure" ? Theme.danger
             : root.effect.kind === "unknown" ? Theme.warning
             : root.effect.kind === "call" ? Theme.muted : Theme.text
        font.pixelSize: root.effect.kind === "call" ? Theme.small + 1 : Theme.body
        wrapMode: Text.WrapAtWordBoundaryOrAnywhere
        elide: Text.ElideNone
        Layout.fillWidth: true
    }
    FactRow {
        visible: root.isFigure
        label: root.isFigure ? root.figureLabel() : ""
        value: root.isFigure ? root.figureText() : ""
        isStrong: true
        ink: root.effect.kind === "allowance"
             ? (root.effect.isUnlimited ? Theme.danger : Theme.text)
             : root.effect.amount.startsWith("-") ? Theme.text : Theme.accent
        Layout.fillWidth: true
    }
}
