// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.risk

/// What a rule says: why, what it found, and what that was compared with.
Rectangle {
    id: root

    required property findingRow finding
    readonly property bool isBlocking: finding.level === "block"
    readonly property color ink: isBlocking || finding.level === "danger" ? Theme.danger
                                 : finding.level === "warning" ? Theme.warning : Theme.accent
    readonly property string facts: (finding.value !== "" ? qsTr("Found: %1").arg(finding.value)
                                                          : "")
        + (finding.threshold !== "" ? (finding.value !== "" ? " · " : "")
                                      + qsTr("Limit: %1").arg(finding.threshold) : "")

    implicitHeight: lines.implicitHeight + 20
    implicitWidth: 240
    radius: Theme.radiusSmall
    color: isBlocking || finding.level === "danger" ? Theme.dangerSoft
           : finding.level === "warning" ? Theme.warningSoft : Theme.accentSoft
    Accessible.role: Accessible.AlertMessage
    Accessible.name: finding.reason + (facts !== "" ? ". " + facts : "")

    Icon {
        x: Theme.gap3
        y: 10
        width: 20
        height: 20
        name: root.finding.level === "info" ? "info" : "warning"
        color: root.ink
    }
    ColumnLayout {
        id: lines
        x: 44
        y: 10
        width: root.width - 56
        spacing: 2
        KoshText {
            text: root.finding.reason
            color: root.finding.level === "info" ? Theme.text : root.ink
            isStrong: root.isBlocking
            isWrapped: true
            Layout.fillWidth: true
            Accessible.ignored: true
        }
        KoshText {
            visible: text !== ""
            text: root.facts
            isMuted: true
            font.pixelSize: Theme.small + 1
            wrapMode: Text.WrapAtWordBoundaryOrAnywhere
            elide: Text.ElideNone
            Layout.fillWidth: true
            Accessible.ignored: true
        }
        KoshText {
            visible: root.isBlocking
            text: qsTr("This cannot be ignored: it is not signed.")
            color: root.ink
            isWrapped: true
            font.pixelSize: Theme.small + 1
            Layout.fillWidth: true
        }
    }
}
