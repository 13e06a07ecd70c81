// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design

/// The state of something in one word.
Rectangle {
    id: root

    enum Tone { Neutral, Busy, Good, Bad }

    required property string text
    property int tone: StatusPill.Neutral
    readonly property color ink: tone === StatusPill.Good ? Theme.accent
                                 : tone === StatusPill.Bad ? Theme.danger
                                 : tone === StatusPill.Busy ? Theme.warning : Theme.muted

    implicitWidth: label.implicitWidth + 20
    implicitHeight: 26
    radius: 13
    color: tone === StatusPill.Good ? Theme.accentSoft : tone === StatusPill.Bad ? Theme.dangerSoft
           : tone === StatusPill.Busy ? Theme.warningSoft : Theme.sunken
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    KoshText {
        id: label
        anchors.centerIn: parent
        text: root.text
        color: root.ink
        isStrong: true
        font.pixelSize: Theme.small
        Accessible.ignored: true
    }
}
