// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/secp256k1.h>

#include <cstdint>
#include <optional>
#include <vector>

/// Ethereum transactions: building, signing, reading. Thread-safe.
namespace kosh::crypto {

enum class TransactionType : std::uint8_t {
    legacy = 0,      ///< With EIP-155 when `chainId` is set.
    accessList = 1,  ///< EIP-2930
    dynamicFee = 2,  ///< EIP-1559
    blob = 3,        ///< EIP-4844: read only, without its blobs.
    setCode = 4,     ///< EIP-7702: read only.
};

struct AccessListEntry {
    Address address;
    std::vector<Hash256> storageKeys;
    friend bool operator==(const AccessListEntry&, const AccessListEntry&) = default;
};

/// EIP-7702: `authority` lets the code at `address` run as its own.
struct Authorization {
    U256 chainId;  ///< 0: valid on every chain.
    Address address;
    std::uint64_t nonce = 0;
    std::uint8_t yParity = 0;
    U256 r, s;
    /// Who signed it; nothing if the signature is nobody's, and the chain passes over it then.
    std::optional<Address> authority() const;
    friend bool operator==(const Authorization&, const Authorization&) = default;
};

/// An unsigned transaction. Amounts and fees in wei. Fields a type does not have are ignored by it.
struct Transaction {
    TransactionType type = TransactionType::dynamicFee;
    std::uint64_t chainId =
        0;  ///< 0 on a legacy transaction: valid on every chain (before EIP-155).
    std::uint64_t nonce = 0;
    U256 gasPrice;              ///< legacy and accessList only.
    U256 maxPriorityFeePerGas;  ///< dynamicFee and later.
    U256 maxFeePerGas;          ///< dynamicFee and later.
    U256 gasLimit;
    std::optional<Address> to;  ///< Nothing: creates a contract.
    U256 value;
    Bytes data;
    std::vector<AccessListEntry> accessList;    ///< Not legacy.
    U256 maxFeePerBlobGas;                      ///< blob only.
    std::vector<Hash256> blobVersionedHashes;   ///< blob only.
    std::vector<Authorization> authorizations;  ///< setCode only.

    /// What is hashed for signing: the type byte (if any) and the RLP of the fields.
    Bytes unsignedEncoding() const;
    Hash256 signingHash() const;
    friend bool operator==(const Transaction&, const Transaction&) = default;
};

struct SignedTransaction {
    Transaction transaction;
    Signature signature;
    Address sender;
    Bytes raw;     ///< What eth_sendRawTransaction takes.
    Hash256 hash;  ///< Keccak-256 of `raw`.

    /// Reads raw bytes and recovers the sender. A blob transaction is read in the form it has in
    /// blocks, without blobs. Refuses an unknown type (`transaction.type`), a
    /// form that is not canonical RLP (`rlp.*`), a field out of range (`transaction.field`), and a
    /// signature that is malleable (EIP-2), out of range or of another chain rule
    /// (`transaction.signature`).
    static Result<SignedTransaction> decode(ByteView raw);
};

/// Signs with `key`; the sender is the key's address. Precondition: legacy, accessList or
/// dynamicFee.
SignedTransaction signTransaction(Transaction transaction, const PrivateKey& key);

}  // namespace kosh::crypto
