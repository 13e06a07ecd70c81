// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/log_range.h"

#include <algorithm>
#include <charconv>

namespace kosh::chain {
namespace {

constexpr std::uint64_t kMaxSize = 100'000;
// Pieces that go well before a refused size is tried again.
constexpr int kStepsBelowCeiling = 16;

std::optional<std::uint64_t> hexAt(std::string_view text, std::size_t& position) {
    const auto start = text.find("0x", position);
    if (start == text.npos) return std::nullopt;
    std::uint64_t value = 0;
    const char* begin = text.data() + start + 2;
    const auto [end, error] = std::from_chars(begin, text.data() + text.size(), value, 16);
    if (error != std::errc{}) return std::nullopt;
    position = static_cast<std::size_t>(end - text.data());
    return value;
}

/// Length of a suggested range that begins where this piece does.
std::optional<std::uint64_t> suggestedSize(std::string_view message, std::uint64_t from) {
    auto position = message.find('[');
    if (position == message.npos) return std::nullopt;
    const auto first = hexAt(message, position);
    if (!first) return std::nullopt;
    const auto last = hexAt(message, position);
    if (!last || *first != from || *last < *first) return std::nullopt;
    return *last - *first + 1;
}

}  // namespace

std::optional<std::pair<std::uint64_t, std::uint64_t>> LogRange::next() const {
    if (m_isDone || m_from > m_to) return std::nullopt;
    return std::pair{m_from, m_from + std::min(m_known.size - 1, m_to - m_from)};
}

void LogRange::succeeded() {
    const auto piece = next();
    if (!piece) return;
    if (piece->second >= m_to) {
        m_isDone = true;
        return;
    }
    m_from = piece->second + 1;
    const auto larger =
        std::min(kMaxSize, m_known.size + std::max<std::uint64_t>(1, m_known.size / 2));
    if (m_known.ceiling != 0 && larger >= m_known.ceiling) {
        if (++m_known.steps < kStepsBelowCeiling) return;
        m_known.ceiling = 0;
    }
    m_known.steps = 0;
    m_known.size = larger;
}

bool LogRange::refused(std::string_view message) {
    const auto piece = next();
    if (!piece) return false;
    const auto asked = piece->second - piece->first + 1;
    if (asked <= 1) return false;
    const auto suggested = suggestedSize(message, m_from);
    m_known.size = suggested && *suggested < asked ? *suggested : asked / 2;
    m_known.ceiling = asked;
    m_known.steps = 0;
    return true;
}

}  // namespace kosh::chain
