// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import kosh.design
// The ids inside make these parts at once and not when first needed, as is meant here.
// qmllint disable deferred-property-id

/// One of four weights: primary for the one next step, secondary, quiet, danger.
T.Button {
    id: root

    enum Kind { Primary, Secondary, Quiet, Danger }

    property int kind: KoshButton.Secondary
    property string iconName
    property bool isBusy: false
    readonly property bool hasPicture: iconName !== "" || isBusy
    readonly property bool isFilled: kind === KoshButton.Primary
    readonly property color ink: isFilled ? Theme.accentInk
                                          : kind === KoshButton.Danger ? Theme.danger
                                          : kind === KoshButton.Quiet ? Theme.accent : Theme.text

    implicitHeight: Theme.control
    implicitWidth: Math.max(implicitContentWidth + leftPadding + rightPadding, 72)
    leftPadding: kind === KoshButton.Quiet ? 12 : 20
    rightPadding: leftPadding
    enabled: !isBusy
    focusPolicy: Qt.StrongFocus
    opacity: enabled || isBusy ? 1 : 0.5
    Accessible.name: text

    Keys.onReturnPressed: root.clicked()
    Keys.onEnterPressed: root.clicked()

    contentItem: Item {
        // Of the whole text: what is cut must not make the button narrower still.
        implicitWidth: label.implicitWidth + (root.hasPicture ? 26 : 0)
        implicitHeight: line.implicitHeight
        Row {
            id: line
            anchors.centerIn: parent
            spacing: Theme.gap2
            Spinner {
                visible: root.isBusy
                width: 16; height: 16
                color: root.ink
                anchors.verticalCenter: parent.verticalCenter
            }
            Icon {
                visible: root.iconName !== "" && !root.isBusy
                name: root.iconName
                color: root.ink
                width: 18; height: 18
                anchors.verticalCenter: parent.verticalCenter
            }
            KoshText {
                id: label
                text: root.text
                color: root.ink
                isStrong: true
                width: Math.min(implicitWidth, root.availableWidth - (root.hasPicture ? 26 : 0))
                anchors.verticalCenter: parent.verticalCenter
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall + 2
        color: root.isFilled ? (root.hovered || root.down ? Theme.accentHover : Theme.accent)
                             : root.hovered || root.down ? Theme.sunken
                             : root.kind === KoshButton.Quiet ? "transparent" : Theme.surface
        border.width: root.isFilled || root.kind === KoshButton.Quiet ? 0 : 1
        border.color: root.kind === KoshButton.Danger ? Theme.danger : Theme.border
        Rectangle {
            anchors.fill: parent
            anchors.margins: -3
            radius: parent.radius + 3
            color: "transparent"
            border.width: 2
            border.color: Theme.accent
            visible: root.visualFocus
        }
    }
}
