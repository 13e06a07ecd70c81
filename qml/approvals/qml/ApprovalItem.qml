// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import kosh.approvals
import kosh.design

/// One allowance, which can be marked for taking back.
T.CheckBox {
    id: root

    required property approvalRow approval
    property string valueSymbol
    property int valueDecimals: 0
    readonly property string who: approval.spenderName !== "" ? approval.spenderName
        : Format.shortHex(approval.spender)
    readonly property string title: (approval.name !== "" ? approval.name
        : Format.shortHex(approval.contract)) + " → " + who
    readonly property string limit: approval.isUnlimited ? qsTr("Unlimited")
        : approval.kind === "nft_operator" ? qsTr("The whole collection")
        : approval.kind === "nft_token" ? qsTr("One token")
        : Format.amount(approval.amount, approval.decimals, 4)
    readonly property string risk: approval.valueAtRisk !== "" && valueSymbol !== ""
        ? Format.value(approval.valueAtRisk, valueDecimals) + " " + valueSymbol
        : approval.atRisk !== "" ? Format.amount(approval.atRisk, approval.decimals, 4)
        : qsTr("Unknown")

    implicitHeight: 76
    checked: approval.isSelected
    focusPolicy: Qt.StrongFocus
    Accessible.name: title + ", " + limit + ", " + qsTr("at risk: %1").arg(risk)
    Keys.onReturnPressed: {
        root.toggle()
        root.clicked()
    }

    contentItem: RowLayout {
        spacing: Theme.gap3
        Rectangle {
            implicitWidth: 22
            implicitHeight: 22
            radius: 6
            color: root.checked ? Theme.accent : Theme.surface
            border.width: root.checked ? 0 : 1
            border.color: Theme.borderStrong
            Layout.leftMargin: Theme.gap4
            Icon {
                anchors.centerIn: parent
                visible: root.checked
                width: 16; height: 16
                name: "check"
                color: Theme.accentInk
            }
        }
        ColumnLayout {
            spacing: 2
            Layout.fillWidth: true
            KoshText {
                text: root.title
                isStrong: true
                Layout.fillWidth: true
                Accessible.ignored: true
            }
            KoshText {
                text: root.approval.isPerson ? qsTr("%1 · to a person's account").arg(root.limit)
                      : root.approval.kind === "permit2" ? root.limit + " · Permit2" : root.limit
                color: root.approval.isPerson || root.approval.isUnlimited ? Theme.warning
                                                                          : Theme.muted
                font.pixelSize: Theme.small + 1
                Layout.fillWidth: true
                Accessible.ignored: true
            }
        }
        ColumnLayout {
            spacing: 2
            Layout.rightMargin: Theme.gap4
            KoshText {
                text: root.risk
                isStrong: true
                Layout.alignment: Qt.AlignRight
                Accessible.ignored: true
            }
            KoshText {
                text: qsTr("at risk")
                isMuted: true
                font.pixelSize: Theme.small
                Layout.alignment: Qt.AlignRight
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.hovered ? Theme.sunken : "transparent"
        border.width: root.visualFocus ? 2 : 0
        border.color: Theme.accent
    }
}
