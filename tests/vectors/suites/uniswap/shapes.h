// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/swap.h>
#include <kosh/test/vectors.h>

/// Reads values of these suites out of JSON; what does not fit throws UnfamiliarShape.
namespace kosh::test {

U256 u256(const boost::json::value& object, std::string_view key);
I256 i256(const boost::json::value& object, std::string_view key);
std::int32_t tickOf(const boost::json::value& object, std::string_view key);
amm::PoolSettings settingsOf(const boost::json::value& pool);

/// Collects every difference of one case instead of only the first.
class Differences {
public:
    void compare(std::string_view what, const std::string& actual, const std::string& expected);
    void add(std::string difference) { m_text += (m_text.empty() ? "" : "; ") + difference; }
    Verdict verdict() const { return m_text.empty() ? passed() : failed(m_text); }

private:
    std::string m_text;
};

}  // namespace kosh::test
