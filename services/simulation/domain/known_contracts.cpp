// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/known_contracts.h"

#include "contracts_json.h"

#include <algorithm>

namespace kosh::simulation {
namespace {

struct Entry {
    std::vector<ChainId> chainIds;  ///< Empty: the same on every network.
    Address address;
    std::string name, kind;
    static constexpr auto fields() {
        return std::tuple{json::required("chainIds", &Entry::chainIds, "empty = every network"),
                          json::required("address", &Entry::address, "contract"),
                          json::required("name", &Entry::name, "name"),
                          json::required("kind", &Entry::kind, "kind")};
    }
};
struct File {
    std::string dataAsOf;
    std::vector<Entry> contracts;
    static constexpr auto fields() {
        return std::tuple{json::required("dataAsOf", &File::dataAsOf, "date"),
                          json::required("contracts", &File::contracts, "contracts")};
    }
};

const File& file() {
    static const File kFile = [] {
        auto parsed = json::decodeText<File>(kContractsJson);
        KOSH_ASSERT(parsed.has_value());
        return *std::move(parsed);
    }();
    return kFile;
}

}  // namespace

ContractInfo knownContract(const chain::Chain& chain, const Address& address) {
    const auto& own = chain.contracts;
    const std::tuple<const Address&, std::string_view, std::string_view> described[] = {
        {own.swapRouter02, "Uniswap SwapRouter02", "router"},
        {own.positionManager, "Uniswap V3 positions", "positions"},
        {own.wrappedNative, "", "wrapped"},
        {own.factory, "Uniswap V3 factory", "factory"},
        {own.quoterV2, "Uniswap QuoterV2", "lens"},
        {own.multicall3, "Multicall3", "multicall"}};
    for (const auto& [known, name, kind] : described) {
        if (address.isZero() || known != address) continue;
        return {address,
                name.empty() ? cat("Wrapped ", chain.nativeSymbol) : std::string(name),
                std::string(kind),
                {}};
    }
    for (const auto& entry : file().contracts) {
        const bool isHere =
            entry.chainIds.empty() ||
            std::ranges::find(entry.chainIds, chain.chainId) != entry.chainIds.end();
        if (isHere && entry.address == address) return {address, entry.name, entry.kind, {}};
    }
    return {address, {}, {}, {}};
}

const std::string& contractsAsOf() {
    return file().dataAsOf;
}

}  // namespace kosh::simulation
