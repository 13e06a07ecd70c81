// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.portfolio

/// The address to be paid at.
Sheet {
    id: root

    required property string address
    required property string chainName

    title: qsTr("Receive")

    KoshText {
        width: parent.width
        text: qsTr("Your address on %1. Only send what lives on this network: what is sent on "
                 + "another one may be out of reach.").arg(root.chainName)
        isMuted: true
        isWrapped: true
    }
    Rectangle {
        width: parent.width
        implicitHeight: line.implicitHeight + 2 * Theme.gap4
        radius: Theme.radius
        color: Theme.surface
        border.width: 1
        border.color: Theme.border
        KoshText {
            id: line
            x: Theme.gap4
            y: Theme.gap4
            width: parent.width - 2 * Theme.gap4
            text: root.address
            isStrong: true
            font.pixelSize: Theme.large
            wrapMode: Text.WrapAnywhere
            elide: Text.ElideNone
            horizontalAlignment: Text.AlignHCenter
        }
    }
    CopyText {
        id: copy
        visible: false
        text: root.address
    }
    KoshButton {
        width: parent.width
        text: copy.isCopied ? qsTr("Copied") : qsTr("Copy the address")
        iconName: copy.isCopied ? "check" : "copy"
        kind: KoshButton.Primary
        focus: true
        onClicked: copy.copy()
    }
}
