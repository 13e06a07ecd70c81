// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "input.h"

#include <kosh/crypto/hash.h>
#include <kosh/crypto/rlp.h>
#include <kosh/crypto/transaction.h>

using namespace kosh;
using namespace kosh::crypto;

/// A transaction that reads has the hash of its bytes, a sender, and an encoding that reads.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView input(data, size);
    const auto read = SignedTransaction::decode(input);
    if (!read) return 0;
    KOSH_ASSERT(read->hash == keccak256(input) && !read->sender.isZero());
    const auto key = PublicKey::recover(read->transaction.signingHash(), read->signature);
    KOSH_ASSERT(key.has_value() && key->address() == read->sender);
    const auto unsignedText = read->transaction.unsignedEncoding();
    const auto body =
        ByteView(unsignedText).subspan(read->transaction.type == TransactionType::legacy ? 0 : 1);
    KOSH_ASSERT(rlp::decode(body).has_value());
    for (const auto& authorization : read->transaction.authorizations) authorization.authority();
    return 0;
}
