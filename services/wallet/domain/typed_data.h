// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/eip712.h>
#include <kosh/wallet/api.h>

namespace kosh::wallet {

/// Permit2 on every network (facts: chains §2).
extern const Address kPermit2;

/// Who would sign, where and when: what the data is compared with.
struct SigningSituation {
    std::optional<ChainId> chainId;
    std::optional<Address> address;
    Timestamp now;
};

/// Kind, grants, tree and notices; token symbols are not known here. What does not match one of the
/// known structures to the letter is unknown.
TypedDataMeaning meaningOf(const crypto::eip712::TypedData& data,
                           const SigningSituation& situation);

/// 2^96 - 1 (tokens that count in 96 bits), 2^160 - 1 (Permit2) and all from 2^128 on: more than
/// any token has units.
bool isUnlimited(const U256& amount);

/// The first danger, or nothing.
const Notice* findDanger(const std::vector<Notice>& notices);

}  // namespace kosh::wallet
