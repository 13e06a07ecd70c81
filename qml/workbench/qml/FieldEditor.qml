// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.workbench

/// One line of a generated form: the control that its type asks for, and what is wrong with it.
ColumnLayout {
    id: root

    required property WorkbenchModel bench
    required property fieldRow row
    readonly property bool isHeading: row.kind === "group" || row.kind === "list"
    readonly property bool isChoice: row.kind === "choice"
    readonly property string title: row.isRequired ? row.label : qsTr("%1 (optional)")
        .arg(row.label)
    readonly property string caption: row.label === row.doc || row.doc === "" ? title
        : title + " – " + row.doc

    spacing: Theme.gap1

    RowLayout {
        visible: root.isHeading
        spacing: Theme.gap2
        Layout.fillWidth: true
        ColumnLayout {
            spacing: 0
            Layout.fillWidth: true
            KoshText {
                text: root.row.canRemove && !root.row.canAdd ? root.row.label : root.title
                isStrong: true
                Layout.fillWidth: true
            }
            KoshText {
                visible: text !== ""
                text: root.row.doc
                isMuted: true
                isWrapped: true
                font.pixelSize: Theme.small + 1
                Layout.fillWidth: true
            }
        }
        KoshButton {
            visible: root.row.canAdd
            text: qsTr("Add")
            iconName: "plus"
            kind: KoshButton.Quiet
            implicitHeight: 36
            Accessible.name: qsTr("Add: %1").arg(root.row.label)
            onClicked: root.bench.add(root.row.key)
        }
    }
    RowLayout {
        spacing: Theme.gap2
        Layout.fillWidth: true
        KoshTextField {
            visible: root.row.kind === "text"
            label: root.caption
            text: root.row.text
            placeholder: root.row.hint
            error: root.row.error
            Layout.fillWidth: true
            onEdited: root.bench.setText(root.row.key, text)
            onAccepted: root.bench.submit()
        }
        SecretInput {
            id: secret
            visible: root.row.kind === "secret"
            label: root.caption
            error: root.row.error
            Layout.fillWidth: true
            onAccepted: root.bench.submit()
            Connections {
                target: secret.field
                function onEdited() {
                    root.bench.setSecret(root.row.key, secret.field)
                }
            }
            Connections {
                target: root.bench
                function onSecretsTaken() {
                    secret.field.clear()
                }
            }
        }
        ColumnLayout {
            visible: root.isChoice
            spacing: Theme.gap1 + 2
            Layout.fillWidth: true
            KoshText {
                text: root.caption
                isMuted: true
                isWrapped: true
                font.pixelSize: Theme.small + 1
                Layout.fillWidth: true
                Accessible.ignored: true
            }
            Segments {
                visible: root.isChoice && root.row.options.length <= 3
                label: root.row.label
                options: root.isChoice && root.row.options.length <= 3 ? root.row.options : []
                current: root.row.current
                Layout.fillWidth: true
                onChosen: index => root.bench.setChoice(root.row.key, index)
            }
            ChoicePicker {
                visible: root.isChoice && root.row.options.length > 3
                label: root.row.label
                titles: root.row.options
                currentIndex: root.row.current
                Layout.fillWidth: true
                onChosen: index => root.bench.setChoice(root.row.key, index)
            }
        }
        IconButton {
            visible: root.row.canRemove
            iconName: "close"
            label: qsTr("Remove: %1").arg(root.row.label)
            Layout.alignment: Qt.AlignBottom
            onClicked: root.bench.remove(root.row.key)
        }
    }
    KoshText {
        visible: text !== ""
        text: root.isChoice || root.isHeading ? root.row.error : ""
        color: Theme.danger
        isWrapped: true
        font.pixelSize: Theme.small + 1
        Layout.fillWidth: true
    }
}
