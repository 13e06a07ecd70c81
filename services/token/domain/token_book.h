// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/token/api.h>

#include <map>

namespace kosh::token {

/// The tokens a node knows: the listed ones (resources/chains/tokens.json) and those the owner
/// added.
class TokenBook {
public:
    TokenBook();

    /// Native coin first, then listed, then added ones.
    std::vector<Token> tokens(const chain::Chain& chain) const;
    /// Zero address = native coin. Nothing when unknown.
    std::optional<Token> byAddress(const chain::Chain& chain, const Address& address) const;
    bool isListed(ChainId chainId, const Address& address) const;

    /// A symbol (any case) or address → token. `token.unknown`, `token.ambiguous`, `address.…`. An
    /// added token never takes over the symbol of the native coin or of a listed one: then the
    /// address is asked for.
    Result<Token> resolve(const chain::Chain& chain, std::string_view text) const;

    /// Adds or replaces an added token.
    void add(Token token);

private:
    std::map<ChainId, std::vector<Token>> m_listed, m_added;
};

Token nativeToken(const chain::Chain& chain);

}  // namespace kosh::token
