// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/proof_values.h"

#include <kosh/crypto/hash.h>
#include <kosh/crypto/rlp.h>

#include <array>

namespace kosh::chain::rpc {
namespace {

// A path of 64 half bytes and a root; no honest proof is longer.
constexpr std::size_t kMaxNodes = 65;

enum class Form : std::uint8_t { bytes, number };
struct Field {
    const char* name;
    Form form;
};
/// In the order of the header's RLP. Those after the nonce came with later forks, one after the
/// other.
constexpr std::array kFields{Field{"parentHash", Form::bytes},
                             Field{"sha3Uncles", Form::bytes},
                             Field{"miner", Form::bytes},
                             Field{"stateRoot", Form::bytes},
                             Field{"transactionsRoot", Form::bytes},
                             Field{"receiptsRoot", Form::bytes},
                             Field{"logsBloom", Form::bytes},
                             Field{"difficulty", Form::number},
                             Field{"number", Form::number},
                             Field{"gasLimit", Form::number},
                             Field{"gasUsed", Form::number},
                             Field{"timestamp", Form::number},
                             Field{"extraData", Form::bytes},
                             Field{"mixHash", Form::bytes},
                             Field{"nonce", Form::bytes},
                             Field{"baseFeePerGas", Form::number},
                             Field{"withdrawalsRoot", Form::bytes},
                             Field{"blobGasUsed", Form::number},
                             Field{"excessBlobGas", Form::number},
                             Field{"parentBeaconBlockRoot", Form::bytes},
                             Field{"requestsHash", Form::bytes}};

/// Hash of the fields that are there; nothing when one of them is of another form.
std::optional<Hash256> hashOfFields(json::Value value) {
    crypto::rlp::Writer writer;
    writer.beginList();
    for (const auto& [name, form] : kFields) {
        const auto field = value.find(name);
        if (field.isNull()) continue;
        if (form == Form::number) {
            const auto number = quantity(field, name);
            if (!number) return std::nullopt;
            writer.uint(*number);
        } else {
            const auto bytes = data(field, name);
            if (!bytes) return std::nullopt;
            writer.bytes(*bytes);
        }
    }
    writer.endList();
    return crypto::keccak256(std::move(writer).take());
}

Failure unproven(std::string_view what) {
    return fail(ErrorKind::unavailable, "rpc.shape", cat("proof: ", what));
}

Result<std::vector<Bytes>> nodesOf(json::Value value) {
    if (value.type() != json::Type::array || value.size() > kMaxNodes) {
        return unproven("expected an array of nodes");
    }
    std::vector<Bytes> nodes;
    for (std::size_t i = 0; i < value.size(); ++i) {
        KOSH_TRY(auto node, data(value.at(i), "proof"));
        nodes.push_back(std::move(node));
    }
    return nodes;
}

/// The words of the answer beside its proof: who reads them would be deceived.
Result<> checkWords(json::Value value, const crypto::trie::Account& account) {
    KOSH_TRY(const auto balance, quantity(value.find("balance"), "proof.balance"));
    KOSH_TRY(const auto nonce, quantity(value.find("nonce"), "proof.nonce"));
    if (balance != account.balance || nonce != U256(account.nonce)) {
        return unproven("it proves another balance or nonce than it names");
    }
    return {};
}

/// Places are written as numbers or as whole words.
Result<U256> slotKey(json::Value value) {
    if (value.type() == json::Type::string) {
        const auto parsed = U256::parse(value.asString());
        if (parsed) return *parsed;
    }
    return unproven("a place in the storage that is no number");
}

}  // namespace

Result<Header> header(json::Value value) {
    Header header;
    KOSH_TRY(header.block, presentBlock(value));
    KOSH_TRY(header.stateRoot, hash(value.find("stateRoot"), "block.stateRoot"));
    header.isProven = hashOfFields(value) == header.block.hash;
    return header;
}

Result<ProvenAccount> provenAccount(json::Value value, const Hash256& stateRoot,
                                    const Address& address, const std::vector<U256>& places) {
    if (value.type() != json::Type::object) return unproven("expected an object");
    KOSH_TRY(const auto nodes, nodesOf(value.find("accountProof")));
    ProvenAccount proven;
    auto account = crypto::trie::proveAccount(stateRoot, address, nodes);
    if (!account) return unproven(account.error().message);
    proven.account = *account;
    KOSH_CHECK(checkWords(value, *account));
    const auto storage = value.find("storageProof");
    if (storage.type() != json::Type::array || storage.size() != places.size()) {
        return unproven("expected as many storage proofs as slots");
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto entry = storage.at(i);
        KOSH_TRY(const auto key, slotKey(entry.find("key")));
        KOSH_TRY(const auto said, quantity(entry.find("value"), "proof.value"));
        KOSH_TRY(const auto slotNodes, nodesOf(entry.find("proof")));
        const auto word = crypto::trie::proveSlot(account->storageRoot, places[i], slotNodes);
        if (!word) return unproven(word.error().message);
        if (key != places[i] || said != *word) {
            return unproven("it proves another word of the storage than it names");
        }
        proven.storage.push_back({places[i], *word});
    }
    return proven;
}

}  // namespace kosh::chain::rpc
