// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.send

/// What a request for a signature means: in words, whom it lets take what, and all that is signed.
ColumnLayout {
    id: root

    required property SignModel model
    readonly property meaningView meaning: model.meaning
    readonly property string kindText: meaning.kind === "message" ? qsTr("A message")
        : meaning.kind === "bytes" ? qsTr("Bytes that are no text")
        : meaning.kind === "permit" || meaning.kind === "dai_permit"
        ? qsTr("An allowance by signature (Permit)")
        : meaning.kind === "permit2_single" || meaning.kind === "permit2_batch"
        ? qsTr("An allowance by signature (Permit2)")
        : meaning.kind === "permit2_transfer" || meaning.kind === "permit2_batch_transfer"
        ? qsTr("A transfer by signature (Permit2)") : qsTr("Typed data of unknown meaning")

    spacing: Theme.gap3

    Banner {
        tone: Banner.Warning
        text: root.meaning.kind === "unknown"
              ? qsTr("Kosh does not know what this allows. Only sign it when you do.") : ""
        Layout.fillWidth: true
    }
    Card {
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap2
            KoshText {
                text: root.kindText
                isStrong: true
                font.pixelSize: Theme.large
                Accessible.role: Accessible.Heading
                Layout.fillWidth: true
            }
            KoshText {
                text: root.meaning.summary
                wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                elide: Text.ElideNone
                maximumLineCount: 40
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.meaning.domain !== ""
                label: qsTr("Asked by, as it says itself")
                value: root.meaning.domain
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.model.isTyped
                label: qsTr("Valid on network")
                value: root.meaning.network !== "" ? root.meaning.network : qsTr("every one")
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.meaning.contract !== ""
                label: qsTr("Checked by contract")
                value: Format.shortHex(root.meaning.contract)
                Layout.fillWidth: true
            }
            FactRow {
                visible: root.meaning.deadline > 0
                label: qsTr("Can be used until")
                value: Format.dateTime(root.meaning.deadline)
                Layout.fillWidth: true
            }
        }
    }
    Repeater {
        model: root.model.grants
        Card {
            id: grant
            required property grantRow row
            Layout.fillWidth: true
            ColumnLayout {
                width: parent.width
                spacing: Theme.gap2
                FactRow {
                    label: qsTr("Lets others take")
                    value: (grant.row.isUnlimited ? qsTr("all there is, now and later")
                                                  : grant.row.amount) + " " + grant.row.token
                    isStrong: true
                    ink: grant.row.isUnlimited ? Theme.danger : Theme.text
                    Layout.fillWidth: true
                }
                FactRow {
                    label: qsTr("Who may take")
                    value: grant.row.spender !== "" ? Format.shortHex(grant.row.spender)
                        : qsTr("anybody who has the signature")
                    Layout.fillWidth: true
                }
                FactRow {
                    label: qsTr("Until")
                    value: grant.row.expiresAt > 0 ? Format.dateTime(grant.row.expiresAt)
                        : qsTr("for ever")
                    Layout.fillWidth: true
                }
            }
        }
    }
    Card {
        visible: root.model.tree.count > 0
        Layout.fillWidth: true
        ColumnLayout {
            width: parent.width
            spacing: Theme.gap1
            KoshText {
                text: qsTr("All that is signed: %1").arg(root.meaning.primaryType)
                isStrong: true
                Layout.fillWidth: true
            }
            Repeater {
                model: root.model.tree
                FactRow {
                    required property signedField row
                    label: row.key
                    value: row.value !== "" ? row.value : row.type
                    ink: row.value !== "" ? Theme.text : Theme.muted
                    Layout.fillWidth: true
                }
            }
        }
    }
    CopyText {
        text: root.meaning.digest
        shown: qsTr("Digest %1").arg(Format.shortHex(root.meaning.digest))
        label: qsTr("Copy the digest")
        Layout.fillWidth: true
    }
}
