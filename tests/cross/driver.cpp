// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Signs and reads what cross.mjs asks for: one JSON object a line in, one a line out.
#include <kosh/crypto/eip712.h>
#include <kosh/crypto/ens.h>
#include <kosh/crypto/hash.h>
#include <kosh/crypto/message.h>
#include <kosh/crypto/transaction.h>
#include <kosh/json/codec.h>

#include <iostream>

using namespace kosh;
using namespace kosh::crypto;

namespace {

struct Entry {
    Address address;
    std::vector<Hash256> storageKeys;
    static constexpr auto fields() {
        return std::tuple{json::required("address", &Entry::address, "contract"),
                          json::required("storageKeys", &Entry::storageKeys, "slots")};
    }
};

struct Fields {
    std::uint8_t type = 0;
    std::uint64_t chainId = 0, nonce = 0;
    U256 gasPrice, maxPriorityFeePerGas, maxFeePerGas, gasLimit, value, maxFeePerBlobGas;
    std::optional<Address> to;
    Bytes data;
    std::vector<Entry> accessList;
    std::vector<Hash256> blobVersionedHashes;
    std::vector<Address> authorities;
    static constexpr auto fields() {
        using F = Fields;
        return std::tuple{
            json::required("type", &F::type, "0 to 4"),
            json::optional("chainId", &F::chainId, "0: before EIP-155"),
            json::optional("nonce", &F::nonce, "nonce"),
            json::optional("gasPrice", &F::gasPrice, "wei"),
            json::optional("maxPriorityFeePerGas", &F::maxPriorityFeePerGas, "wei"),
            json::optional("maxFeePerGas", &F::maxFeePerGas, "wei"),
            json::optional("gasLimit", &F::gasLimit, "gas"),
            json::optional("value", &F::value, "wei"),
            json::optional("maxFeePerBlobGas", &F::maxFeePerBlobGas, "wei"),
            json::optional("to", &F::to, "recipient"),
            json::optional("data", &F::data, "call data"),
            json::optional("accessList", &F::accessList, "EIP-2930"),
            json::optional("blobVersionedHashes", &F::blobVersionedHashes, "EIP-4844"),
            json::optional("authorities", &F::authorities, "signers of EIP-7702 authorizations")};
    }
};

struct Request {
    std::string op;
    Bytes key, raw, message, signature;
    std::string typedData, name;
    Fields transaction;
    static constexpr auto fields() {
        using R = Request;
        return std::tuple{json::required("op", &R::op, "what to do"),
                          json::optional("key", &R::key, "private key"),
                          json::optional("raw", &R::raw, "signed transaction"),
                          json::optional("message", &R::message, "bytes to sign"),
                          json::optional("signature", &R::signature, "65 bytes"),
                          json::optional("typedData", &R::typedData, "EIP-712 JSON"),
                          json::optional("name", &R::name, "ENS name"),
                          json::optional("transaction", &R::transaction, "fields")};
    }
};

struct Answer {
    std::string error, name;
    Address address;
    Hash256 hash;
    Bytes raw, signature;
    std::optional<Fields> transaction;
    static constexpr auto fields() {
        using A = Answer;
        return std::tuple{json::optional("error", &A::error, "what went wrong"),
                          json::optional("name", &A::name, "normal form"),
                          json::optional("address", &A::address, "signer"),
                          json::optional("hash", &A::hash, "transaction hash or digest"),
                          json::optional("raw", &A::raw, "signed transaction"),
                          json::optional("signature", &A::signature, "65 bytes"),
                          json::optional("transaction", &A::transaction, "fields")};
    }
};

Transaction fromFields(const Fields& fields) {
    Transaction tx;
    tx.type = static_cast<TransactionType>(fields.type);
    tx.chainId = fields.chainId;
    tx.nonce = fields.nonce;
    tx.gasPrice = fields.gasPrice;
    tx.maxPriorityFeePerGas = fields.maxPriorityFeePerGas;
    tx.maxFeePerGas = fields.maxFeePerGas;
    tx.gasLimit = fields.gasLimit;
    tx.to = fields.to;
    tx.value = fields.value;
    tx.data = fields.data;
    for (const auto& entry : fields.accessList) {
        tx.accessList.push_back({entry.address, entry.storageKeys});
    }
    return tx;
}

Fields toFields(const Transaction& tx) {
    Fields fields;
    fields.type = static_cast<std::uint8_t>(tx.type);
    fields.chainId = tx.chainId;
    fields.nonce = tx.nonce;
    fields.gasPrice = tx.gasPrice;
    fields.maxPriorityFeePerGas = tx.maxPriorityFeePerGas;
    fields.maxFeePerGas = tx.maxFeePerGas;
    fields.gasLimit = tx.gasLimit;
    fields.to = tx.to;
    fields.value = tx.value;
    fields.maxFeePerBlobGas = tx.maxFeePerBlobGas;
    fields.data = tx.data;
    fields.blobVersionedHashes = tx.blobVersionedHashes;
    for (const auto& entry : tx.accessList) {
        fields.accessList.push_back({entry.address, entry.storageKeys});
    }
    for (const auto& authorization : tx.authorizations) {
        fields.authorities.push_back(authorization.authority().value_or(Address()));
    }
    return fields;
}

Result<Answer> signedBy(const Request& request, const Hash256& digest) {
    Answer answer;
    answer.hash = digest;
    if (request.op.starts_with("sign")) {
        KOSH_TRY(const auto key, PrivateKey::fromBytes(request.key));
        answer.signature = encodeSignature(key.sign(digest));
        answer.address = key.publicKey().address();
    } else {
        KOSH_TRY(answer.address, recoverSigner(digest, request.signature));
    }
    return answer;
}

Result<Answer> perform(const Request& request) {
    if (request.op.ends_with("Message")) {
        return signedBy(request, personalMessageDigest(request.message));
    }
    if (request.op.ends_with("TypedData")) {
        KOSH_TRY(const auto data, eip712::TypedData::parse(request.typedData));
        return signedBy(request, data.digest);
    }
    Answer answer;
    if (request.op == "normaliseName") {
        KOSH_TRY(answer.name, ens::normalise(request.name));
        answer.hash = ens::namehash(answer.name);
        return answer;
    }
    if (request.op == "signTransaction") {
        KOSH_TRY(const auto key, PrivateKey::fromBytes(request.key));
        const auto made = signTransaction(fromFields(request.transaction), key);
        answer.raw = made.raw;
        answer.hash = made.hash;
        answer.address = made.sender;
        return answer;
    }
    KOSH_TRY(const auto read, SignedTransaction::decode(request.raw));
    answer.hash = read.hash;
    answer.address = read.sender;
    answer.transaction = toFields(read.transaction);
    return answer;
}

}  // namespace

int main() {
    for (std::string line; std::getline(std::cin, line);) {
        const auto request = json::decodeText<Request>(line);
        auto answer = request ? perform(*request) : Result<Answer>(Failure(request.error()));
        if (!answer) {
            Answer failure;
            failure.error = cat(answer.error().key, ": ", answer.error().message);
            answer = std::move(failure);
        }
        std::cout << json::encodeText(*answer) << std::endl;
    }
}
