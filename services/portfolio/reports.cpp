// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include <algorithm>

namespace kosh::portfolio {

namespace {

constexpr std::int64_t kMaxPoints = 5000;
constexpr std::size_t kMaxChains = 32;
constexpr auto kDefaultPeriod = std::chrono::hours(24 * 30);

Failure badPeriod() {
    return invalidField("from", "portfolio.period", "the period ends before it begins");
}

}  // namespace

/// What is needed to value what is open now; what cannot be read is unpriced.
Task<> PortfolioService::addPrices(GainsSum* sum, const std::vector<OpenPart>* open,
                                   ops::Context context) {
    for (const auto& part : *open) {
        const auto chainId = part.token.chainId;
        const std::pair key{chainId, part.token.address};
        const auto unit = sum->numeraires.find(chainId);
        if (unit == sum->numeraires.end() || sum->pricesX64.contains(key)) continue;
        KOSH_CO_TRY(const auto price, co_await m_holdings.price(chainId, part.token.address,
                                                                unit->second.address, context));
        if (price) sum->pricesX64[key] = *price->priceX64;
    }
    co_return ok();
}

Task<GetGains::Response> PortfolioService::getGains(GetGains request, ops::Context context) {
    auto own = runtime::serviceContext("portfolio", context.trace);
    own.deadline = context.deadline;
    const auto from = request.from.value_or(Timestamp{0});
    const auto to = request.to.value_or(m_env.clock.now() + Duration(1));
    if (to < from) co_return badPeriod();
    KOSH_CO_CHECK(co_await playLots());
    KOSH_CO_TRY(const auto wallets, co_await m_holdings.wallets(own));
    const repository::LotFilter filter{request.chainId, request.address, request.token, {}};
    std::vector<OpenPart> open;
    std::vector<GonePart> gone;
    KOSH_CO_CHECK(co_await m_db.read([&](store::Reader& reader) -> Result<> {
        KOSH_TRY(open, repository::lots(reader, filter));
        KOSH_TRY(gone, repository::realised(reader, filter, from, to));
        return {};
    }));
    GainsSum sum;
    for (const auto& [address, wallet] : wallets) sum.wallets[address] = wallet.walletId;
    if (request.walletId) {
        const auto isOther = [&](const Address& address) {
            const auto wallet = sum.wallets.find(address);
            return wallet == sum.wallets.end() || wallet->second != *request.walletId;
        };
        std::erase_if(open, [&](const OpenPart& part) { return isOther(part.lot.address); });
        std::erase_if(gone, [&](const GonePart& part) { return isOther(part.part.address); });
    }
    std::set<chain::ChainId> chains;
    for (const auto& part : open) chains.insert(part.token.chainId);
    for (const auto& part : gone) chains.insert(part.token.chainId);
    for (const auto chain : chains) {
        const auto unit = co_await m_holdings.numeraire(chain, own);
        if (unit && *unit) sum.numeraires[chain] = **unit;
    }
    KOSH_CO_CHECK(co_await addPrices(&sum, &open, own));
    for (const auto& part : gone) sum.add(part);
    for (const auto& part : open) sum.add(part);
    auto response = std::move(sum).finish();
    response.at = m_env.clock.now();
    co_return response;
}

Task<GetHistory::Response> PortfolioService::getHistory(GetHistory request, ops::Context context) {
    const auto own = runtime::serviceContext("portfolio", context.trace);
    const auto to = request.to.value_or(m_env.clock.now() + Duration(1));
    const auto from = startOf(request.from.value_or(to - kDefaultPeriod), request.resolution);
    if (to <= from) co_return badPeriod();
    if ((to - from) / lengthOf(request.resolution) > kMaxPoints) {
        co_return invalidField(
            "resolution", "portfolio.too_many_points",
            "at most 5,000 points: ask for a shorter period or a wider one each");
    }
    KOSH_CO_TRY(auto snapshots,
                co_await m_db.read([from, to, chain = request.chainId](store::Reader& reader) {
                    return repository::snapshots(reader, from, to, chain);
                }));
    KOSH_CO_TRY(const auto wallets, co_await m_holdings.wallets(own));
    // An address that left the vault would be a gap for ever.
    std::erase_if(snapshots, [&](const Snapshot& snapshot) {
        const auto wallet = wallets.find(snapshot.address);
        if (request.address && snapshot.address != *request.address) return true;
        if (request.walletId)
            return wallet == wallets.end() || wallet->second.walletId != *request.walletId;
        return wallet == wallets.end() && !request.address;
    });
    co_return historyOf(snapshots, from, to, request.resolution);
}

Task<TakeSnapshot::Response> PortfolioService::takeSnapshot(TakeSnapshot request,
                                                            ops::Context context) {
    auto own = runtime::serviceContext("portfolio", context.trace);
    own.deadline = context.deadline;
    const std::set<chain::ChainId> asked(request.chains.begin(), request.chains.end());
    if (asked.empty() || asked.size() > kMaxChains) {
        co_return invalidField("chains", "portfolio.chains", "name 1 to 32 networks");
    }
    for (const auto chain : asked)
        KOSH_CO_CHECK(co_await m_env.node.call(chain::GetChain{chain}, own));
    KOSH_CO_TRY(auto answered,
                co_await m_keeper.takeSnapshots({asked.begin(), asked.end()}, std::move(own)));
    co_return TakeSnapshot::Response{std::move(answered)};
}

}  // namespace kosh::portfolio
