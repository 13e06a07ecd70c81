// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.onboarding

ColumnLayout {
    id: root

    required property OnboardingModel model

    spacing: Theme.gap4

    KoshText {
        text: qsTr("Write these words down")
        isStrong: true
        font.pixelSize: Theme.title
        isWrapped: true
        Layout.fillWidth: true
        Accessible.role: Accessible.Heading
    }
    Banner {
        tone: Banner.Warning
        text: qsTr("Whoever has these words has your money. Write them on paper, in order; make "
                 + "no photo and no copy.")
        Layout.fillWidth: true
    }
    Card {
        Layout.fillWidth: true
        padding: Theme.gap3
        PhraseView {
            id: view
            width: parent.width
            height: implicitHeight
            font.family: Theme.family
            font.pixelSize: Theme.body
            color: Theme.text
            mutedColor: Theme.muted
            cellColor: Theme.sunken
            Accessible.role: Accessible.Graphic
            Accessible.name: isRevealed ? qsTr("Recovery phrase, shown. It is not read aloud.")
                                        : qsTr("Recovery phrase, hidden")
            Component.onCompleted: root.model.showPhrase(view)
        }
    }
    KoshButton {
        text: view.isRevealed ? qsTr("Hide the words") : qsTr("Show the words")
        iconName: "eye"
        Layout.fillWidth: true
        onClicked: view.isRevealed = !view.isRevealed
        Component.onCompleted: forceActiveFocus()
    }
    KoshButton {
        text: qsTr("I have written them down")
        kind: KoshButton.Primary
        Layout.fillWidth: true
        onClicked: root.model.go(OnboardingModel.Confirm)
    }
    KoshButton {
        text: qsTr("Remind me later")
        kind: KoshButton.Quiet
        Layout.alignment: Qt.AlignHCenter
        onClicked: root.model.later()
    }
}
