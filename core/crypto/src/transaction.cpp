// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/hash.h>
#include <kosh/crypto/rlp.h>
#include <kosh/crypto/transaction.h>

#include "curve_order.h"

namespace kosh::crypto {
namespace {

Failure badField(const char* field, const char* message) {
    return invalidField(field, "transaction.field", message);
}
Failure badSignature(const char* message) {
    return fail(ErrorKind::invalid, "transaction.signature", message);
}
Failure badType() {
    return fail(ErrorKind::invalid, "transaction.type",
                "only legacy, EIP-2930, EIP-1559, EIP-4844 and EIP-7702 transactions are read");
}

void writeTo(rlp::Writer& writer, const std::optional<Address>& to) {
    writer.bytes(to ? to->view() : ByteView());
}

void writeAccessList(rlp::Writer& writer, const std::vector<AccessListEntry>& list) {
    writer.beginList();
    for (const auto& entry : list) {
        writer.beginList().bytes(entry.address.bytes).beginList();
        for (const auto& key : entry.storageKeys) writer.bytes(key.bytes);
        writer.endList().endList();
    }
    writer.endList();
}

void writeAuthorizations(rlp::Writer& writer, const std::vector<Authorization>& list) {
    writer.beginList();
    for (const auto& entry : list) {
        writer.beginList().uint(entry.chainId).bytes(entry.address.bytes).uint(entry.nonce);
        writer.uint(entry.yParity).uint(entry.r).uint(entry.s).endList();
    }
    writer.endList();
}

bool hasDynamicFee(TransactionType type) {
    return type >= TransactionType::dynamicFee;
}

/// The fields before the signature, of any type.
void writeFields(rlp::Writer& writer, const Transaction& tx) {
    const bool isLegacy = tx.type == TransactionType::legacy;
    if (!isLegacy) writer.uint(tx.chainId);
    writer.uint(tx.nonce);
    if (hasDynamicFee(tx.type)) {
        writer.uint(tx.maxPriorityFeePerGas).uint(tx.maxFeePerGas);
    } else {
        writer.uint(tx.gasPrice);
    }
    writer.uint(tx.gasLimit);
    writeTo(writer, tx.to);
    writer.uint(tx.value).bytes(tx.data);
    if (!isLegacy) writeAccessList(writer, tx.accessList);
    if (tx.type == TransactionType::blob) {
        writer.uint(tx.maxFeePerBlobGas).beginList();
        for (const auto& hash : tx.blobVersionedHashes) writer.bytes(hash.bytes);
        writer.endList();
    } else if (tx.type == TransactionType::setCode) {
        writeAuthorizations(writer, tx.authorizations);
    }
}

rlp::Writer beginEnvelope(const Transaction& tx) {
    rlp::Writer writer;
    if (tx.type != TransactionType::legacy) {
        const auto type = static_cast<std::uint8_t>(tx.type);
        writer.raw({&type, 1});
    }
    writer.beginList();
    return writer;
}

Bytes signedEncoding(const Transaction& tx, const Signature& signature) {
    auto writer = beginEnvelope(tx);
    writeFields(writer, tx);
    if (tx.type != TransactionType::legacy) {
        writer.uint(signature.recoveryId);
    } else if (tx.chainId == 0) {
        writer.uint(27u + signature.recoveryId);
    } else {
        writer.uint(U256(tx.chainId) * 2 + 35 + signature.recoveryId);
    }
    writer.uint(signature.r()).uint(signature.s()).endList();
    return std::move(writer).take();
}

Result<std::optional<Address>> readTo(rlp::Reader& reader) {
    KOSH_TRY(const auto view, reader.string());
    if (view.empty()) return std::nullopt;
    const auto address = Address::fromBytes(view);
    if (!address) return badField("to", "the recipient has 20 bytes, or none to create a contract");
    return *address;
}

Result<std::vector<AccessListEntry>> readAccessList(rlp::Reader& reader) {
    std::vector<AccessListEntry> list;
    KOSH_TRY(auto entries, reader.list());
    while (!entries.isAtEnd()) {
        AccessListEntry entry;
        KOSH_TRY(auto fields, entries.list());
        KOSH_TRY(const auto view, fields.string());
        const auto address = Address::fromBytes(view);
        if (!address) return badField("accessList", "an access list address has 20 bytes");
        entry.address = *address;
        KOSH_TRY(auto keys, fields.list());
        KOSH_CHECK(fields.finish());
        while (!keys.isAtEnd()) {
            KOSH_TRY(const auto keyView, keys.string());
            const auto key = Hash256::fromBytes(keyView);
            if (!key) return badField("accessList", "a storage key has 32 bytes");
            entry.storageKeys.push_back(*key);
        }
        list.push_back(std::move(entry));
    }
    return list;
}

Result<Authorization> readAuthorization(rlp::Reader& list) {
    Authorization entry;
    KOSH_TRY(auto fields, list.list());
    KOSH_TRY(entry.chainId, fields.uint());
    KOSH_TRY(const auto view, fields.string());
    const auto address = Address::fromBytes(view);
    if (!address) return badField("authorizationList", "an authorization's address has 20 bytes");
    entry.address = *address;
    KOSH_TRY(entry.nonce, fields.u64());
    KOSH_TRY(const auto parity, fields.u64());
    if (parity > 0xff) return badField("authorizationList", "a y parity is below 256");
    entry.yParity = static_cast<std::uint8_t>(parity);
    KOSH_TRY(entry.r, fields.uint());
    KOSH_TRY(entry.s, fields.uint());
    KOSH_CHECK(fields.finish());
    return entry;
}

/// What types 3 and 4 have behind the access list; both need a recipient.
Result<> readNewerFields(rlp::Reader& reader, Transaction& tx) {
    if (!tx.to) return badField("to", "a transaction of this type cannot create a contract");
    if (tx.type == TransactionType::setCode) {
        KOSH_TRY(auto list, reader.list());
        while (!list.isAtEnd()) {
            KOSH_TRY(auto entry, readAuthorization(list));
            tx.authorizations.push_back(entry);
        }
        if (!tx.authorizations.empty()) return {};
        return badField("authorizationList", "the list of authorizations is empty");
    }
    KOSH_TRY(tx.maxFeePerBlobGas, reader.uint());
    KOSH_TRY(auto list, reader.list());
    while (!list.isAtEnd()) {
        KOSH_TRY(const auto view, list.string());
        const auto hash = Hash256::fromBytes(view);
        if (!hash) return badField("blobVersionedHashes", "a blob's hash has 32 bytes");
        tx.blobVersionedHashes.push_back(*hash);
    }
    if (!tx.blobVersionedHashes.empty()) return {};
    return badField("blobVersionedHashes", "the list of blob hashes is empty");
}

Result<Transaction> readFields(rlp::Reader& reader, TransactionType type) {
    Transaction tx;
    tx.type = type;
    const bool isLegacy = type == TransactionType::legacy;
    if (!isLegacy) {
        KOSH_TRY(tx.chainId, reader.u64());
    }
    KOSH_TRY(tx.nonce, reader.u64());
    if (tx.nonce == ~0ull) return badField("nonce", "the nonce is below 2^64-1 (EIP-2681)");
    if (hasDynamicFee(type)) {
        KOSH_TRY(tx.maxPriorityFeePerGas, reader.uint());
        KOSH_TRY(tx.maxFeePerGas, reader.uint());
    } else {
        KOSH_TRY(tx.gasPrice, reader.uint());
    }
    KOSH_TRY(tx.gasLimit, reader.uint());
    KOSH_TRY(tx.to, readTo(reader));
    KOSH_TRY(tx.value, reader.uint());
    KOSH_TRY(const auto data, reader.string());
    tx.data.assign(data.begin(), data.end());
    if (!isLegacy) {
        KOSH_TRY(tx.accessList, readAccessList(reader));
    }
    if (type > TransactionType::dynamicFee) {
        KOSH_CHECK(readNewerFields(reader, tx));
    }
    return tx;
}

/// The y parity in `v`; for a legacy transaction also its chain id (EIP-155).
Result<std::uint8_t> readParity(const U256& v, Transaction& tx) {
    if (tx.type != TransactionType::legacy) {
        if (v > U256(1)) return badSignature("the y parity is 0 or 1");
        return static_cast<std::uint8_t>(v.low64());
    }
    if (v == U256(27) || v == U256(28)) return static_cast<std::uint8_t>(v.low64() - 27);
    if (v < U256(37)) return badSignature("v is 27, 28, or 35 and more (EIP-155)");
    const U256 rest = v - 35;
    const U256 chainId = rest >> 1;
    if (!chainId.fitsU64()) return badSignature("v names a chain id above 2^64-1");
    tx.chainId = chainId.low64();
    return static_cast<std::uint8_t>(rest.low64() & 1);
}

Result<Signature> readSignature(rlp::Reader& reader, Transaction& tx) {
    KOSH_TRY(const auto v, reader.uint());
    KOSH_TRY(const auto r, reader.uint());
    KOSH_TRY(const auto s, reader.uint());
    KOSH_TRY(const auto parity, readParity(v, tx));
    if (r.isZero() || r >= kCurveOrder || s.isZero()) return badSignature("r or s is out of range");
    if (s > kHalfCurveOrder) return badSignature("s is in the upper half (EIP-2)");
    return Signature::fromScalars(r, s, parity);
}

}  // namespace

Bytes Transaction::unsignedEncoding() const {
    auto writer = beginEnvelope(*this);
    writeFields(writer, *this);
    if (type == TransactionType::legacy && chainId != 0) writer.uint(chainId).uint(0).uint(0);
    writer.endList();
    return std::move(writer).take();
}

Hash256 Transaction::signingHash() const {
    return keccak256(unsignedEncoding());
}

Result<SignedTransaction> SignedTransaction::decode(ByteView raw) {
    if (raw.empty()) return badType();
    auto type = TransactionType::legacy;
    auto body = raw;
    if (raw[0] < 0xc0) {
        if (raw[0] == 0 || raw[0] > 4) return badType();
        type = static_cast<TransactionType>(raw[0]);
        body = raw.subspan(1);
    }
    KOSH_TRY(const auto item, rlp::decode(body));
    KOSH_TRY(auto reader, item.items());
    SignedTransaction out;
    KOSH_TRY(out.transaction, readFields(reader, type));
    KOSH_TRY(out.signature, readSignature(reader, out.transaction));
    KOSH_CHECK(reader.finish());
    const auto key = PublicKey::recover(out.transaction.signingHash(), out.signature);
    if (!key) return badSignature("no sender fits this signature");
    out.sender = key->address();
    out.raw.assign(raw.begin(), raw.end());
    out.hash = keccak256(raw);
    return out;
}

std::optional<Address> Authorization::authority() const {
    if (yParity > 1 || r.isZero() || r >= kCurveOrder || s.isZero() || s > kHalfCurveOrder) {
        return std::nullopt;
    }
    constexpr std::uint8_t kMagic = 0x05;
    rlp::Writer writer;
    writer.raw({&kMagic, 1}).beginList().uint(chainId).bytes(address.bytes).uint(nonce).endList();
    const auto digest = keccak256(std::move(writer).take());
    const auto key = PublicKey::recover(digest, Signature::fromScalars(r, s, yParity));
    return key ? std::optional(key->address()) : std::nullopt;
}

SignedTransaction signTransaction(Transaction transaction, const PrivateKey& key) {
    KOSH_ASSERT(transaction.type <= TransactionType::dynamicFee);
    SignedTransaction out;
    out.signature = key.sign(transaction.signingHash());
    // 2 and 3 would need r to wrap around n: a chance of 2^-127.
    KOSH_ASSERT(out.signature.recoveryId < 2);
    out.sender = key.publicKey().address();
    out.raw = signedEncoding(transaction, out.signature);
    out.hash = keccak256(out.raw);
    out.transaction = std::move(transaction);
    return out;
}

}  // namespace kosh::crypto
