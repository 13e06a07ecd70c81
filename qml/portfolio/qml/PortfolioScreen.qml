// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
import QtQuick
import QtQuick.Layouts
import kosh.design
import kosh.portfolio
import kosh.session
// Not bound: the Loader of Qt 6.4 makes no bound components, so qmllint cannot follow their ids.
// qmllint disable unqualified

/// Total, addresses and holdings, each with where it comes from.
Page {
    id: root

    required property PortfolioModel model
    required property PerformanceModel performance
    required property Session session
    property int part: 0
    property real now: Date.now()

    signal swapRequested
    signal backupRequested

    title: qsTr("Portfolio")
    maximumWidth: 1000
    actions: IconButton {
        iconName: "refresh"
        label: qsTr("Refresh")
        onClicked: {
            root.model.refresh()
            if (root.part === 1)
                root.performance.refresh()
        }
    }

    Timer {
        interval: 5000
        repeat: true
        running: root.visible
        onTriggered: root.now = Date.now()
    }
    Connections {
        target: root.model
        function onChanged() { root.now = Date.now() }
    }

    Banner {
        tone: Banner.Warning
        text: root.session.isOffline
              ? (root.model.isLoaded ? qsTr("Offline: no endpoint of %1 answers. These are the "
                                          + "last known figures.")
                                     : qsTr("Offline: no endpoint of %1 answers. Set one in the "
                                          + "settings."))
                .arg(root.session.chainName) : ""
        Layout.fillWidth: true
    }
    Banner {
        tone: Banner.Warning
        text: root.session.isBackedUp ? "" : qsTr("Your recovery phrase is not confirmed yet. "
                                                + "Without it, a lost device is lost money.")
        action: qsTr("Back up")
        onTriggered: root.backupRequested()
        Layout.fillWidth: true
    }

    Card {
        Layout.fillWidth: true
        padding: root.isCompact ? Theme.gap4 : Theme.gap5
        GridLayout {
            width: parent.width
            columns: root.isCompact ? 1 : 2
            columnSpacing: Theme.gap5
            rowSpacing: Theme.gap4
            ColumnLayout {
                spacing: Theme.gap1
                Layout.fillWidth: true
                KoshText {
                    text: root.model.isComplete || !root.model.isLoaded ? qsTr("Total")
                          : qsTr("Total of what is priced")
                    isMuted: true
                }
                RowLayout {
                    spacing: Theme.gap2
                    KoshText {
                        text: !root.model.isLoaded ? "–" : root.model.total === ""
                            ? qsTr("Unpriced")
                              : Format.value(root.model.total, root.model.totalDecimals)
                        isStrong: true
                        font.pixelSize: root.isCompact ? Theme.title + 4 : Theme.display
                        Layout.maximumWidth: root.isCompact ? 250 : 420
                        fontSizeMode: Text.HorizontalFit
                        minimumPixelSize: Theme.large
                        Accessible.name: qsTr("Total %1 %2").arg(text).arg(root.model.totalSymbol)
                    }
                    KoshText {
                        text: root.model.totalSymbol
                        isMuted: true
                        font.pixelSize: Theme.large
                        Layout.alignment: Qt.AlignBottom
                        Layout.bottomMargin: 5
                    }
                    StatusPill {
                        visible: root.session.isTestChain
                        text: qsTr("Practice money")
                        Layout.leftMargin: Theme.gap2
                    }
                }
                CopyText {
                    text: root.session.address
                    shown: Format.shortHex(root.session.address)
                    label: qsTr("Copy the address")
                    Layout.fillWidth: true
                }
            }
            RowLayout {
                spacing: Theme.gap2
                Layout.fillWidth: root.isCompact
                Layout.alignment: Qt.AlignVCenter | Qt.AlignRight
                KoshButton {
                    text: qsTr("Receive")
                    iconName: "receive"
                    Layout.fillWidth: root.isCompact
                    onClicked: receive.open()
                }
                KoshButton {
                    text: qsTr("Swap")
                    iconName: "swap"
                    kind: KoshButton.Primary
                    Layout.fillWidth: root.isCompact
                    onClicked: root.swapRequested()
                }
            }
        }
    }

    Segments {
        label: qsTr("Part")
        options: [qsTr("Holdings"), qsTr("Gains and history")]
        current: root.part
        Layout.fillWidth: true
        Layout.maximumWidth: 420
        onChosen: index => root.part = index
    }
    HoldingsPart {
        visible: root.part === 0
        model: root.model
        isOffline: root.session.isOffline
        now: root.now
        Layout.fillWidth: true
        onAddressRequested: receive.open()
    }
    Loader {
        active: root.part === 1
        visible: active
        Layout.fillWidth: true
        sourceComponent: performancePart
    }

    Component {
        id: performancePart
        PerformancePart {
            model: root.performance
            session: root.session
        }
    }
    ReceiveSheet {
        id: receive
        session: root.session
    }
}
