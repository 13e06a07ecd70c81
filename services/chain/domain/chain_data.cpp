// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/chain_data.h"

#include "chains_json.h"
#include "tokens_json.h"

#include <limits>

namespace kosh::chain {
namespace {

struct ChainsFile {
    std::string dataAsOf;
    std::vector<ListedChain> chains;
    static constexpr auto fields() {
        return std::tuple{json::required("dataAsOf", &ChainsFile::dataAsOf, "date"),
                          json::required("chains", &ChainsFile::chains, "networks")};
    }
};

std::map<ChainId, ListedChain> load() {
    auto file = json::decodeText<ChainsFile>(kChainsJson);
    KOSH_ASSERT(file.has_value());
    std::map<ChainId, ListedChain> chains;
    for (auto& listed : file->chains) {
        listed.chain.dataAsOf = file->dataAsOf;
        const auto id = listed.chain.chainId;
        KOSH_ASSERT(chains.emplace(id, std::move(listed)).second);
    }
    return chains;
}

struct TokensFile {
    std::string dataAsOf;
    std::vector<ListedToken> tokens;
    static constexpr auto fields() {
        return std::tuple{json::required("dataAsOf", &TokensFile::dataAsOf, "date"),
                          json::required("tokens", &TokensFile::tokens, "tokens")};
    }
};

bool isLabel(std::string_view text, std::size_t most) {
    if (text.empty() || text.size() > most) return false;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) return false;
    }
    return text.front() != ' ' && text.back() != ' ';
}

}  // namespace

const std::map<ChainId, ListedChain>& listedChains() {
    static const auto kChains = load();
    return kChains;
}

std::vector<ListedToken> listedTokens(ChainId chainId) {
    auto file = json::decodeText<TokensFile>(kTokensJson);
    KOSH_ASSERT(file.has_value());
    std::erase_if(file->tokens, [&](const auto& token) { return token.chainId != chainId; });
    return std::move(file->tokens);
}

Result<> checkCustom(const Chain& chain) {
    if (chain.chainId == 0 ||
        chain.chainId > static_cast<ChainId>(std::numeric_limits<std::int64_t>::max())) {
        return invalidField("chain.chainId", "chain.id", "a chain id is 1 to 2^63-1");
    }
    if (!isLabel(chain.name, 64)) {
        return invalidField("chain.name", "chain.name", "a name has 1 to 64 bytes, all printable");
    }
    if (!isLabel(chain.nativeSymbol, 16) || chain.nativeSymbol.find(' ') != std::string::npos) {
        return invalidField("chain.nativeSymbol", "chain.symbol",
                            "a symbol has 1 to 16 bytes, no spaces");
    }
    if (chain.endpoints.empty() && chain.entries.empty()) {
        return invalidField("chain.endpoints", "chain.endpoints", "a network needs an endpoint");
    }
    const auto listed = listedChains().find(chain.chainId);
    if (listed != listedChains().end() && !listed->second.chain.isTest) {
        return fail(ErrorKind::conflict, "chain.listed",
                    cat("chain ", chain.chainId, " is ", listed->second.chain.name,
                        " and known already; choose its endpoints with chain.set_endpoints"));
    }
    return {};
}

}  // namespace kosh::chain
