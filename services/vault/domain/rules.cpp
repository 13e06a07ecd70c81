// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/rules.h"

#include <algorithm>
#include <filesystem>

namespace kosh::vault {

Duration Attempts::waitFor(std::chrono::steady_clock::time_point now) const {
    if (now >= m_nextAllowed) return Duration::zero();
    return std::chrono::duration_cast<Duration>(m_nextAllowed - now);
}

void Attempts::failed(std::chrono::steady_clock::time_point now) {
    ++m_failures;
    if (m_failures < kFree) return;
    m_nextAllowed = now + std::chrono::seconds(1 << std::min(m_failures - kFree, 6));
}

void Attempts::succeeded() {
    *this = Attempts{};
}

Result<> checkPassphrase(const SharedSecret& passphrase, std::string_view field) {
    constexpr std::size_t kMin = 8;
    constexpr std::size_t kMax = 1024;
    const auto size = passphrase.view().size();
    if (size < kMin) {
        return invalidField(std::string(field), "vault.passphrase_short",
                            cat("a passphrase needs at least ", kMin, " characters"));
    }
    if (size > kMax) {
        return invalidField(std::string(field), "vault.passphrase_long",
                            cat("a passphrase may have at most ", kMax, " bytes"));
    }
    return {};
}

Result<> checkPath(const std::string& path) {
    const std::filesystem::path parsed(path);
    const bool hasParent =
        std::ranges::any_of(parsed, [](const auto& part) { return part == ".."; });
    if (!parsed.is_absolute() || hasParent || !parsed.has_filename()) {
        return invalidField("path", "vault.path",
                            "expected an absolute path of a file, without '..'");
    }
    return {};
}

}  // namespace kosh::vault
