// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/proof_values.h"
#include "domain/trace_values.h"
#include "service.h"

#include <kosh/crypto/hash.h>

/// Reads that are proven against a block header.
namespace kosh::chain {
namespace {

constexpr std::size_t kMaxSlots = 100;
constexpr std::size_t kMaxProvenCodes = 20;

Result<rpc::Header> headerAt(json::Value value, std::uint64_t number) {
    KOSH_TRY(auto header, rpc::header(value));
    if (header.block.number != number) {
        return fail(ErrorKind::unavailable, "rpc.shape", "block.number: another than asked for");
    }
    return header;
}

std::string proofParams(const ProveAccount& request, std::uint64_t number) {
    std::string text;
    json::Writer writer(text);
    writer.beginArray();
    writer.string(request.address.toString());
    writer.beginArray();
    for (const auto& slot : request.storage) writer.string(toHex0x(slot.toBigEndian()));
    writer.endArray();
    writer.string(rpc::hex(number));
    writer.endArray();
    return text;
}

Error unsupported(const Error& error) {
    if (!rpc::isUnsupported(error)) return error;
    return {ErrorKind::precondition,
            "chain.method_unsupported",
            "the endpoints of this network do not offer eth_getProof",
            {{"method", "eth_getProof"}, {"reason", error.message}}};
}

}  // namespace

Task<ChainService::Anchor> ChainService::anchor(ChainId chainId,
                                                std::optional<std::uint64_t> number,
                                                bool mustAgree) {
    if (!number) {
        KOSH_CO_TRY(number, co_await (mustAgree ? commonNumber(chainId) : newestNumber(chainId)));
    }
    const auto wanted = *number;
    const auto params = cat("[\"", rpc::hex(wanted), "\",false]");
    Anchor anchor;
    if (mustAgree) {
        RpcReader::Calls calls{{"eth_getBlockByNumber", params}};
        const auto parse = [wanted](const RpcReader::Answers& answers) -> Result<rpc::Header> {
            if (!answers[0]) return Failure(answers[0].error());
            return headerAt(answers[0]->result.root(), wanted);
        };
        KOSH_CO_TRY(auto read, co_await m_reader.askAgreed<rpc::Header>(
                                   chainId, std::move(calls), parse, [](const rpc::Header& header) {
                                       return header.block.hash.toString();
                                   }));
        anchor = {read.value, std::move(read.endpoints)};
    } else {
        KOSH_CO_TRY(const auto read,
                    co_await m_reader.ask<rpc::Header>(
                        chainId, "eth_getBlockByNumber", params,
                        [wanted](json::Value value) { return headerAt(value, wanted); }));
        anchor.header = read.value;
    }
    if (!anchor.header.isProven) {
        co_return fail(ErrorKind::precondition, "chain.unprovable",
                       "the hash of this network's blocks cannot be computed from their headers");
    }
    const auto tracker = m_trackers.find(chainId);
    const auto& block = anchor.header.block;
    if (tracker != m_trackers.end() && tracker->second->contradicts(block)) {
        co_return fail(ErrorKind::unavailable, "chain.disagreement",
                       cat("block ", block.number, " is not the one that was followed"),
                       {{"hash", block.hash.toString()}});
    }
    co_return anchor;
}

Task<ProveAccount::Response> ChainService::proveAt(Anchor anchor, ProveAccount request) {
    const auto& header = anchor.header;
    const auto root = header.stateRoot;
    auto read = co_await m_reader.ask<rpc::ProvenAccount>(
        request.chainId, "eth_getProof", proofParams(request, header.block.number),
        [root, address = request.address, places = request.storage](json::Value value) {
            return rpc::provenAccount(value, root, address, places);
        });
    if (!read) co_return Failure(unsupported(read.error()));
    const auto& account = read->value.account;
    ProveAccount::Response response;
    response.wei = account.balance;
    response.nonce = account.nonce;
    if (account.codeHash != crypto::keccak256({})) response.codeHash = account.codeHash;
    response.storage = std::move(read->value.storage);
    response.blockHash = header.block.hash;
    response.stateRoot = root;
    response.evidence = evidence(read->endpoint, header.block.number);
    response.evidence.standing = Standing::proven;
    response.evidence.agreedBy = anchor.agreedBy;
    co_return response;
}

Task<ProveAccount::Response> ChainService::proveAccount(ProveAccount request, ops::Context) {
    KOSH_CO_CHECK(find(request.chainId));
    if (request.storage.size() > kMaxSlots) {
        co_return invalidField("storage", "chain.too_many_slots", "at most 100 at once");
    }
    KOSH_CO_TRY(auto at, co_await anchor(request.chainId, request.blockNumber, request.mustAgree));
    co_return co_await proveAt(std::move(at), std::move(request));
}

Task<GetNativeBalance::Response> ChainService::balanceProven(GetNativeBalance request) {
    KOSH_CO_TRY(auto at, co_await anchor(request.chainId, request.blockNumber, request.mustAgree));
    KOSH_CO_TRY(auto proven,
                co_await proveAt(std::move(at), ProveAccount{request.chainId, request.address}));
    co_return GetNativeBalance::Response{proven.wei, std::move(proven.evidence)};
}

Task<GetCode::Response> ChainService::codeProven(GetCode request) {
    if (request.addresses.empty() || request.addresses.size() > kMaxProvenCodes) {
        co_return invalidField("addresses", "chain.too_many_addresses",
                               "1 to 20 where code must be proven");
    }
    KOSH_CO_TRY(const auto at, co_await anchor(request.chainId, request.blockNumber, false));
    GetCode::Response response;
    for (const auto& address : request.addresses) {
        KOSH_CO_TRY(auto proven, co_await proveAt(at, ProveAccount{request.chainId, address}));
        response.evidence = std::move(proven.evidence);
        const auto codeHash = proven.codeHash;
        const auto parse = [address, codeHash](json::Value value) -> Result<CodeInfo> {
            KOSH_TRY(auto code, rpc::code(address, value));
            if (code.hash == codeHash) return code;
            return fail(ErrorKind::unavailable, "rpc.shape", "code: another than is proven");
        };
        const auto number = at.header.block.number;
        KOSH_CO_TRY(const auto read,
                    co_await m_reader.ask<CodeInfo>(
                        request.chainId, "eth_getCode",
                        cat("[\"", address.toString(), "\",\"", rpc::hex(number), "\"]"), parse));
        response.codes.push_back(read.value);
    }
    co_return response;
}

}  // namespace kosh::chain
