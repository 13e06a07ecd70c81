// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.portfolio

/// The lots that are left, oldest first; the owner may say what one cost.
Card {
    id: root

    required property PerformanceModel model
    property string editing

    function kindText(kind: string): string {
        return kind === "bought" ? qsTr("bought") : kind === "earned" ? qsTr("earned")
            : kind === "received" ? qsTr("received")
            : kind === "opened" ? qsTr("was there") : kind
    }
    function saveCost(): void {
        root.model.setCost(root.editing, cost.text)
        root.editing = ""
    }

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap3
        KoshText {
            text: qsTr("Lots")
            isStrong: true
            font.pixelSize: Theme.large
            Accessible.role: Accessible.Heading
            Layout.fillWidth: true
        }
        KoshText {
            visible: root.model.lots.count === 0
            text: qsTr("There are none yet.")
            isMuted: true
            Layout.fillWidth: true
        }
        Repeater {
            model: root.model.lots
            RowLayout {
                id: line
                required property lotRow row
                spacing: Theme.gap2
                Layout.fillWidth: true
                ColumnLayout {
                    spacing: 2
                    Layout.fillWidth: true
                    KoshText {
                        text: Format.amount(line.row.quantity, line.row.tokenDecimals) + " "
                              + line.row.token
                        isStrong: true
                        Layout.fillWidth: true
                    }
                    KoshText {
                        text: root.kindText(line.row.kind) + " · "
                              + Format.dateTime(line.row.acquiredAt)
                        isMuted: true
                        font.pixelSize: Theme.small + 1
                        Layout.fillWidth: true
                    }
                }
                KoshText {
                    text: line.row.cost === "" ? qsTr("Cost unknown")
                        : Format.value(line.row.cost, line.row.decimals) + " " + line.row.symbol
                    color: line.row.cost === "" ? Theme.warning : Theme.text
                }
                IconButton {
                    iconName: "edit"
                    label: qsTr("Say what these %1 cost").arg(line.row.token)
                    onClicked: {
                        cost.text = ""
                        root.editing = line.row.lotId
                        cost.field.forceActiveFocus(Qt.TabFocusReason)
                    }
                }
            }
        }
        RowLayout {
            visible: root.editing !== ""
            spacing: Theme.gap2
            Layout.fillWidth: true
            KoshTextField {
                id: cost
                label: qsTr("What the whole lot cost")
                placeholder: qsTr("empty = unknown")
                validator: RegularExpressionValidator { regularExpression: /[0-9]*\.?[0-9]*/ }
                maximumLength: 60
                Layout.fillWidth: true
                onAccepted: root.saveCost()
            }
            KoshButton {
                text: qsTr("Save")
                kind: KoshButton.Primary
                Layout.alignment: Qt.AlignBottom
                onClicked: root.saveCost()
            }
        }
    }
}
