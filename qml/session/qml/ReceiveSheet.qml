// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design
import kosh.session

/// The address to be paid at, as text and as a payment link (EIP-681) that a camera reads.
Sheet {
    id: root

    required property Session session
    property string address: session.address

    title: qsTr("Receive")
    onOpened: root.session.makePaymentUri(root.address, amount.text)

    KoshText {
        width: parent.width
        text: qsTr("Your address on %1. Only send what lives on this network: what is sent on "
                 + "another one may be out of reach.").arg(root.session.chainName)
        isMuted: true
        isWrapped: true
    }
    QrCode {
        visible: isReadable
        width: Math.min(parent.width, 232)
        height: width
        anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
        text: root.session.paymentUri
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("QR code: %1").arg(root.session.paymentUri)
    }
    KoshTextField {
        id: amount
        width: parent.width
        label: qsTr("Amount in %1 (optional)").arg(root.session.nativeSymbol)
        error: root.session.paymentError
        onEdited: root.session.makePaymentUri(root.address, text)
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
    CopyText {
        visible: root.session.paymentUri !== ""
        width: parent.width
        text: root.session.paymentUri
        label: qsTr("Copy the payment link")
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
