// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design
import kosh.liquidity

/// How the change that is under way, or just ended, is getting on.
Banner {
    id: root

    required property LiquidityModel model

    visible: text !== ""
    tone: model.changeStatus === "failed" ? Banner.Danger : Banner.Hint
    text: model.changeStatus === "failed" ? model.changeFailure
          : model.changeStatus === "settled" ? qsTr("Done and booked.")
          : model.changeStatus === "pending"
          ? qsTr("Under way: %1").arg(model.changeStep) : ""
}
