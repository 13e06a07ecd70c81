// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design
import kosh.session
import kosh.shell

/// The network that all screens show.
ChoicePicker {
    id: root

    required property Session session

    label: qsTr("Network")
    titles: session.chainNames
    currentIndex: session.chainIndex
    onChosen: index => session.chooseChain(index)
}
