// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/log_range.h"

#include <algorithm>
#include <charconv>

namespace kosh::chain {
namespace {

constexpr std::uint64_t kMaxSize = 100'000;

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
    return std::pair{m_from, m_from + std::min(m_size - 1, m_to - m_from)};
}

void LogRange::succeeded() {
    const auto piece = next();
    if (!piece) return;
    if (piece->second >= m_to) {
        m_isDone = true;
        return;
    }
    m_from = piece->second + 1;
    m_size = std::min(kMaxSize, m_size + std::max<std::uint64_t>(1, m_size / 2));
}

bool LogRange::refused(std::string_view message) {
    const auto piece = next();
    if (!piece) return false;
    const auto asked = piece->second - piece->first + 1;
    if (asked <= 1) return false;
    const auto suggested = suggestedSize(message, m_from);
    m_size = suggested && *suggested < asked ? *suggested : asked / 2;
    return true;
}

}  // namespace kosh::chain
