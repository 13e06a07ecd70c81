// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
pragma Singleton
pragma ComponentBehavior: Bound

import QtQuick
import kosh.design

/// Colours, sizes and type of everything that is drawn. `mode` follows the system unless chosen.
QtObject {
    id: root

    enum Mode { System, Light, Dark }

    property int mode: Theme.System
    readonly property bool isDark: mode === Theme.Dark
                                   || (mode === Theme.System && palette.window.hslLightness < 0.5)
    readonly property SystemPalette palette: SystemPalette {}

    readonly property color background: isDark ? "#0f1412" : "#f5f7f5"
    readonly property color surface: isDark ? "#171e1b" : "#ffffff"
    readonly property color sunken: isDark ? "#202925" : "#eef2ef"
    readonly property color border: isDark ? "#2c3732" : "#dbe2dd"
    readonly property color borderStrong: isDark ? "#66766e" : "#7d8a83"
    readonly property color text: isDark ? "#e9f0ec" : "#14201a"
    readonly property color muted: isDark ? "#a3b1aa" : "#55625b"
    readonly property color accent: isDark ? "#4fcf98" : "#0a6b4c"
    readonly property color accentHover: isDark ? "#6bdbab" : "#085a40"
    readonly property color accentInk: isDark ? "#05150e" : "#ffffff"
    readonly property color accentSoft: isDark ? "#17352a" : "#e0f1e9"
    readonly property color danger: isDark ? "#ff938a" : "#b3261e"
    readonly property color dangerSoft: isDark ? "#3a1f1d" : "#fbeae9"
    readonly property color warning: isDark ? "#f0c26a" : "#7d5200"
    readonly property color warningSoft: isDark ? "#352a14" : "#fbf1da"
    readonly property color scrim: isDark ? "#b0000000" : "#70101814"

    readonly property int gap1: 4
    readonly property int gap2: 8
    readonly property int gap3: 12
    readonly property int gap4: 16
    readonly property int gap5: 24
    readonly property int gap6: 32

    readonly property int radius: 12
    readonly property int radiusSmall: 8
    readonly property int control: 44

    readonly property int small: 12
    readonly property int body: 14
    readonly property int large: 16
    readonly property int heading: 20
    readonly property int title: 26
    readonly property int display: 36

    /// Its digits have one width.
    readonly property string family: "Noto Sans"

    /// The face of the same design that has the script of `text`.
    function familyFor(text: string): string {
        return /[\u0900-\u097f]/.test(text) ? "Noto Sans Devanagari" : family
    }

    readonly property int compactWidth: 720
}
