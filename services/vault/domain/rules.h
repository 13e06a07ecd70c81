// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/ports.h>
#include <kosh/base/secret.h>

#include <chrono>

namespace kosh::vault {

/// Back-off after wrong passphrases: three are free, then 1, 2, 4 … 64 seconds between attempts.
class Attempts {
public:
    /// How long the next attempt must wait; zero = may try.
    Duration waitFor(std::chrono::steady_clock::time_point now) const;
    void failed(std::chrono::steady_clock::time_point now);
    void succeeded();

private:
    static constexpr int kFree = 3;
    int m_failures = 0;
    std::chrono::steady_clock::time_point m_nextAllowed{};
};

/// 8 to 1024 bytes: `vault.passphrase_short`, `vault.passphrase_long`, naming `field`.
Result<> checkPassphrase(const SharedSecret& passphrase, std::string_view field);

/// Absolute and without "..": `vault.path`.
Result<> checkPath(const std::string& path);

}  // namespace kosh::vault
