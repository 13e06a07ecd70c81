// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "repository.h"

#include "domain/token_book.h"

#include <kosh/runtime/service.h>

namespace kosh::token {

/// The token service: see README.md. Thread: core.
class TokenService final : public runtime::Service {
public:
    explicit TokenService(const runtime::ServiceEnvironment& env);

    ops::Handlers handlers() override;
    Task<> start() override;

    Task<ListTokens::Response> listTokens(ListTokens request, ops::Context context);
    Task<Token> addToken(AddToken request, ops::Context context);
    Task<Token> resolveToken(ResolveToken request, ops::Context context);
    Task<GetBalances::Response> getBalances(GetBalances request, ops::Context context);
    Task<GetAllowance::Response> getAllowance(GetAllowance request, ops::Context context);

    Task<DescribeTokens::Response> describe(DescribeTokens request, ops::Context context);
    Task<TokenDetails> mark(MarkToken request, ops::Context context);
    Task<TokenDetails> inspect(InspectToken request, ops::Context context);
    Task<DiscoverTokens::Response> discover(DiscoverTokens request, ops::Context context);

private:
    using Place = std::pair<ChainId, Address>;
    bool isSpam(ChainId chainId, const Address& address) const;
    TokenDetails details(const chain::Chain& chain, const Address& address,
                         std::span<const chain::CallResult> described) const;
    Task<Traits> probed(InspectToken request, ops::Context context);
    Task<chain::SimulateCalls::Response> probedWith(InspectToken request, U256* amount,
                                                    ops::Context context);
    Task<chain::Chain> chainOf(ChainId chainId, ops::Context context);
    Result<std::vector<Token>> wanted(const chain::Chain& chain,
                                      const std::vector<Address>& addresses) const;
    Task<chain::Evidence> readTokens(Address owner, std::vector<Balance>* balances,
                                     ops::Context context);
    Task<chain::Evidence> readNative(Address owner, Balance* balance,
                                     std::optional<std::uint64_t> blockNumber,
                                     ops::Context context);

    runtime::ServiceEnvironment m_env;
    store::Database m_database;
    TokenBook m_book;
    Repository::Marks m_marks;
    Repository::AllTraits m_traits;
};

}  // namespace kosh::token
