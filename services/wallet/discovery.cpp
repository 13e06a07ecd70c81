// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/rules.h"
#include "keys.h"

#include <algorithm>

namespace kosh::wallet {

namespace {
/// Whoever used more addresses than this in a row of gaps has another way to add them.
constexpr std::int64_t kMaxChecked = 2'000;
}  // namespace

Task<bool> Keys::isUsedOn(ChainId chainId, Address address, observe::Trace trace) {
    auto& node = m_shared.env.node;
    const auto context = m_shared.context(trace);
    KOSH_CO_TRY(const auto counts,
                co_await node.call(chain::GetTransactionCount{chainId, address}, context));
    if (counts.latest > 0) co_return true;
    KOSH_CO_TRY(const auto held,
                co_await node.call(token::GetBalances{chainId, address, {}}, context));
    for (const auto& balance : held.balances) {
        if (!balance.amount) {
            co_return fail(ErrorKind::unavailable, "token.balance_unknown",
                           cat("the balance of ", balance.token.symbol, " of ", address.toString(),
                               " cannot be read now: ", balance.reason));
        }
        if (!balance.amount->isZero()) co_return true;
    }
    co_return false;
}

Task<std::vector<ChainId>> Keys::usedOn(Address address, std::vector<ChainId> chainIds,
                                        observe::Trace trace) {
    std::vector<ChainId> used;
    for (const auto chainId : chainIds) {
        KOSH_CO_TRY(const bool isUsed, co_await isUsedOn(chainId, address, trace));
        if (isUsed) used.push_back(chainId);
    }
    co_return used;
}

Task<DiscoverAddresses::Response> Keys::discover(DiscoverAddresses request, ops::Context context) {
    if (request.chainIds.empty()) {
        co_return invalidField("chainIds", "wallet.chains", "name at least one network to look on");
    }
    KOSH_CO_TRY(const auto sealed, co_await findSealed(request.walletId));
    KOSH_CO_TRY(const auto seed, co_await seedOf(sealed));
    const auto& wallet = sealed.wallet;
    DiscoverAddresses::Response response;
    std::vector<std::int64_t> positions;
    for (std::int64_t unused = 0; unused < request.gapLimit && response.checked < kMaxChecked;
         ++response.checked) {
        const auto position = response.checked;
        KOSH_CO_TRY(auto address, deriveAddress(seed->view(), wallet.path,
                                                static_cast<std::uint32_t>(position), {}));
        KOSH_CO_TRY(auto used, co_await usedOn(address.address, request.chainIds, context.trace));
        unused = used.empty() ? unused + 1 : 0;
        if (used.empty()) continue;
        response.found.push_back({std::move(address), std::move(used), false});
        positions.push_back(position);
    }
    KOSH_CO_TRY(
        response.found,
        co_await m_shared.db.write(
            [wallet, positions, found = std::move(response.found)](
                store::Transaction& tx) mutable -> Result<std::vector<DiscoverAddresses::Found>> {
                for (std::size_t i = 0; i < found.size(); ++i) {
                    KOSH_TRY(const auto existing,
                             repository::findKey(tx, found[i].address.address));
                    found[i].isNew = !existing;
                    if (existing) continue;
                    KOSH_CHECK(repository::insertAddress(tx, wallet.walletId, positions[i],
                                                         found[i].address));
                }
                const auto isNew = [](const auto& one) { return one.isNew; };
                if (std::ranges::any_of(found, isNew)) {
                    KOSH_CHECK(events::append(tx, WalletChanged{wallet.walletId, wallet.label}));
                }
                return std::move(found);
            }));
    co_return response;
}

}  // namespace kosh::wallet
