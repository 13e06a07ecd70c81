// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/runtime/service.h>
#include <kosh/token/api.h>

#include <map>

namespace kosh::quote {

/// Which tokens take a fee from transfers. A pool that is paid with one gets less than it asks for
/// and refuses, and of what it pays out less arrives than it says: no quote can be made of them.
/// What the owner added is looked at once (token.inspect), listed tokens are taken on trust; what
/// cannot be learned now is asked again later. Thread: core.
class TransferFees {
public:
    explicit TransferFees(const runtime::ServiceEnvironment& env) : m_env(env) {}

    /// Looks at those of `tokens` that are not known yet. Nothing is asked for known ones.
    Task<> learn(chain::ChainId chainId, std::vector<Address> tokens, ops::Context context);
    /// In 1e-4; nothing when it takes none, or none is known of.
    std::optional<std::int64_t> feeOf(chain::ChainId chainId, const Address& token) const;

private:
    struct Known {
        std::optional<std::int64_t> feeBps;
        std::optional<std::chrono::steady_clock::time_point> askAgainAt;  ///< Could not be learned.
    };
    bool isKnown(chain::ChainId chainId, const Address& token) const;
    Task<Known> look(chain::ChainId chainId, token::TokenDetails details, ops::Context context);

    const runtime::ServiceEnvironment& m_env;
    std::map<std::pair<chain::ChainId, Address>, Known> m_known;
};

}  // namespace kosh::quote
