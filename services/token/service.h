// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

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

private:
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
};

}  // namespace kosh::token
