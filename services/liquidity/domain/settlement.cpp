// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/settlement.h"

#include <kosh/crypto/abi_codec.h>

#include <algorithm>

namespace kosh::liquidity {

namespace abi = crypto::abi;

namespace {

struct Moved {
    U256 tokenId, liquidity, amount0, amount1;
};

const chain::Log* findLog(const chain::Receipt& receipt, const Address& from,
                          const Hash256& topic) {
    const auto it = std::ranges::find_if(receipt.logs, [&](const chain::Log& log) {
        return log.address == from && log.topics.size() > 1 && log.topics.front() == topic;
    });
    return it == receipt.logs.end() ? nullptr : &*it;
}

Failure noLog(const chain::Receipt& receipt, std::string_view what) {
    return fail(ErrorKind::internal, "liquidity.no_log",
                cat("the receipt of ", receipt.transactionHash.toString(), " has no ", what));
}

/// IncreaseLiquidity and DecreaseLiquidity have one form.
Result<Moved> liquidityLog(const chain::Receipt& receipt, const Address& manager,
                           std::string_view name) {
    const auto* log =
        findLog(receipt, manager, abi::eventTopic(cat(name, "(uint256,uint128,uint256,uint256)")));
    if (!log) return noLog(receipt, name);
    Moved moved;
    moved.tokenId = U256::fromBigEndian(log->topics[1].bytes);
    abi::Decoder data(log->data);
    KOSH_TRY(moved.liquidity, data.uint(128));
    KOSH_TRY(moved.amount0, data.uint());
    KOSH_TRY(moved.amount1, data.uint());
    return moved;
}

/// The pool's own log: the manager's may name a few units more than were there.
Result<> settleCollected(Change& change, const chain::Receipt& receipt) {
    static const auto kTopic =
        abi::eventTopic("Collect(address,address,int24,int24,uint128,uint128)");
    const auto* log = findLog(receipt, change.pool, kTopic);
    if (!log) return noLog(receipt, "Collect of the pool");
    abi::Decoder data(log->data);
    KOSH_CHECK(data.address());
    KOSH_TRY(const auto collected0, data.uint(128));
    KOSH_TRY(const auto collected1, data.uint(128));
    change.amount0 = std::min(change.amount0, collected0);
    change.amount1 = std::min(change.amount1, collected1);
    change.fees0 = collected0 - change.amount0;
    change.fees1 = collected1 - change.amount1;
    return {};
}

}  // namespace

Result<> settle(Change& change, const Address& manager, const chain::Receipt& receipt) {
    const bool isPaid = change.kind == ChangeKind::mint || change.kind == ChangeKind::increase;
    if (change.kind != ChangeKind::collect &&
        !(change.kind == ChangeKind::close && change.liquidity.isZero())) {
        KOSH_TRY(
            const auto moved,
            liquidityLog(receipt, manager, isPaid ? "IncreaseLiquidity" : "DecreaseLiquidity"));
        if (change.kind != ChangeKind::mint && moved.tokenId != change.tokenId) {
            return noLog(receipt, cat("log of position ", change.tokenId.toString()));
        }
        change.tokenId = moved.tokenId;
        change.liquidity = moved.liquidity;
        change.amount0 = moved.amount0;
        change.amount1 = moved.amount1;
    }
    return isPaid ? Result<>{} : settleCollected(change, receipt);
}

}  // namespace kosh::liquidity
