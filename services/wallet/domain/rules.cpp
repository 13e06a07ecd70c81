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

namespace {
constexpr std::string_view kIndex = "{index}";
constexpr std::uint32_t kMaxIndex = crypto::bip32::kHardened - 1;
}  // namespace

Result<std::string> canonicalPath(std::string_view text) {
    const auto bad = [](std::string message) {
        return invalidField("path", "wallet.path", std::move(message));
    };
    if (text.size() > 255) return bad("a derivation path has at most 255 characters");
    std::string path(text);
    const auto mark = path.find(kIndex);
    auto probe = path;
    if (mark != std::string::npos) {
        probe.replace(mark, kIndex.size(), "0");
        if (probe.find(kIndex) != std::string::npos) {
            return bad("{index} may stand in a derivation path only once");
        }
    }
    auto parsed = crypto::bip32::Path::parse(probe);
    if (!parsed) {
        auto error = parsed.error();
        error.details["field"] = "path";
        return Failure(std::move(error));
    }
    if (parsed->steps.empty()) return bad("a derivation path has at least one step below m");
    if (mark != std::string::npos) {
        const auto before = mark == 0 ? ' ' : path[mark - 1];
        const auto after = path.substr(mark + kIndex.size(), 1);
        if (before != '/' || !(after.empty() || after == "/" || after == "'" || after == "h")) {
            return bad("{index} stands for a whole step of the path, such as m/44'/60'/{index}'");
        }
        return path;
    }
    auto first = *parsed;
    const auto last = first.steps.back();
    if ((last & kMaxIndex) != 0) {
        return bad("write {index} for the step that counts; without it the path must end with 0");
    }
    first.steps.pop_back();
    return cat(first.toString(), '/', kIndex, (last & crypto::bip32::kHardened) != 0 ? "'" : "");
}

std::string pathAt(std::string_view path, std::uint32_t position) {
    std::string text(path);
    const auto mark = text.find(kIndex);
    KOSH_ASSERT(mark != std::string::npos);
    return text.replace(mark, kIndex.size(), std::to_string(position));
}

Result<AddressInfo> deriveAddress(ByteView seed, std::string_view canonicalPath,
                                  std::uint32_t position, std::string label) {
    auto path = pathAt(canonicalPath, position);
    KOSH_TRY(const auto key, deriveKey(seed, path));
    return AddressInfo{key.publicKey().address(), std::move(path), std::move(label)};
}

std::string_view sealPurpose(WalletKind kind) {
    return kind == WalletKind::phrase ? "wallet seed" : "wallet key";
}

Result<crypto::PrivateKey> parsePrivateKey(const SharedSecret& text) {
    auto digits = text.text();
    while (!digits.empty() && (digits.back() == ' ' || digits.back() == '\n'))
        digits.remove_suffix(1);
    if (digits.starts_with("0x") || digits.starts_with("0X")) digits.remove_prefix(2);
    SecretBytes bytes(32);
    if (digits.size() != 64 || !fromHexInto(digits, bytes.span())) {
        return invalidField("privateKey", "wallet.private_key",
                            "a private key is 64 hex digits, with or without 0x before them");
    }
    auto key = crypto::PrivateKey::fromBytes(bytes.view());
    if (!key) {
        return invalidField("privateKey", "wallet.private_key",
                            "these 64 digits are no key: they are zero or above the curve's order");
    }
    return key;
}

std::vector<std::string> lossesOf(const Wallet& wallet, std::int64_t unsettled) {
    std::vector<std::string> losses;
    const auto count = wallet.addresses.size();
    const auto addresses = count == 1 ? std::string("1 address") : cat(count, " addresses");
    switch (wallet.kind) {
        case WalletKind::watchOnly:
            losses.push_back("The address is no longer shown; no key is lost.");
            break;
        case WalletKind::device:
            losses.push_back(
                "The address is no longer shown; its key stays on the device. What waits for its "
                "signature is declined.");
            break;
        case WalletKind::privateKey:
            losses.push_back(cat("The private key of ", wallet.addresses.front().address.toString(),
                                 ": without a copy elsewhere, what it holds can never be moved."));
            break;
        case WalletKind::phrase:
            losses.push_back(
                cat("The recovery phrase and the keys of ", addresses,
                    ": without the written phrase, what they hold can never be moved."));
            if (wallet.hasPassphrase) {
                losses.push_back(
                    "The phrase alone does not bring it back: its BIP-39 passphrase is needed "
                    "too.");
            }
            break;
    }
    if (!wallet.isBackedUp) {
        losses.push_back("Its phrase was never confirmed as written down.");
    }
    if (unsettled > 0) {
        losses.push_back(
            cat("Transactions under way can no longer be sped up or cancelled: ", unsettled, "."));
    }
    losses.push_back("Labels of its addresses. Its transactions and bookings stay.");
    return losses;
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
