// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design

Text {
    id: root

    property bool isMuted: false
    property bool isStrong: false
    property bool isWrapped: false

    color: isMuted ? Theme.muted : Theme.text
    font.family: Theme.familyFor(text)
    font.pixelSize: Theme.body
    font.weight: isStrong ? Font.Bold : Font.Normal
    wrapMode: isWrapped ? Text.Wrap : Text.NoWrap
    elide: isWrapped ? Text.ElideNone : Text.ElideRight
    lineHeight: isWrapped ? 1.2 : 1
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
