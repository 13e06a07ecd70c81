// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design

/// A line that asks for attention: an error, a warning or a hint, with at most one action.
Rectangle {
    id: root

    enum Tone { Hint, Warning, Danger }

    property int tone: Banner.Danger
    property string text
    property string action
    readonly property color ink: tone === Banner.Danger ? Theme.danger
                                 : tone === Banner.Warning ? Theme.warning : Theme.accent

    signal triggered

    visible: text !== ""
    implicitHeight: visible ? Math.max(44, line.implicitHeight + 16) : 0
    implicitWidth: 200
    radius: Theme.radiusSmall
    color: tone === Banner.Danger ? Theme.dangerSoft
           : tone === Banner.Warning ? Theme.warningSoft : Theme.accentSoft
    Accessible.role: Accessible.AlertMessage
    Accessible.name: text

    RowLayout {
        id: line
        anchors.fill: parent
        anchors.leftMargin: Theme.gap3
        anchors.rightMargin: Theme.gap2
        spacing: Theme.gap3
        Icon {
            name: root.tone === Banner.Hint ? "info" : "warning"
            color: root.ink
            Layout.preferredWidth: 20
            Layout.preferredHeight: 20
        }
        KoshText {
            text: root.text
            color: root.tone === Banner.Hint ? Theme.text : root.ink
            isWrapped: true
            Layout.fillWidth: true
            Accessible.ignored: true
        }
        KoshButton {
            visible: root.action !== ""
            text: root.action
            kind: KoshButton.Quiet
            implicitHeight: 36
            onClicked: root.triggered()
        }
    }
}
