// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/bip32.h>
#include <kosh/crypto/transaction.h>
#include <kosh/wallet/api.h>

namespace kosh::wallet {

/// 12, 15, 18, 21 or 24 (`wallet.words`).
Result<> checkWordCount(std::int64_t words);
/// 1 to 64 characters without control characters (`wallet.label`).
Result<> checkLabel(std::string_view label);

/// What a person wrote as derivation path → the form with "{index}". A path without it is that of
/// the first address, and its last step counts from there (`bip32.path`, `wallet.path`).
Result<std::string> canonicalPath(std::string_view text);
/// The path of one address: `path` is canonical.
std::string pathAt(std::string_view path, std::uint32_t position);

Result<AddressInfo> deriveAddress(ByteView seed, std::string_view canonicalPath,
                                  std::uint32_t position, std::string label);
Result<crypto::PrivateKey> deriveKey(ByteView seed, std::string_view path);

/// What a wallet's secret is sealed for.
std::string_view sealPurpose(WalletKind kind);

/// 64 hex digits with or without 0x → the key (`wallet.private_key`, which tells nothing of it).
Result<crypto::PrivateKey> parsePrivateKey(const SharedSecret& text);

/// What is lost with a wallet, in sentences.
std::vector<std::string> lossesOf(const Wallet& wallet, std::int64_t unsettled);

/// The 1-based words of a canonical phrase compared in constant time; `wallet.word_mismatch` names
/// the position.
Result<> checkWords(std::string_view phrase, const std::vector<std::int64_t>& positions,
                    const std::vector<SharedSecret>& words);

/// Facts chains §4.1: estimate x 1.2 + 5,000, except that a plain transfer costs exactly 21,000.
std::uint64_t gasLimitFor(std::uint64_t estimate, bool isPlainTransfer);

/// Value plus gas limit times max fee; `wallet.cost_range` when it does not fit 256 bits.
Result<U256> maxCost(const U256& value, std::uint64_t gasLimit, const U256& maxFeePerGas);

/// Calldata of ERC-20 transfer(to, amount).
Bytes transferCall(const Address& to, const U256& amount);

}  // namespace kosh::wallet
