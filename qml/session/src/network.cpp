// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/network.h"

#include <kosh/json/json.h>

#include <QFile>
#include <array>

namespace kosh::ui {

namespace {

using json::Type;
using json::Value;

Failure wrong(std::string_view field, std::string_view expected) {
    return invalidField(std::string(field), "network.field",
                        cat("the network description's \"", field, "\" is ", expected));
}

std::string textOr(Value value, std::string_view fallback) {
    return std::string(value.type() == Type::string ? value.asString() : fallback);
}

Result<Address> addressOf(Value object, std::string_view field) {
    const auto value = object.find(field);
    if (value.isNull()) return Address{};
    if (value.type() != Type::string) return wrong(field, "an address");
    return Address::parse(value.asString());
}

Result<> readContracts(Value from, chain::Contracts& into) {
    const std::pair<std::string_view, Address chain::Contracts::*> fields[] = {
        {"factory", &chain::Contracts::factory},
        {"quoterV2", &chain::Contracts::quoterV2},
        {"swapRouter02", &chain::Contracts::swapRouter02},
        {"positionManager", &chain::Contracts::positionManager},
        {"weth", &chain::Contracts::wrappedNative},
        {"multicall", &chain::Contracts::multicall3}};
    for (const auto& [name, member] : fields) {
        KOSH_TRY(into.*member, addressOf(from, name));
    }
    return {};
}

/// Also chooses the token that values are shown in.
Result<> readTokens(Value from, Network& into) {
    std::size_t best = 3;
    for (std::size_t i = 0; i < from.size(); ++i) {
        KOSH_TRY(const auto address, addressOf(from.at(i), "address"));
        into.tokens.push_back(address);
        const auto symbol = textOr(from.at(i).find("symbol"), "");
        const auto rank = symbol == "USDC" ? 0u : symbol == "USDT" ? 1u : symbol == "DAI" ? 2u : 3u;
        if (rank >= best) continue;
        best = rank;
        into.chain.numeraire = address;
    }
    return {};
}

}  // namespace

Result<Network> Network::parse(std::string_view text) {
    KOSH_TRY(const auto document, json::Document::parse(text));
    const auto root = document.root();
    Network network;
    auto& chain = network.chain;
    if (!root.find("chainId").toUint64(chain.chainId) || chain.chainId == 0)
        return wrong("chainId", "an EIP-155 chain id");
    chain.name = textOr(root.find("name"), cat("Chain ", chain.chainId));
    chain.nativeSymbol = textOr(root.find("nativeSymbol"), "ETH");
    chain.isTest = chain.isCustom = true;
    root.find("blockTimeMs").toInt64(chain.blockTimeMs);
    root.find("confirmations").toInt64(chain.confirmations);
    const auto urls = root.find("rpcUrls");
    for (std::size_t i = 0; i < urls.size(); ++i) chain.endpoints.push_back(textOr(urls.at(i), ""));
    if (chain.endpoints.empty()) return wrong("rpcUrls", "a list of endpoints");
    KOSH_CHECK(readContracts(root.find("contracts"), chain.contracts));
    KOSH_CHECK(readTokens(root.find("tokens"), network));
    network.faucetUrl = textOr(root.find("faucet").find("url"), "");
    return network;
}

Result<Network> Network::read(const std::string& path) {
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorKind::invalid, "network.file",
                    cat("cannot read the network description ", path, ": ",
                        file.errorString().toStdString()));
    }
    const auto text = file.readAll();
    return parse({text.constData(), std::size_t(text.size())});
}

bool describesSame(const chain::Chain& known, const chain::Chain& wanted) {
    return known.chainId == wanted.chainId && known.endpoints == wanted.endpoints &&
           known.contracts.factory == wanted.contracts.factory &&
           known.contracts.swapRouter02 == wanted.contracts.swapRouter02 &&
           known.numeraire == wanted.numeraire && known.confirmations == wanted.confirmations;
}

}  // namespace kosh::ui
