// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.portfolio

/// Value over time, as it was recorded; what is not known is a gap.
Card {
    id: root

    required property PerformanceModel model
    readonly property bool hasValue: model.lastValue !== ""

    ColumnLayout {
        width: parent.width
        spacing: Theme.gap3
        KoshText {
            text: qsTr("Value over time")
            isStrong: true
            font.pixelSize: Theme.large
            Accessible.role: Accessible.Heading
            Layout.fillWidth: true
        }
        Segments {
            label: qsTr("Period")
            options: [qsTr("Week"), qsTr("Month"), qsTr("Year")]
            current: root.model.spanIndex
            Layout.fillWidth: true
            onChosen: index => root.model.chooseSpan(index)
        }
        EmptyState {
            visible: !root.hasValue
            isBusy: !root.model.isLoaded && root.model.error === ""
            iconName: "activity"
            title: root.model.isLoaded ? qsTr("Nothing was recorded yet") : ""
            text: root.model.isLoaded ? qsTr("From the first record on, Kosh notes the value every "
                                           + "hour while it runs.") : ""
            action: root.model.isLoaded ? qsTr("Record it now") : ""
            Layout.fillWidth: true
            onTriggered: root.model.record()
        }
        LineChart {
            visible: root.hasValue
            points: root.model.points
            lineColor: Theme.accent
            fillColor: Theme.accentSoft
            baseColor: Theme.border
            Layout.fillWidth: true
            Layout.preferredHeight: 160
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Value over time, from %1 to %2 %3")
                .arg(Format.value(root.model.firstValue, root.model.decimals))
                .arg(Format.value(root.model.lastValue, root.model.decimals))
                .arg(root.model.symbol)
        }
        FactRow {
            visible: root.hasValue
            label: qsTr("First and last record")
            value: Format.value(root.model.firstValue, root.model.decimals) + " → "
                   + Format.value(root.model.lastValue, root.model.decimals) + " "
                   + root.model.symbol
            Layout.fillWidth: true
        }
        KoshText {
            visible: root.model.hasGaps && root.hasValue
            text: qsTr("Where the line is broken, something had no price or no network answered.")
            isMuted: true
            isWrapped: true
            font.pixelSize: Theme.small + 1
            Layout.fillWidth: true
        }
    }
}
