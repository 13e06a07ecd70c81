// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.journal

/// Debits and credits per asset, and whether they are equal.
Card {
    id: root

    required property JournalModel model
    property bool isCompact: false

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap2
        RowLayout {
            spacing: Theme.gap3
            Layout.fillWidth: true
            KoshText {
                text: qsTr("Trial balance")
                isStrong: true
                font.pixelSize: Theme.large
                Accessible.role: Accessible.Heading
            }
            StatusPill {
                text: root.model.isBalanced ? qsTr("Balances: yes") : qsTr("Balances: no")
                tone: root.model.isBalanced ? StatusPill.Good : StatusPill.Bad
            }
            KoshText {
                text: qsTr("%n entries", "", root.model.entryCount)
                isMuted: true
                horizontalAlignment: Text.AlignRight
                Layout.fillWidth: true
            }
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.topMargin: Theme.gap1
            KoshText {
                text: qsTr("Asset")
                isMuted: true
                font.pixelSize: Theme.small
                Layout.preferredWidth: 64
            }
            KoshText {
                text: qsTr("Debits")
                isMuted: true
                font.pixelSize: Theme.small
                horizontalAlignment: Text.AlignRight
                Layout.fillWidth: true
                Layout.preferredWidth: 1
            }
            KoshText {
                text: qsTr("Credits")
                isMuted: true
                font.pixelSize: Theme.small
                horizontalAlignment: Text.AlignRight
                Layout.fillWidth: true
                Layout.preferredWidth: 1
            }
        }
        Repeater {
            model: root.model.lines
            RowLayout {
                id: line
                required property trialRow row
                Layout.fillWidth: true
                Accessible.role: Accessible.ListItem
                Accessible.name: qsTr("%1: debits %2, credits %3").arg(row.symbol).arg(debits.text)
                    .arg(credits.text)
                KoshText {
                    text: line.row.symbol
                    isStrong: true
                    Layout.preferredWidth: 64
                    Accessible.ignored: true
                }
                KoshText {
                    id: debits
                    text: Format.amount(line.row.debits, line.row.decimals)
                    horizontalAlignment: Text.AlignRight
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                    Accessible.ignored: true
                }
                KoshText {
                    id: credits
                    text: Format.amount(line.row.credits, line.row.decimals)
                    horizontalAlignment: Text.AlignRight
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                    Accessible.ignored: true
                }
            }
        }
    }
}
