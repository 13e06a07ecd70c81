// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.workbench

/// The lines of a request that is to be confirmed, or of an answer.
ColumnLayout {
    id: root

    required property WorkbenchModel model
    readonly property bool isAnswer: model.step === WorkbenchModel.Answer

    spacing: Theme.gap2

    RowLayout {
        Layout.fillWidth: true
        KoshText {
            text: root.isAnswer ? qsTr("Answer") : qsTr("This is what will be done")
            isStrong: true
            Accessible.role: Accessible.Heading
            Layout.fillWidth: true
        }
        CopyText {
            visible: root.isAnswer
            text: root.isAnswer ? root.model.answerText() : ""
            shown: "JSON"
            label: qsTr("Copy as JSON, without secrets")
        }
    }
    KoshText {
        visible: root.model.values.count === 0
        text: root.isAnswer ? qsTr("Done. There is nothing more to tell.")
                            : qsTr("It takes no further details.")
        isMuted: true
        isWrapped: true
        Layout.fillWidth: true
    }
    Repeater {
        model: root.model.values
        ValueItem {
            required property int index
            bench: root.model
            Layout.fillWidth: true
        }
    }
}
