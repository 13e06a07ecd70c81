// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/rules.h"

#include <kosh/crypto/abi_codec.h>

#include <algorithm>
#include <array>

namespace kosh::wallet {

Result<> checkWordCount(std::int64_t words) {
    constexpr std::array<std::int64_t, 5> kCounts{12, 15, 18, 21, 24};
    if (std::ranges::find(kCounts, words) == kCounts.end()) {
        return invalidField("words", "wallet.words",
                            "a recovery phrase has 12, 15, 18, 21 or 24 words");
    }
    return {};
}

Result<> checkLabel(std::string_view label) {
    const bool hasControl = std::ranges::any_of(
        label, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (label.empty() || label.size() > 64 || hasControl) {
        return invalidField("label", "wallet.label",
                            "a label has 1 to 64 characters and no control characters");
    }
    return {};
}

Result<crypto::PrivateKey> deriveKey(ByteView seed, std::string_view path) {
    KOSH_TRY(const auto parsed, crypto::bip32::Path::parse(path));
    KOSH_TRY(const auto master, crypto::bip32::ExtendedPrivateKey::fromSeed(seed));
    KOSH_TRY(const auto key, master.derive(parsed));
    return key.key().clone();
}

Result<AddressInfo> deriveAddress(ByteView seed, std::uint32_t position, std::string label) {
    const auto path = crypto::bip32::ethereumPath(0, position).toString();
    KOSH_TRY(const auto key, deriveKey(seed, path));
    return AddressInfo{key.publicKey().address(), path, std::move(label)};
}

namespace {
/// The word at 1-based `position`, or an empty view.
std::string_view wordAt(std::string_view phrase, std::int64_t position) {
    for (std::int64_t i = 1;; ++i) {
        const auto space = phrase.find(' ');
        if (i == position) return phrase.substr(0, space);
        if (space == std::string_view::npos) return {};
        phrase.remove_prefix(space + 1);
    }
}
}  // namespace

Result<> checkWords(std::string_view phrase, const std::vector<std::int64_t>& positions,
                    const std::vector<SharedSecret>& words) {
    if (positions.empty() || positions.size() != words.size()) {
        return invalidField("words", "wallet.words",
                            "give one word for each position, at least one");
    }
    const auto count = std::ranges::count(phrase, ' ') + 1;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        if (positions[i] < 1 || positions[i] > count) {
            return invalidField("positions", "wallet.positions",
                                cat("positions go from 1 to ", count));
        }
        if (!equalConstantTime(asBytes(wordAt(phrase, positions[i])), words[i].view())) {
            return fail(
                ErrorKind::invalid, "wallet.word_mismatch",
                cat("word ", positions[i], " is not the one in the phrase"),
                {{"field", cat("words[", i, "]")}, {"position", std::to_string(positions[i])}});
        }
    }
    return {};
}

std::uint64_t gasLimitFor(std::uint64_t estimate, bool isPlainTransfer) {
    constexpr std::uint64_t kPlainTransfer = 21'000;
    if (isPlainTransfer && estimate == kPlainTransfer) return estimate;
    return estimate + estimate / 5 + 5'000;
}

Result<U256> maxCost(const U256& value, std::uint64_t gasLimit, const U256& maxFeePerGas) {
    const auto gas = checkedMul(U256(gasLimit), maxFeePerGas);
    const auto total = gas ? checkedAdd(value, *gas) : std::nullopt;
    if (!total)
        return invalidField("value", "wallet.cost_range", "value plus fee is above 2^256 - 1 wei");
    return *total;
}

Bytes transferCall(const Address& to, const U256& amount) {
    static const auto kSelector = crypto::abi::selector("transfer(address,uint256)");
    return crypto::abi::Encoder(kSelector).address(to).uint(amount).take();
}

}  // namespace kosh::wallet
