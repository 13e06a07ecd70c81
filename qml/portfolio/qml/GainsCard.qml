// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.portfolio

/// Realised and unrealised gains, first in first out.
Card {
    id: root

    required property PerformanceModel model

    function inkOf(gain: string): color {
        return gain.startsWith("-") ? Theme.danger : gain === "0" ? Theme.text : Theme.accent
    }

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap3
        KoshText {
            text: qsTr("Gains")
            isStrong: true
            font.pixelSize: Theme.large
            Accessible.role: Accessible.Heading
            Layout.fillWidth: true
        }
        Segments {
            label: qsTr("Gains by")
            options: [qsTr("Token"), qsTr("Wallet"), qsTr("Network")]
            current: root.model.grouping
            Layout.fillWidth: true
            onChosen: index => root.model.chooseGrouping(index)
        }
        KoshText {
            visible: root.model.gains.count === 0
            text: qsTr("Nothing was bought or sold yet.")
            isMuted: true
            isWrapped: true
            Layout.fillWidth: true
        }
        Repeater {
            model: root.model.gains
            ColumnLayout {
                id: line
                required property gainRow row
                spacing: 2
                Layout.fillWidth: true
                KoshText {
                    text: line.row.title
                    isStrong: true
                    Layout.fillWidth: true
                }
                FactRow {
                    label: qsTr("Realised")
                    value: Format.change(line.row.realised, line.row.decimals) + " "
                           + line.row.symbol
                    ink: root.inkOf(line.row.realised)
                    Layout.fillWidth: true
                }
                FactRow {
                    label: qsTr("Unrealised")
                    value: Format.change(line.row.unrealised, line.row.decimals) + " "
                           + line.row.symbol
                    ink: root.inkOf(line.row.unrealised)
                    Layout.fillWidth: true
                }
                FactRow {
                    label: qsTr("Cost and value now")
                    value: Format.value(line.row.cost, line.row.decimals) + " → "
                           + Format.value(line.row.value, line.row.decimals)
                    Layout.fillWidth: true
                }
                KoshText {
                    visible: line.row.unpriced > 0
                    text: qsTr("%n lot(s) or sale(s) are left out: no price or no cost is known",
                               "", line.row.unpriced)
                    color: Theme.warning
                    isWrapped: true
                    font.pixelSize: Theme.small + 1
                    Layout.fillWidth: true
                }
            }
        }
    }
}
