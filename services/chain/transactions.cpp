// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/rpc_errors.h"
#include "domain/rpc_values.h"
#include "service.h"

#include <kosh/crypto/hash.h>

#include <algorithm>

namespace kosh::chain {
namespace {

// What nodes take into their pools (geth: 128 KiB).
constexpr std::size_t kMaxRaw = 128 * 1024;

Result<std::uint64_t> parseGas(json::Value value) {
    return rpc::quantity64(value, "gas");
}

}  // namespace

Task<EstimateGas::Response> ChainService::estimateGas(EstimateGas request, ops::Context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    const auto read = co_await m_reader.ask<std::uint64_t>(
        chain.chainId, "eth_estimateGas", cat("[", rpc::callObject(request.call), "]"), parseGas);
    if (!read) co_return Failure(estimateError(read.error()));
    co_return EstimateGas::Response{read->value};
}

Task<bool> ChainService::isKnown(ChainId chainId, Hash256 hash) {
    KOSH_CO_TRY(const auto read,
                co_await m_reader.ask<bool>(
                    chainId, "eth_getTransactionByHash", cat("[\"", hash.toString(), "\"]"),
                    [hash](json::Value value) -> Result<bool> {
                        if (value.isNull()) return false;
                        KOSH_TRY(const auto actual,
                                 rpc::hash(value.find("hash"), "transaction.hash"));
                        if (actual != hash) {
                            return fail(ErrorKind::unavailable, "rpc.shape",
                                        "transaction.hash: another than asked for");
                        }
                        return true;
                    }));
    co_return read.value;
}

Task<Hash256> ChainService::broadcast(ChainId chainId, Bytes raw, Hash256 hash, Audience audience) {
    KOSH_CO_TRY(const auto answer,
                co_await m_reader.pool().requestAll(chainId, "eth_sendRawTransaction",
                                                    cat("[\"", toHex0x(raw), "\"]"), audience));
    const auto told = rpc::hash(answer.result.root(), "eth_sendRawTransaction");
    // The bytes decide the hash, not the endpoint; one that says otherwise may have swallowed them.
    if (!told || *told != hash) {
        m_reader.pool().reject(chainId, answer.endpoint, "eth_sendRawTransaction: another hash");
        co_return fail(ErrorKind::unavailable, "chain.unavailable",
                       cat(answer.endpoint, " confirmed another transaction than was sent"));
    }
    co_return hash;
}

Task<SendRawTransaction::Response> ChainService::sendRaw(SendRawTransaction request, ops::Context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    if (request.raw.empty() || request.raw.size() > kMaxRaw) {
        co_return invalidField("raw", "chain.raw", "a signed transaction of at most 128 KiB");
    }
    const auto isPrivateRelay = [](const Endpoint& entry) {
        return entry.isEnabled && entry.role == EndpointRole::broadcast;
    };
    if (request.isPrivate && std::ranges::none_of(chain.entries, isPrivateRelay)) {
        co_return fail(ErrorKind::precondition, "chain.no_private_endpoint",
                       cat(chain.name,
                           " has no endpoint of role broadcast; set one with "
                           "chain.set_endpoints or send publicly"),
                       {{"field", "isPrivate"}});
    }
    const auto hash = crypto::keccak256(request.raw);
    const auto sent =
        co_await broadcast(chain.chainId, request.raw, hash,
                           request.isPrivate ? Audience::privateOnly : Audience::everybody);
    if (sent || isAlreadyKnown(sent.error())) co_return SendRawTransaction::Response{hash};
    auto error = sendError(sent.error());
    if (error.key == "chain.nonce_too_low") {
        // Sent before and mined meanwhile looks the same as a lost race; the hash tells.
        const auto known = co_await isKnown(chain.chainId, hash);
        if (known && *known) co_return SendRawTransaction::Response{hash};
    }
    co_return Failure(std::move(error));
}

Task<GetReceipt::Response> ChainService::getReceipt(GetReceipt request, ops::Context) {
    KOSH_CO_TRY(const auto chain, find(request.chainId));
    track(chain);
    KOSH_CO_TRY(auto receipt, co_await readReceipt(request));
    GetReceipt::Response response;
    if (receipt) {
        response.isKnown = true;
        KOSH_CO_TRY(const auto block,
                    co_await m_reader.ask<std::optional<Block>>(
                        chain.chainId, "eth_getBlockByNumber",
                        cat("[\"", rpc::hex(receipt->blockNumber), "\",false]"), rpc::block));
        // A receipt of a block that is not on the chain (any more) is as good as none.
        if (block.value && block.value->hash == receipt->blockHash) {
            response.receipt = std::move(receipt);
        }
        co_return response;
    }
    KOSH_CO_TRY(response.isKnown, co_await isKnown(chain.chainId, request.hash));
    co_return response;
}

}  // namespace kosh::chain
