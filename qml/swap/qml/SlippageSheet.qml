// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design
import kosh.swap

/// How much worse than quoted a swap may become before it fails.
Sheet {
    id: root

    required property int current
    readonly property list<int> presets: [10, 50, 100]

    signal chosen(int bps)

    title: qsTr("Slippage limit")
    maximumWidth: 440

    KoshText {
        width: parent.width
        text: qsTr("If the price moves against you by more than this before the swap is mined, it "
                 + "fails and only the network fee is lost. A high limit invites others to "
                 + "trade ahead of you.")
        isMuted: true
        isWrapped: true
    }
    Segments {
        width: parent.width
        label: qsTr("Slippage limit")
        options: [Format.bps(10), Format.bps(50), Format.bps(100), qsTr("Own")]
        current: root.current === 10 ? 0 : root.current === 50 ? 1 : root.current === 100 ? 2 : 3
        onChosen: index => {
            if (index < 3)
                root.chosen(root.presets[index])
            else
                own.field.forceActiveFocus()
        }
    }
    KoshTextField {
        id: own
        width: parent.width
        label: qsTr("Own limit in percent, 0.01 to 50")
        text: String(root.current / 100)
        maximumLength: 5
        validator: RegularExpressionValidator { regularExpression: /[0-9]{1,2}(\.[0-9]{0,2})?/ }
        error: {
            const percent = Number(text)
            return percent >= 0.01 && percent <= 50 ? "" : qsTr("Enter a number from 0.01 to 50.")
        }
        onAccepted: root.apply()
    }
    Banner {
        width: parent.width
        tone: Banner.Warning
        text: root.current > 100 ? qsTr("This limit is high: you may receive clearly less.") : ""
    }
    KoshButton {
        width: parent.width
        text: qsTr("Use this limit")
        kind: KoshButton.Primary
        enabled: own.error === ""
        onClicked: root.apply()
    }

    function apply(): void {
        if (own.error !== "")
            return
        root.chosen(Math.round(Number(own.text) * 100))
        root.close()
    }
}
