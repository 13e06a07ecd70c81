// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.send
import kosh.session

/// Sending, and signing what others ask for.
Page {
    id: root

    required property SendModel model
    required property SignModel sign
    required property Session session
    property int part: 0

    title: qsTr("Send and sign")
    maximumWidth: 620

    Segments {
        label: qsTr("Part")
        options: [qsTr("Send"), qsTr("Sign")]
        current: root.part
        Layout.fillWidth: true
        Layout.maximumWidth: 420
        onChosen: index => root.part = index
    }
    SendForm {
        visible: root.part === 0 && root.model.stage === SendModel.Edit
        model: root.model
        Layout.fillWidth: true
    }
    SendReview {
        visible: root.part === 0 && root.model.stage !== SendModel.Edit
        model: root.model
        nativeSymbol: root.session.nativeSymbol
        Layout.fillWidth: true
    }
    SignForm {
        visible: root.part === 1
        model: root.sign
        Layout.fillWidth: true
    }
}
