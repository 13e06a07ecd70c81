// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design
import kosh.session

/// Whose coins are traded, where several wallets can sign.
ChoicePicker {
    id: root

    required property Session session

    label: qsTr("Trade with")
    titles: session.signerNames
    // With the names: a wallet before the chosen one may have gone.
    currentIndex: titles.length > 0 ? session.traderIndex : -1
    onChosen: index => session.chooseTrader(index)
}
