// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design
import kosh.signing

/// Asks for the signature of this device. Closed without an answer it goes on waiting. No button
/// has the focus at first: a key meant for the screen below signs nothing.
Sheet {
    id: root

    required property SigningModel model
    readonly property bool asks: model.count > 0
    readonly property bool asksPassphrase: asks && (model.isLocked || model.needsPassphrase)
    property real now: Date.now()

    function submit(): void {
        if (root.asksPassphrase)
            root.model.unlock(passphrase.field)
        else
            root.model.sign()
    }

    function goneText(): string {
        return model.gone === "" ? ""
            : model.gone === "withdrawn"
            ? qsTr("The node does not ask for this signature any more: it was signed or declined "
                 + "elsewhere, or taken back.")
            : asks ? qsTr("The time to sign the one before is over; it was not sent.")
            : qsTr("The time to sign it is over; it was not sent.")
    }

    title: qsTr("Signature wanted")
    maximumWidth: 560
    onClosed: {
        passphrase.field.clear()
        model.forgetGone()
    }
    onAboutToShow: model.forgetGone()
    onOpened: now = Date.now()

    Timer {
        running: root.opened
        repeat: true
        interval: 10000
        onTriggered: root.now = Date.now()
    }
    Connections {
        target: root.model
        function onChanged() {
            // Another one is read and agreed to anew: a key meant for the last one signs nothing.
            const key = root.model.isLocked ? "" : root.model.request.key
            if (agreed.key !== key) {
                agreed.checked = false
                if (root.opened && key !== "")
                    root.startAgain()
            }
            agreed.key = key
            if (!root.asks && root.model.error === "" && root.model.gone === "")
                root.close()
        }
    }

    Banner {
        width: parent ? parent.width : 0
        tone: Banner.Warning
        text: root.goneText()
    }
    KoshText {
        visible: root.asks
        width: parent ? parent.width : 0
        text: root.model.isLocked
              ? qsTr("Your node asks for a signature. Unlock the keys of this device to see for what.")
              : qsTr("Your node asks for it, %1; until %2.")
                .arg(Format.age(root.model.request.createdAt, root.now))
                .arg(Format.dateTime(root.model.request.expiresAt))
        isMuted: true
        isWrapped: true
    }
    SignatureFacts {
        visible: root.asks && !root.model.isLocked
        width: parent ? parent.width : 0
        model: root.model
    }
    KoshCheck {
        id: agreed
        property string key
        visible: root.asks && root.model.isUnknown && !root.model.isLocked
        width: parent ? parent.width : 0
        text: qsTr("I know what this does and want it all the same")
    }
    Banner {
        width: parent ? parent.width : 0
        text: root.model.isSigned && root.model.error !== ""
              ? qsTr("It is signed, but the node could not be reached. %1").arg(root.model.error)
              : root.model.error
    }
    SecretInput {
        id: passphrase
        visible: root.asksPassphrase
        width: parent ? parent.width : 0
        label: qsTr("Passphrase of this device")
        onVisibleChanged: if (visible) focusLater()
        onAccepted: root.submit()
    }
    Row {
        visible: root.asks
        width: parent ? parent.width : 0
        spacing: Theme.gap2
        KoshButton {
            width: (parent.width - Theme.gap2) / 2
            text: qsTr("Do not sign")
            kind: KoshButton.Danger
            enabled: !root.model.isBusy && !root.model.isSigned
            onClicked: root.model.decline()
        }
        KoshButton {
            width: (parent.width - Theme.gap2) / 2
            text: root.model.isLocked ? qsTr("Unlock") : root.model.isSigned
                  ? qsTr("Send again") : qsTr("Sign")
            kind: KoshButton.Primary
            isBusy: root.model.isBusy
            enabled: !root.model.isBusy && (root.model.isLocked || root.model.isRead
                     && (!root.model.isUnknown || agreed.checked))
            onClicked: root.submit()
        }
    }
    KoshText {
        visible: root.model.count > 1
        width: parent ? parent.width : 0
        text: qsTr("%n more after this one", "", root.model.count - 1)
        isMuted: true
    }
}
