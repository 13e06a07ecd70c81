// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/token_book.h"

#include "domain/text.h"
#include "tokens_json.h"

#include <algorithm>

namespace kosh::token {
namespace {

struct ListedToken {
    ChainId chainId = 0;
    Address address;
    std::string symbol, name;
    std::int64_t decimals = 18;
    bool isUnverified = false;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &ListedToken::chainId, "chain", 1),
            json::required("address", &ListedToken::address, "contract"),
            json::required("symbol", &ListedToken::symbol, "symbol"),
            json::required("name", &ListedToken::name, "name"),
            json::required("decimals", &ListedToken::decimals, "decimal places", 0, 77),
            json::optional("isUnverified", &ListedToken::isUnverified,
                           "role known from one source")};
    }
};

struct TokensFile {
    std::string dataAsOf;
    std::vector<ListedToken> tokens;
    static constexpr auto fields() {
        return std::tuple{json::required("dataAsOf", &TokensFile::dataAsOf, "date"),
                          json::required("tokens", &TokensFile::tokens, "tokens")};
    }
};

const Token* findIn(const std::map<ChainId, std::vector<Token>>& map, ChainId chainId,
                    const Address& address) {
    const auto list = map.find(chainId);
    if (list == map.end()) return nullptr;
    const auto token = std::ranges::find(list->second, address, &Token::address);
    return token == list->second.end() ? nullptr : &*token;
}

Failure ambiguous(std::string_view text, const std::vector<Token>& matches) {
    std::string addresses;
    for (const auto& token : matches) {
        addresses += cat(addresses.empty() ? "" : ", ",
                         token.isNative() ? "the native coin" : token.address.toString());
    }
    return fail(ErrorKind::conflict, "token.ambiguous",
                cat("several tokens are called ", text, ": use the address (", addresses, ")"),
                {{"field", "token"}, {"addresses", addresses}});
}

}  // namespace

Token nativeToken(const chain::Chain& chain) {
    return {chain.chainId, {}, chain.nativeSymbol, cat(chain.name, " native coin"), 18};
}

TokenBook::TokenBook() {
    auto file = json::decodeText<TokensFile>(kTokensJson);
    KOSH_ASSERT(file.has_value());
    for (auto& one : file->tokens) {
        m_listed[one.chainId].push_back(
            {one.chainId, one.address, std::move(one.symbol), std::move(one.name), one.decimals});
    }
}

std::vector<Token> TokenBook::tokens(const chain::Chain& chain) const {
    std::vector<Token> all{nativeToken(chain)};
    for (const auto* map : {&m_listed, &m_added}) {
        const auto list = map->find(chain.chainId);
        if (list != map->end()) all.insert(all.end(), list->second.begin(), list->second.end());
    }
    return all;
}

std::optional<Token> TokenBook::byAddress(const chain::Chain& chain, const Address& address) const {
    if (address.isZero()) return nativeToken(chain);
    if (const auto* token = findIn(m_listed, chain.chainId, address)) return *token;
    if (const auto* token = findIn(m_added, chain.chainId, address)) return *token;
    return std::nullopt;
}

bool TokenBook::isListed(ChainId chainId, const Address& address) const {
    return findIn(m_listed, chainId, address) != nullptr;
}

Result<Token> TokenBook::resolve(const chain::Chain& chain, std::string_view text) const {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    if (text.starts_with("0x") || text.starts_with("0X")) {
        KOSH_TRY(const auto address, Address::parse(text));
        if (auto token = byAddress(chain, address)) return *std::move(token);
        return fail(
            ErrorKind::not_found, "token.unknown",
            cat("no known token has the address ", address.toString(), "; add it with token.add"),
            {{"field", "token"}});
    }
    std::vector<Token> matches;
    const auto all = tokens(chain);
    for (const auto& token : all) {
        if (equalIgnoringCase(token.symbol, text)) matches.push_back(token);
    }
    if (matches.size() == 1) return matches.front();
    if (matches.size() > 1) {
        // The coin itself before a curated token of the same name (CELO on Celo); an added one
        // never wins.
        const bool isAllCurated = std::ranges::all_of(matches, [&](const Token& token) {
            return token.isNative() || isListed(chain.chainId, token.address);
        });
        if (isAllCurated && matches.front().isNative()) return matches.front();
        return ambiguous(text, matches);
    }
    std::string known;
    for (const auto& token : all) known += cat(known.empty() ? "" : ", ", token.symbol);
    return fail(ErrorKind::not_found, "token.unknown",
                cat("no token on ", chain.name, " is called \"", cleaned(text, 32),
                    "\"; known are ", known, "; others by address, after token.add"),
                {{"field", "token"}, {"known", known}});
}

void TokenBook::add(Token token) {
    auto& list = m_added[token.chainId];
    const auto known = std::ranges::find(list, token.address, &Token::address);
    if (known != list.end()) {
        *known = std::move(token);
    } else {
        list.push_back(std::move(token));
    }
}

}  // namespace kosh::token
