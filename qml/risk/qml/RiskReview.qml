// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.risk

/// What would be signed: in words, what changes by it, what is risky, and the agreement to that.
ColumnLayout {
    id: root

    required property RiskModel model

    visible: model.effects.count > 0 || model.findings.count > 0
    spacing: Theme.gap3

    Card {
        visible: root.model.effects.count > 0
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap2
            KoshText {
                text: qsTr("What is signed would do this")
                isStrong: true
                font.pixelSize: Theme.large
                isWrapped: true
                Accessible.role: Accessible.Heading
                Layout.fillWidth: true
            }
            Repeater {
                model: root.model.effects
                EffectItem {
                    required property effectRow row
                    effect: row
                    Layout.fillWidth: true
                }
            }
        }
    }
    Repeater {
        model: root.model.findings
        FindingItem {
            required property findingRow row
            finding: row
            Layout.fillWidth: true
        }
    }
    KoshCheck {
        visible: root.model.needsAgreement && root.model.canSign
        checked: root.model.isAgreed
        text: qsTr("I have read the warnings and want it all the same")
        Layout.fillWidth: true
        onClicked: root.model.isAgreed = checked
    }
}
