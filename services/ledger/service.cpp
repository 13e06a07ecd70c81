// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "service.h"

#include "domain/booking.h"
#include "domain/by_hand.h"

#include <kosh/base/kill_point.h>
#include <kosh/ops/record_in.h>

#include <algorithm>

namespace kosh::ledger {

LedgerService::LedgerService(const runtime::ServiceEnvironment& env)
    : m_env(env),
      m_db(env.store.database("ledger")),
      m_arrivals(env, [this](chain::ChainId chainId, Address address, ops::Context context) {
          return checkSettled(chainId, address, std::move(context));
      }) {}

ops::Handlers LedgerService::handlers() {
    ops::Handlers handlers;
    handlers.add<ListEntries>(*this, &LedgerService::listEntries);
    handlers.add<GetBalances>(*this, &LedgerService::getBalances);
    handlers.add<GetTrialBalance>(*this, &LedgerService::getTrialBalance);
    handlers.add<PostEntry>(*this, &LedgerService::postEntry);
    handlers.add<ReverseEntry>(*this, &LedgerService::reverseEntry);
    handlers.add<Reconcile>(*this, &LedgerService::reconcile);
    handlers.add<ScanArrivals>(*this, &LedgerService::scanArrivals);
    return handlers;
}

Task<> LedgerService::start() {
    m_arrivals.start();
    co_return ok();
}

Task<> LedgerService::stop() {
    return m_arrivals.stop();
}

std::vector<events::Group> LedgerService::groups() {
    std::vector<events::Group> groups;
    groups.push_back({.name = "ledger.book",
                      .service = "ledger",
                      .topics = {std::string(wallet::TransactionSettled::kInfo.type),
                                 std::string(trading::SwapSettled::kInfo.type),
                                 std::string(liquidity::ChangeSettled::kInfo.type)},
                      .handler = [this](store::Transaction& tx, const events::Event& event) {
                          return book(tx, event);
                      }});
    return groups;
}

Result<> LedgerService::postNew(store::Transaction& tx, Entry entry) {
    if (entry.postings.empty()) return {};
    entry.entryId = makeId(m_env.clock, m_env.random);
    entry.bookedAt = m_env.clock.now();
    KOSH_CHECK(repository::post(tx, std::move(entry)));
    KOSH_KILL_POINT("ledger.book.posted");
    return {};
}

Result<> LedgerService::book(store::Transaction& tx, const events::Event& event) {
    if (event.type == wallet::TransactionSettled::kInfo.type) {
        KOSH_TRY(const auto settled, events::payloadOf<wallet::TransactionSettled>(event));
        KOSH_TRY(auto entry, entryFor(settled));
        return postNew(tx, std::move(entry));
    }
    if (event.type == liquidity::ChangeSettled::kInfo.type) {
        KOSH_TRY(const auto settled, events::payloadOf<liquidity::ChangeSettled>(event));
        KOSH_TRY(auto entry, entryFor(settled));
        return postNew(tx, std::move(entry));
    }
    KOSH_TRY(const auto settled, events::payloadOf<trading::SwapSettled>(event));
    KOSH_TRY(auto entry, entryFor(settled));
    return postNew(tx, std::move(entry));
}

Task<ListEntries::Response> LedgerService::listEntries(ListEntries request, ops::Context) {
    KOSH_CO_TRY(auto entries, co_await m_db.read([request](store::Reader& reader) {
        return repository::listEntries(reader, request);
    }));
    co_return ListEntries::Response{std::move(entries)};
}

Task<GetBalances::Response> LedgerService::getBalances(GetBalances request, ops::Context) {
    KOSH_CO_TRY(auto balances, co_await m_db.read([request](store::Reader& reader) {
        return repository::balances(reader, request.account, request.at);
    }));
    co_return GetBalances::Response{std::move(balances)};
}

Task<GetTrialBalance::Response> LedgerService::getTrialBalance(GetTrialBalance request,
                                                               ops::Context) {
    co_return co_await m_db.read(
        [at = request.at](store::Reader& reader) { return repository::trialBalance(reader, at); });
}

Task<Entry> LedgerService::postEntry(PostEntry request, ops::Context context) {
    const auto now = m_env.clock.now();
    KOSH_CO_CHECK(checkByHand(request, now));
    const auto inner = runtime::serviceContext("ledger", context.trace);
    Entry entry;
    for (std::size_t i = 0; i < request.postings.size(); ++i) {
        auto& posting = request.postings[i];
        auto asset = co_await m_env.node.call(
            token::ResolveToken{posting.chainId, std::move(posting.token)}, inner);
        if (!asset) {
            auto error = std::move(asset).error();
            error.details["field"] = cat("postings[", i, "].token");
            co_return Failure(std::move(error));
        }
        entry.postings.push_back({std::move(posting.account), *std::move(asset), posting.amount});
    }
    KOSH_CO_CHECK(checkSums(entry.postings));
    entry.entryId = makeId(m_env.clock, m_env.random);
    entry.occurredAt = request.occurredAt.value_or(now);
    entry.bookedAt = now;
    entry.description = std::move(request.description);
    entry.reference = cat("ledger.post:", entry.entryId.toString());
    co_return co_await m_db.write(
        [entry = std::move(entry), context](store::Transaction& tx) -> Result<Entry> {
            KOSH_TRY(auto posted, repository::post(tx, entry));
            KOSH_CHECK(ops::recordIn<PostEntry>(tx, context, posted));
            return posted;
        });
}

Task<Entry> LedgerService::reverseEntry(ReverseEntry request, ops::Context context) {
    if (request.reason.empty() || request.reason.size() > 200) {
        co_return invalidField("reason", "ledger.reason", "a reason has 1 to 200 characters");
    }
    const auto id = makeId(m_env.clock, m_env.random);
    const auto now = m_env.clock.now();
    co_return co_await m_db.write([request, id, now,
                                   context](store::Transaction& tx) -> Result<Entry> {
        KOSH_TRY(const auto entry, repository::findEntry(tx, request.entryId));
        if (!entry) {
            return fail(ErrorKind::not_found, "ledger.unknown_entry",
                        cat("there is no entry ", request.entryId.toString()));
        }
        KOSH_TRY(auto reversal, reversalOf(*entry, request.reason));
        KOSH_TRY(const auto earlier, repository::findByReference(tx, reversal.reference));
        if (earlier) {
            return fail(
                ErrorKind::conflict, "ledger.already_reversed",
                cat("entry ", entry->number, " is reversed already by entry ", earlier->number));
        }
        reversal.entryId = id;
        reversal.bookedAt = now;
        KOSH_TRY(auto posted, repository::post(tx, std::move(reversal)));
        KOSH_CHECK(ops::recordIn<ReverseEntry>(tx, context, posted));
        return posted;
    });
}

Task<> LedgerService::checkSettled(chain::ChainId chainId, Address address, ops::Context context) {
    wallet::ListTransactions recent;
    recent.chainId = chainId;
    recent.address = address;
    recent.limit = 100;
    KOSH_CO_TRY(const auto list, co_await m_env.node.call(std::move(recent), context));
    using Status = wallet::TransactionStatus;
    const bool isUnderWay =
        std::ranges::any_of(list.transactions, [](const wallet::Transaction& transaction) {
            return transaction.status == Status::signedOnly ||
                   transaction.status == Status::pending || transaction.status == Status::included;
        });
    // A swap settles a moment after its transaction: what it moved is not booked before.
    KOSH_CO_TRY(const auto trades,
                co_await m_env.node.call(trading::ListSwaps{.limit = 100}, context));
    const bool isSettling = std::ranges::any_of(trades.swaps, [&](const trading::Swap& swap) {
        return swap.status == trading::SwapStatus::pending && swap.swap && swap.owner == address &&
               swap.quote.chainId == chainId;
    });
    KOSH_CO_TRY(const auto positions,
                co_await m_env.node.call(liquidity::ListChanges{.limit = 100}, std::move(context)));
    const bool isChanging =
        std::ranges::any_of(positions.changes, [&](const liquidity::Change& change) {
            return change.status == liquidity::ChangeStatus::pending && change.transaction &&
                   change.owner == address && change.chainId == chainId;
        });
    if (isUnderWay || isSettling || isChanging) {
        co_return fail(ErrorKind::precondition, "ledger.unsettled",
                       "a transaction of this address is under way; reconcile when it is final");
    }
    co_return ok();
}

Task<Reconcile::Response> LedgerService::reconcile(Reconcile request, ops::Context context) {
    const auto inner = runtime::serviceContext("ledger", context.trace);
    KOSH_CO_CHECK(co_await checkSettled(request.chainId, request.address, inner));
    KOSH_CO_TRY(
        const auto held,
        co_await m_env.node.call(token::GetBalances{request.chainId, request.address, {}}, inner));
    // What settled before these balances must be booked before they are compared.
    KOSH_CO_CHECK(co_await m_env.events.settle());
    KOSH_CO_CHECK(co_await checkSettled(request.chainId, request.address, inner));
    const auto account = walletAccount(request.chainId, request.address);
    const auto id = makeId(m_env.clock, m_env.random);
    const auto now = m_env.clock.now();
    Reconcile::Response response;
    response.evidence = held.evidence;
    KOSH_CO_TRY(response.entry,
                co_await m_db.write([held, account, id, now, request](
                                        store::Transaction& tx) -> Result<std::optional<Entry>> {
                    KOSH_TRY(const auto balances, repository::balances(tx, account, std::nullopt));
                    std::map<std::string, I256> booked;
                    for (const auto& balance : balances)
                        booked[balance.asset.assetId()] = balance.amount;
                    KOSH_TRY(auto entry, reconciliation(account, held.balances, booked));
                    // What comes after these balances is booked as it arrives.
                    KOSH_CHECK(repository::watch(
                        tx, {request.chainId, request.address, held.evidence.blockNumber + 1}));
                    if (entry.postings.empty()) return std::nullopt;
                    entry.entryId = id;
                    entry.occurredAt = held.evidence.at;
                    entry.bookedAt = now;
                    entry.reference = cat("ledger.reconcile:", id.toString());
                    KOSH_TRY(auto posted, repository::post(tx, std::move(entry)));
                    return posted;
                }));
    co_return response;
}

Task<ScanArrivals::Response> LedgerService::scanArrivals(ScanArrivals request,
                                                         ops::Context context) {
    KOSH_CO_TRY(const auto booked,
                co_await m_arrivals.scan(request.chainId,
                                         runtime::serviceContext("ledger", context.trace)));
    co_return ScanArrivals::Response{booked};
}

}  // namespace kosh::ledger
