// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.session
import kosh.wallets

/// Whom one pays. What is typed is compared with those paid before, so that a look-alike is seen.
ColumnLayout {
    id: root

    required property ContactsModel model
    required property Session session

    function submit(): void {
        root.model.add(name.text, address.text, everywhere.current === 0)
    }

    spacing: Theme.gap3

    Connections {
        target: root.model
        function onAdded() {
            name.text = ""
            address.text = ""
        }
    }

    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap3
            KoshTextField {
                id: name
                label: qsTr("Name")
                maximumLength: 64
                Layout.fillWidth: true
            }
            KoshTextField {
                id: address
                label: qsTr("Address")
                placeholder: "0x"
                Layout.fillWidth: true
                onEdited: root.model.check(text)
                onAccepted: root.submit()
            }
            Repeater {
                model: root.model.notices
                Banner {
                    required property string modelData
                    tone: root.model.hasDanger ? Banner.Danger : Banner.Warning
                    text: modelData
                    Layout.fillWidth: true
                }
            }
            Segments {
                id: everywhere
                label: qsTr("Where it is valid")
                options: [qsTr("Every network"), root.session.chainName]
                Layout.fillWidth: true
                onChosen: index => everywhere.current = index
            }
            Banner {
                text: root.model.error
                Layout.fillWidth: true
            }
            KoshButton {
                text: qsTr("Add to the address book")
                iconName: "plus"
                kind: KoshButton.Primary
                isBusy: root.model.isBusy
                enabled: name.text !== "" && address.text !== "" && !root.model.isBusy
                Layout.fillWidth: true
                onClicked: root.submit()
            }
        }
    }
    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap2
            EmptyState {
                visible: root.model.contacts.count === 0
                isBusy: !root.model.isLoaded && root.model.error === ""
                iconName: "book"
                title: root.model.isLoaded ? qsTr("Nobody yet") : ""
                Layout.fillWidth: true
            }
            Repeater {
                model: root.model.contacts
                RowLayout {
                    id: line
                    required property contactRow row
                    Layout.fillWidth: true
                    ColumnLayout {
                        spacing: 0
                        Layout.fillWidth: true
                        KoshText {
                            text: line.row.isEverywhere ? line.row.label
                                : line.row.label + " · " + root.session.chainName
                            isStrong: true
                            Layout.fillWidth: true
                        }
                        CopyText {
                            text: line.row.address
                            shown: Format.shortHex(line.row.address)
                            label: qsTr("Copy the address of %1").arg(line.row.label)
                            Layout.fillWidth: true
                        }
                    }
                    IconButton {
                        iconName: "trash"
                        label: qsTr("Remove %1").arg(line.row.label)
                        onClicked: root.model.remove(line.row.key)
                    }
                }
            }
        }
    }
}
