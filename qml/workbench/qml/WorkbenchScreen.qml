// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.workbench

/// Everything Kosh can do, by service; beside it (wide) or in its place (narrow) the chosen one.
Page {
    id: root

    required property WorkbenchModel model
    readonly property bool hasChosen: model.chosen.key !== ""
    readonly property bool isSplit: width >= 960

    title: qsTr("All functions")
    maximumWidth: isSplit ? 1120 : 720

    RowLayout {
        spacing: Theme.gap5
        Layout.fillWidth: true

        ColumnLayout {
            visible: root.isSplit || !root.hasChosen
            spacing: Theme.gap3
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            Layout.preferredWidth: 440
            KoshTextField {
                label: qsTr("Search")
                text: root.model.search
                Layout.fillWidth: true
                onEdited: root.model.search = text
            }
            Card {
                padding: 0
                Layout.fillWidth: true
                Column {
                    width: parent.width
                    EmptyState {
                        visible: root.model.operations.count === 0
                        width: parent.width
                        title: qsTr("Nothing by this name")
                    }
                    Repeater {
                        model: root.model.operations
                        OperationItem {
                            required property operationRow row
                            required property int index
                            width: parent ? parent.width : 0
                            operation: row
                            isChosen: root.isSplit && row.key === root.model.chosen.key
                            onClicked: row.isService ? root.model.toggle(row.key)
                                                     : root.model.choose(row.key)
                        }
                    }
                }
            }
        }
        OperationForm {
            visible: root.hasChosen
            model: root.model
            hasBack: !root.isSplit
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            Layout.preferredWidth: 520
        }
        EmptyState {
            visible: root.isSplit && !root.hasChosen
            iconName: "functions"
            title: qsTr("Choose a function")
            text: qsTr("Each one shows what it needs. What changes something asks before it is "
                     + "done.")
            Layout.fillWidth: true
            Layout.alignment: Qt.AlignTop
            Layout.preferredWidth: 520
        }
    }
}
