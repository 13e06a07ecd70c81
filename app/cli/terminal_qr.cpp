// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "terminal_qr.h"

#include <qrencode.h>

#include <memory>

namespace kosh::cli {
namespace {

constexpr int kQuietZone = 4;

}  // namespace

std::string terminalQr(std::string_view text, bool withColours) {
    std::string terminated(text);
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString8bit(terminated.c_str(), 0, QR_ECLEVEL_L), &QRcode_free);
    if (!code) return {};
    const int side = code->width;
    const auto isLight = [&](int x, int y) {
        const bool isInside = x >= 0 && y >= 0 && x < side && y < side;
        return !isInside || (code->data[y * side + x] & 1) == 0;
    };
    std::string out;
    // Two rows of modules make one line: a character is twice as high as it is wide.
    for (int y = -kQuietZone; y < side + kQuietZone; y += 2) {
        if (withColours) out += "\x1b[97;40m";
        for (int x = -kQuietZone; x < side + kQuietZone; ++x) {
            const bool isUpper = isLight(x, y);
            const bool isLower = isLight(x, y + 1);
            out += isUpper ? (isLower ? "█" : "▀") : (isLower ? "▄" : " ");
        }
        if (withColours) out += "\x1b[0m";
        out += '\n';
    }
    return out;
}

}  // namespace kosh::cli
