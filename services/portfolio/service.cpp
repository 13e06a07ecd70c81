// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/holdings_sum.h"

#include <kosh/base/money.h>

#include <algorithm>
#include <iterator>

namespace kosh::portfolio {

namespace {

constexpr std::size_t kMaxOwners = 64;

/// Movements of an event as they go into the tables; nothing for what is none.
Result<> project(store::Transaction& tx, const events::Event& event) {
    std::vector<Record> records;
    if (event.type == wallet::TransactionSettled::kInfo.type) {
        KOSH_TRY(const auto settled, events::payloadOf<wallet::TransactionSettled>(event));
        records = recordsOf(settled, event.sequence);
    } else if (event.type == trading::SwapSettled::kInfo.type) {
        KOSH_TRY(const auto settled, events::payloadOf<trading::SwapSettled>(event));
        records = recordsOf(settled, event.sequence);
    } else if (event.type == liquidity::ChangeSettled::kInfo.type) {
        KOSH_TRY(const auto settled, events::payloadOf<liquidity::ChangeSettled>(event));
        records = recordsOf(settled, event.sequence);
    } else if (event.type == ledger::TransferReceived::kInfo.type) {
        KOSH_TRY(const auto received, events::payloadOf<ledger::TransferReceived>(event));
        records = recordsOf(received, event.sequence);
        // A reconciliation that came first has it as an opening lot.
        KOSH_TRY(const bool isThere,
                 repository::isReconciledSince(tx, records.front(), received.sinceBlock));
        if (isThere) records.clear();
    } else if (event.type == LotsReconciled::kInfo.type) {
        KOSH_TRY(const auto reconciled, events::payloadOf<LotsReconciled>(event));
        records = recordsOf(reconciled, event.sequence);
    } else if (event.type == Valued::kInfo.type) {
        KOSH_TRY(const auto valued, events::payloadOf<Valued>(event));
        return repository::addValuation(tx, valued);
    } else if (event.type == CostSet::kInfo.type) {
        KOSH_TRY(const auto said, events::payloadOf<CostSet>(event));
        return repository::setOwnerCost(tx, said);
    }
    for (const auto& record : records) KOSH_CHECK(repository::addRecord(tx, record));
    return {};
}

}  // namespace

PortfolioService::PortfolioService(const runtime::ServiceEnvironment& env)
    : m_env(env), m_db(env.store.database("portfolio")), m_holdings(env), m_keeper(env) {}

ops::Handlers PortfolioService::handlers() {
    ops::Handlers handlers;
    handlers.add<GetHoldings>(*this, &PortfolioService::getHoldings);
    handlers.add<ListLots>(*this, &PortfolioService::listLots);
    handlers.add<SetCost>(*this, &PortfolioService::setCost);
    handlers.add<SetValue>(*this, &PortfolioService::setValue);
    handlers.add<ReconcileLots>(*this, &PortfolioService::reconcile);
    handlers.add<GetGains>(*this, &PortfolioService::getGains);
    handlers.add<GetHistory>(*this, &PortfolioService::getHistory);
    handlers.add<TakeSnapshot>(*this, &PortfolioService::takeSnapshot);
    return handlers;
}

std::vector<events::Group> PortfolioService::groups() {
    std::vector<events::Group> groups;
    groups.push_back({.name = "portfolio.lots",
                      .service = "portfolio",
                      .topics = {std::string(wallet::TransactionSettled::kInfo.type),
                                 std::string(trading::SwapSettled::kInfo.type),
                                 std::string(liquidity::ChangeSettled::kInfo.type),
                                 std::string(ledger::TransferReceived::kInfo.type),
                                 std::string(LotsReconciled::kInfo.type),
                                 std::string(Valued::kInfo.type), std::string(CostSet::kInfo.type)},
                      .handler = project});
    return groups;
}

Task<> PortfolioService::start() {
    m_keeper.start();
    co_return ok();
}

Task<> PortfolioService::stop() {
    return m_keeper.stop();
}

Task<std::vector<Address>> PortfolioService::ownersOf(std::vector<Address> asked,
                                                      WalletsByAddress wallets) {
    if (asked.empty()) {
        for (const auto& [address, wallet] : wallets) asked.push_back(address);
    }
    // The same address twice would count twice.
    std::vector<Address> owners;
    for (const auto& address : asked) {
        if (std::ranges::find(owners, address) == owners.end()) owners.push_back(address);
    }
    if (owners.size() > kMaxOwners) {
        co_return invalidField("owners", "portfolio.too_many_owners",
                               cat("at most 64 addresses at once, these are ", owners.size()));
    }
    co_return owners;
}

Task<std::vector<ChainHoldings>> PortfolioService::holdingsOn(std::optional<chain::ChainId> chainId,
                                                              std::vector<Address> owners,
                                                              ops::Context context) {
    std::vector<ChainHoldings> found;
    if (chainId) {
        KOSH_CO_TRY(auto one, co_await m_holdings.read(*chainId, std::move(owners), context));
        found.push_back(std::move(one));
        co_return found;
    }
    KOSH_CO_TRY(auto known, co_await m_env.node.call(chain::ListChains{}, context));
    std::erase_if(known.chains,
                  [](const chain::Chain& chain) { return chain.isTest && !chain.isCustom; });
    co_return co_await m_holdings.readAll(std::move(known.chains), std::move(owners), context);
}

Task<GetHoldings::Response> PortfolioService::getHoldings(GetHoldings request,
                                                          ops::Context context) {
    auto own = runtime::serviceContext("portfolio", context.trace);
    own.deadline = context.deadline;
    KOSH_CO_TRY(const auto wallets, co_await m_holdings.wallets(own));
    KOSH_CO_TRY(const auto owners, co_await ownersOf(std::move(request.owners), wallets));
    KOSH_CO_TRY(auto found, co_await holdingsOn(request.chainId, owners, own));
    auto response = sumOfChains(std::move(found), wallets);
    response.at = m_env.clock.now();
    co_return response;
}

Task<> PortfolioService::playLots() {
    KOSH_CO_TRY(const auto isDirty, co_await m_db.read([](store::Reader& reader) {
        return repository::hasDirty(reader);
    }));
    if (!isDirty) co_return ok();
    co_return co_await m_db.write([](store::Transaction& tx) { return repository::playDirty(tx); });
}

Task<std::vector<Lot>> PortfolioService::lotsOf(repository::LotFilter filter,
                                                ops::Context context) {
    KOSH_CO_CHECK(co_await playLots());
    KOSH_CO_TRY(auto rows, co_await m_db.read([filter](store::Reader& reader) {
        return repository::lots(reader, filter);
    }));
    KOSH_CO_TRY(const auto wallets, co_await m_holdings.wallets(context));
    std::map<chain::ChainId, std::optional<token::Token>> numeraires;
    std::vector<Lot> lots;
    for (auto& row : rows) {
        const auto [numeraire, isNew] = numeraires.try_emplace(row.token.chainId);
        if (isNew) {
            // A network that was removed has lots and no numeraire.
            auto found = co_await m_holdings.numeraire(row.token.chainId, context);
            if (found) numeraire->second = *std::move(found);
        }
        const auto wallet = wallets.find(row.lot.address);
        lots.push_back(
            {row.lot.lotId, std::move(row.token), row.lot.address,
             row.lot.positionId.isZero() ? std::nullopt : std::optional(row.lot.positionId),
             wallet == wallets.end() ? std::nullopt : std::optional(wallet->second.walletId),
             row.lot.kind, row.lot.acquired.at, row.lot.quantity, row.lot.cost, numeraire->second});
    }
    co_return lots;
}

Task<ListLots::Response> PortfolioService::listLots(ListLots request, ops::Context context) {
    const auto own = runtime::serviceContext("portfolio", context.trace);
    KOSH_CO_TRY(auto lots,
                co_await lotsOf({request.chainId, request.address, request.token, {}}, own));
    if (request.onlyUnknownCost)
        std::erase_if(lots, [](const Lot& lot) { return lot.cost.has_value(); });
    co_return ListLots::Response{std::move(lots)};
}

Task<U256> PortfolioService::inNumeraire(chain::ChainId chainId, std::string field,
                                         std::string amount, ops::Context context) {
    KOSH_CO_TRY(const auto numeraire, co_await m_holdings.numeraire(chainId, std::move(context)));
    if (!numeraire) {
        co_return fail(ErrorKind::precondition, "portfolio.no_numeraire",
                       "this network has no token that values are shown in");
    }
    const auto units = parseUnits(amount, static_cast<unsigned>(numeraire->decimals));
    if (!units) co_return invalidField(std::move(field), units.error().key, units.error().message);
    co_return *units;
}

Task<SetCost::Response> PortfolioService::setCost(SetCost request, ops::Context context) {
    const auto own = runtime::serviceContext("portfolio", context.trace);
    KOSH_CO_CHECK(co_await playLots());
    KOSH_CO_TRY(const auto lot, co_await m_db.read([id = request.lotId](store::Reader& reader) {
        return repository::findLot(reader, id);
    }));
    if (!lot) {
        co_return fail(ErrorKind::not_found, "portfolio.unknown_lot",
                       cat("there is no lot ", request.lotId), {{"field", "lotId"}});
    }
    CostSet said{request.lotId,     lot->token.chainId, lot->token.address, lot->quantity, {},
                 request.acquiredAt};
    if (!request.cost.empty()) {
        KOSH_CO_TRY(said.cost, co_await inNumeraire(said.chainId, "cost", request.cost, own));
    }
    if (request.acquiredAt && *request.acquiredAt > m_env.clock.now()) {
        co_return invalidField("acquiredAt", "portfolio.in_future",
                               "a lot cannot have come in the future");
    }
    KOSH_CO_CHECK(
        co_await m_db.write([said](store::Transaction& tx) { return events::append(tx, said); }));
    KOSH_CO_CHECK(co_await m_env.events.settle());
    KOSH_CO_TRY(auto lots, co_await lotsOf({{}, {}, {}, request.lotId}, own));
    co_return SetCost::Response{std::move(lots)};
}

Task<ops::Nothing> PortfolioService::setValue(SetValue request, ops::Context context) {
    const auto own = runtime::serviceContext("portfolio", context.trace);
    KOSH_CO_TRY(const auto movement,
                co_await m_db.read([id = request.movementId](store::Reader& reader) {
                    return repository::findValued(reader, id);
                }));
    if (!movement) {
        co_return fail(ErrorKind::not_found, "portfolio.unknown_movement",
                       cat("there is no movement ", request.movementId, " that has a value"),
                       {{"field", "movementId"}});
    }
    Valued said;
    said.valuationId = movement->valuationId;
    said.source = ValueSource::owner;
    said.at = m_env.clock.now();
    KOSH_CO_TRY(said.value, co_await inNumeraire(movement->chainId, "value", request.value, own));
    KOSH_CO_TRY(said.valuedIn, co_await m_holdings.numeraire(movement->chainId, own));
    KOSH_CO_CHECK(
        co_await m_db.write([said](store::Transaction& tx) { return events::append(tx, said); }));
    KOSH_CO_CHECK(co_await m_env.events.settle());
    co_return ops::Nothing{};
}

Task<> PortfolioService::checkSettled(ReconcileLots request, ops::Context context) {
    wallet::ListTransactions recent;
    recent.chainId = request.chainId;
    recent.limit = 500;
    KOSH_CO_TRY(const auto list, co_await m_env.node.call(std::move(recent), context));
    using Status = wallet::TransactionStatus;
    const bool isUnderWay =
        std::ranges::any_of(list.transactions, [&](const wallet::Transaction& transaction) {
            const bool isOpen = transaction.status == Status::signedOnly ||
                                transaction.status == Status::pending ||
                                transaction.status == Status::included;
            return isOpen && (transaction.from == request.address ||
                              transaction.recipient == request.address);
        });
    // A swap settles a moment after its transaction: what it moved is not in the lots before.
    KOSH_CO_TRY(const auto trades,
                co_await m_env.node.call(trading::ListSwaps{.limit = 100}, std::move(context)));
    const bool isSettling = std::ranges::any_of(trades.swaps, [&](const trading::Swap& swap) {
        return swap.status == trading::SwapStatus::pending && swap.swap &&
               swap.owner == request.address && swap.quote.chainId == request.chainId;
    });
    if (isUnderWay || isSettling) {
        co_return fail(ErrorKind::precondition, "portfolio.unsettled",
                       "a transaction of this address is under way; reconcile when it is final");
    }
    co_return ok();
}

Task<ReconcileLots::Response> PortfolioService::reconcile(ReconcileLots request,
                                                          ops::Context context) {
    const auto own = runtime::serviceContext("portfolio", context.trace);
    KOSH_CO_TRY(const auto wallets, co_await m_holdings.wallets(own));
    if (!wallets.contains(request.address)) {
        co_return fail(ErrorKind::not_found, "wallet.unknown_address",
                       cat(request.address.toString(), " is not an address of this vault"),
                       {{"field", "address"}});
    }
    KOSH_CO_CHECK(co_await checkSettled(request, own));
    KOSH_CO_TRY(
        const auto balances,
        co_await m_env.node.call(token::GetBalances{request.chainId, request.address, {}}, own));
    KOSH_CO_TRY(const auto block,
                co_await m_env.node.call(
                    chain::GetBlock{request.chainId, balances.evidence.blockNumber}, own));
    // What settled before these balances must be in the lots before they are compared.
    KOSH_CO_CHECK(co_await m_env.events.settle());
    KOSH_CO_CHECK(co_await checkSettled(request, own));
    const auto id = makeId(m_env.clock, m_env.random);
    ReconcileLots::Response response;
    response.evidence = balances.evidence;
    KOSH_CO_TRY(
        response.adjustments,
        co_await m_db.write([balances, request, id, blockAt = block.at](
                                store::Transaction& tx) -> Result<std::vector<Adjustment>> {
            KOSH_CHECK(repository::playDirty(tx));
            KOSH_TRY(const auto held, repository::held(tx, request.chainId, request.address));
            KOSH_TRY(auto adjustments, adjustmentsFor(balances.balances, held));
            if (request.isDryRun || adjustments.empty()) return adjustments;
            KOSH_CHECK(events::append(tx, LotsReconciled{id, request.chainId, request.address,
                                                         adjustments, balances.evidence, blockAt}));
            return adjustments;
        }));
    KOSH_CO_CHECK(co_await m_env.events.settle());
    co_return response;
}

}  // namespace kosh::portfolio
