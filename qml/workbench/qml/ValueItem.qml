// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.workbench

/// One line: a heading, a fact with its exact text to copy, or a secret that can be shown.
ColumnLayout {
    id: root

    required property WorkbenchModel bench
    required property valueRow row
    readonly property bool isSecret: row.kind === "secret"

    spacing: Theme.gap1

    Rectangle {
        visible: root.row.kind === "heading" && root.row.depth === 0
        implicitHeight: 1
        color: Theme.border
        Layout.fillWidth: true
        Layout.topMargin: Theme.gap2
    }
    RowLayout {
        spacing: Theme.gap2
        Layout.leftMargin: root.row.depth * Theme.gap3
        Layout.fillWidth: true
        KoshText {
            visible: root.row.kind === "heading"
            text: root.row.value === "" ? root.row.label : root.row.label + " · " + root.row.value
            isStrong: true
            isWrapped: true
            Accessible.role: Accessible.Heading
            Layout.fillWidth: true
        }
        FactRow {
            visible: root.row.kind === "fact"
            label: root.row.label
            value: root.row.value
            Layout.fillWidth: true
        }
        KoshText {
            visible: root.row.kind === "more"
            text: root.row.value
            isMuted: true
            isWrapped: true
            Layout.fillWidth: true
        }
        KoshText {
            visible: root.isSecret
            text: root.row.label
            isMuted: true
            Layout.fillWidth: true
        }
        CopyText {
            visible: root.row.exact !== ""
            text: root.row.exact
            shown: ""
            label: qsTr("Copy: %1").arg(root.row.label)
        }
        IconButton {
            visible: root.isSecret && root.bench.step === WorkbenchModel.Answer
            iconName: "eye"
            label: qsTr("Show or hide: %1").arg(root.row.label)
            onClicked: phrase.isRevealed = !phrase.isRevealed
        }
    }
    PhraseView {
        id: phrase
        visible: root.isSecret && wordCount > 0
        color: Theme.text
        mutedColor: Theme.muted
        cellColor: Theme.sunken
        font.family: Theme.family
        font.pixelSize: Theme.body
        Layout.fillWidth: true
        Component.onCompleted: if (root.isSecret) root.bench.show(root.row.key, phrase)
    }
}
