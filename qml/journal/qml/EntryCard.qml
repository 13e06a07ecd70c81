// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.journal

/// One entry: what it books and its postings, debit positive, credit negative.
Card {
    id: root

    required property entryRow entry
    property bool isCompact: false

    Accessible.role: Accessible.ListItem
    Accessible.name: qsTr("Entry %1: %2").arg(entry.number).arg(entry.description)

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap2
        RowLayout {
            spacing: Theme.gap3
            Layout.fillWidth: true
            KoshText {
                text: "#" + root.entry.number
                isMuted: true
            }
            KoshText {
                text: root.entry.description
                isStrong: true
                isWrapped: true
                Layout.fillWidth: true
            }
            StatusPill {
                visible: root.entry.isReversal
                text: qsTr("Reversal")
            }
            KoshText {
                visible: !root.isCompact
                text: Format.dateTime(root.entry.at)
                isMuted: true
            }
        }
        KoshText {
            visible: root.isCompact
            text: Format.dateTime(root.entry.at)
            isMuted: true
            font.pixelSize: Theme.small + 1
        }
        Rectangle {
            implicitHeight: 1
            color: Theme.border
            Layout.fillWidth: true
        }
        Repeater {
            model: root.entry.accounts
            FactRow {
                required property int index
                required property string modelData
                label: Format.account(modelData)
                value: Format.change(root.entry.amounts[index] ?? "",
                    Number(root.entry.decimals[index] ?? "0"))
                       + " " + (root.entry.symbols[index] ?? "")
                Layout.fillWidth: true
            }
        }
    }
}
