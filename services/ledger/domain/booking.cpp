// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/booking.h"

#include <algorithm>

namespace kosh::ledger {

namespace {

Failure outOfRange() {
    return fail(ErrorKind::internal, "ledger.range",
                "an amount does not fit the ledger's 256-bit signed range");
}

/// Two postings that move `amount` of `asset` from one account to the other.
Result<> addMove(Entry& entry, const token::Token& asset, const U256& amount,
                 const std::string& from, const std::string& to) {
    if (amount.isZero()) return {};
    const auto debit = I256::fromUnsigned(amount);
    if (!debit) return outOfRange();
    entry.postings.push_back({to, asset, *debit});
    entry.postings.push_back({from, asset, debit->negated()});
    return {};
}

token::Token nativeOf(chain::ChainId chainId, const std::string& symbol) {
    return {chainId, {}, symbol, symbol, 18};
}

}  // namespace

std::string walletAccount(chain::ChainId chainId, const Address& address) {
    return cat("assets:wallet:", chainId, ':', address.toString());
}

std::string positionAccount(chain::ChainId chainId, const U256& tokenId) {
    return cat("assets:position:", chainId, ':', tokenId.toString());
}

std::string externalAccount(chain::ChainId chainId, const Address& address) {
    return cat("external:", chainId, ':', address.toString());
}

Result<> checkBalanced(const Entry& entry) {
    std::map<std::string, I256> sums;
    for (const auto& posting : entry.postings) {
        if (posting.account.empty() || posting.amount.isZero()) {
            return fail(ErrorKind::internal, "ledger.unbalanced",
                        cat("a posting of ", entry.reference, " has no account or amount"));
        }
        auto& sum = sums[posting.asset.assetId()];
        const auto next = checkedAdd(sum, posting.amount);
        if (!next) return outOfRange();
        sum = *next;
    }
    for (const auto& [asset, sum] : sums) {
        if (!sum.isZero()) {
            return fail(ErrorKind::internal, "ledger.unbalanced",
                        cat(entry.reference, " is off by ", sum.toString(), " of ", asset));
        }
    }
    if (entry.postings.size() < 2) {
        return fail(ErrorKind::internal, "ledger.unbalanced",
                    cat(entry.reference, " has fewer than two postings"));
    }
    return {};
}

Result<Entry> entryFor(const wallet::TransactionSettled& event) {
    const auto& transaction = event.transaction;
    const auto own = walletAccount(transaction.chainId, transaction.from);
    Entry entry;
    entry.occurredAt = event.blockAt;
    entry.reference = cat("wallet.transaction:", transaction.transactionId.toString());
    entry.description = cat("Network fee of ", transaction.purpose);
    if (transaction.asset && transaction.recipient &&
        transaction.status == wallet::TransactionStatus::final) {
        const auto& to = *transaction.recipient;
        entry.description = cat("Sent ", transaction.asset->symbol, " to ", to.toString());
        const auto target = transaction.isOwnRecipient ? walletAccount(transaction.chainId, to)
                                                       : externalAccount(transaction.chainId, to);
        KOSH_CHECK(addMove(entry, *transaction.asset, transaction.amount, own, target));
    }
    KOSH_CHECK(addMove(entry, nativeOf(transaction.chainId, event.nativeSymbol), transaction.feeWei,
                       own, std::string(kNetworkFee)));
    return entry;
}

Result<Entry> entryFor(const trading::SwapSettled& event) {
    const auto& swap = event.swap;
    const auto own = walletAccount(swap.quote.chainId, swap.owner);
    const std::string trading(kTrading);
    Entry entry;
    entry.occurredAt = event.blockAt;
    entry.reference = cat("trading.swap:", swap.swapId.toString());
    entry.description =
        cat("Swapped ", swap.quote.tokenIn.symbol, " for ", swap.quote.tokenOut.symbol);
    KOSH_CHECK(addMove(entry, swap.quote.tokenOut, swap.amountOut, trading, own));
    KOSH_CHECK(addMove(entry, swap.quote.tokenIn, swap.amountIn, own, trading));
    return entry;
}

namespace {

/// One pool token of a change of a position.
struct Side {
    token::Token asset;
    U256 amount, fees, released;
    std::optional<token::Token> coin;  ///< What the owner pays or receives instead.
};

Side sideOf(const liquidity::ChangeSettled& event, bool isFirst) {
    const auto& change = event.change;
    Side side{isFirst ? change.token0 : change.token1, isFirst ? change.amount0 : change.amount1,
              isFirst ? change.fees0 : change.fees1, isFirst ? event.released0 : event.released1,
              std::nullopt};
    if (change.isNative && side.asset.address == event.wrapped)
        side.coin = nativeOf(change.chainId, event.nativeSymbol);
    return side;
}

/// Between the owner and `other`; the coin is exchanged on the way.
Result<> addOwnerMove(Entry& entry, const Side& side, const U256& amount, const std::string& from,
                      const std::string& to, bool isOwnerPaying) {
    if (!side.coin) return addMove(entry, side.asset, amount, from, to);
    const std::string trading(kTrading);
    KOSH_CHECK(addMove(entry, side.asset, amount, isOwnerPaying ? trading : from,
                       isOwnerPaying ? to : trading));
    return addMove(entry, *side.coin, amount, isOwnerPaying ? from : trading,
                   isOwnerPaying ? trading : to);
}

/// The position's account is left by what was put in for it, whatever comes out.
Result<> addRelease(Entry& entry, const Side& side, const std::string& own,
                    const std::string& position, const std::string& counter) {
    const auto common = std::min(side.amount, side.released);
    KOSH_CHECK(addMove(entry, side.asset, side.released - common, position, counter));
    KOSH_CHECK(addOwnerMove(entry, side, common, position, own, false));
    return addOwnerMove(entry, side, side.amount - common, counter, own, false);
}

/// One posting for an account and asset; what cancels out goes.
Result<> mergePostings(Entry& entry) {
    std::vector<Posting> merged;
    for (auto& posting : entry.postings) {
        const auto same = std::ranges::find_if(merged, [&](const Posting& other) {
            return other.account == posting.account &&
                   other.asset.assetId() == posting.asset.assetId();
        });
        if (same == merged.end()) {
            merged.push_back(std::move(posting));
            continue;
        }
        const auto sum = checkedAdd(same->amount, posting.amount);
        if (!sum) return outOfRange();
        same->amount = *sum;
    }
    std::erase_if(merged, [](const Posting& posting) { return posting.amount.isZero(); });
    entry.postings = std::move(merged);
    return {};
}

}  // namespace

Result<Entry> entryFor(const liquidity::ChangeSettled& event) {
    using Kind = liquidity::ChangeKind;
    const auto& change = event.change;
    const auto own = walletAccount(change.chainId, change.owner);
    const auto position = positionAccount(change.chainId, change.tokenId);
    const std::string counter(event.isRecorded ? kTrading : kOpening);
    const bool isPaying = change.kind == Kind::mint || change.kind == Kind::increase;
    Entry entry;
    entry.occurredAt = event.blockAt;
    entry.reference = cat("liquidity.change:", change.changeId.toString());
    entry.description = cat(change.kind == Kind::collect ? "Collected fees of"
                            : isPaying                   ? "Added to"
                                                         : "Took from",
                            " liquidity position ", change.tokenId.toString(), " (",
                            change.token0.symbol, '/', change.token1.symbol, ')');
    for (const bool isFirst : {true, false}) {
        const auto side = sideOf(event, isFirst);
        if (isPaying) {
            KOSH_CHECK(addOwnerMove(entry, side, side.amount, own, position, true));
            continue;
        }
        KOSH_CHECK(addRelease(entry, side, own, position, counter));
        KOSH_CHECK(addOwnerMove(entry, side, side.fees, std::string(kLiquidityFees), own, false));
    }
    KOSH_CHECK(mergePostings(entry));
    return entry;
}

Result<Entry> reversalOf(const Entry& entry, const std::string& reason) {
    Entry reversal;
    reversal.occurredAt = entry.occurredAt;
    reversal.reference = cat("ledger.reversal:", entry.entryId.toString());
    reversal.description = cat("Reversal of entry ", entry.number, ": ", reason);
    reversal.reverses = entry.entryId;
    for (auto posting : entry.postings) {
        posting.amount = posting.amount.negated();
        reversal.postings.push_back(std::move(posting));
    }
    return reversal;
}

Result<Entry> reconciliation(const std::string& account, const std::vector<token::Balance>& held,
                             const std::map<std::string, I256>& booked) {
    Entry entry;
    entry.description = "Brought in line with the chain";
    for (const auto& balance : held) {
        if (!balance.amount) {
            return fail(ErrorKind::unavailable, "token.balance_unknown",
                        cat("the balance of ", balance.token.symbol,
                            " cannot be read now: ", balance.reason));
        }
        const auto real = I256::fromUnsigned(*balance.amount);
        const auto it = booked.find(balance.token.assetId());
        const auto difference =
            real ? checkedSub(*real, it == booked.end() ? I256{} : it->second) : std::nullopt;
        if (!difference) return outOfRange();
        if (difference->isZero()) continue;
        entry.postings.push_back({account, balance.token, *difference});
        entry.postings.push_back({std::string(kOpening), balance.token, difference->negated()});
    }
    return entry;
}

}  // namespace kosh::ledger
