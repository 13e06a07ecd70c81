// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "transfer_fees.h"

namespace kosh::quote {

namespace {

constexpr auto kAskAgain = std::chrono::minutes(5);

}  // namespace

bool TransferFees::isKnown(chain::ChainId chainId, const Address& token) const {
    const auto known = m_known.find({chainId, token});
    if (known == m_known.end()) return false;
    const auto& again = known->second.askAgainAt;
    return !again || m_env.clock.steady() < *again;
}

std::optional<std::int64_t> TransferFees::feeOf(chain::ChainId chainId,
                                                const Address& token) const {
    const auto known = m_known.find({chainId, token});
    if (known == m_known.end() || known->second.feeBps.value_or(0) == 0) return std::nullopt;
    return known->second.feeBps;
}

Task<TransferFees::Known> TransferFees::look(chain::ChainId chainId, token::TokenDetails details,
                                             ops::Context context) {
    if (details.source == "listed" || details.source == "native") co_return Known{};
    if (!details.traits) {
        auto inspected =
            co_await m_env.node.call(token::InspectToken{chainId, details.address, {}}, context);
        if (!inspected) co_return Known{{}, m_env.clock.steady() + kAskAgain};
        details = *std::move(inspected);
    }
    co_return Known{details.traits ? details.traits->feeBps : std::nullopt, {}};
}

Task<> TransferFees::learn(chain::ChainId chainId, std::vector<Address> tokens,
                           ops::Context context) {
    std::erase_if(tokens, [&](const Address& token) { return isKnown(chainId, token); });
    if (tokens.empty()) co_return ok();
    const auto described =
        co_await m_env.node.call(token::DescribeTokens{chainId, tokens}, context);
    for (const auto& token : tokens) {
        m_known[{chainId, token}].askAgainAt = m_env.clock.steady() + kAskAgain;
    }
    if (!described) co_return ok();
    for (const auto& details : described->tokens) {
        KOSH_CO_TRY(m_known[std::pair(chainId, details.address)],
                    co_await look(chainId, details, context));
    }
    co_return ok();
}

}  // namespace kosh::quote
