// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/transact/checks.h>

#include <kosh/base/money.h>
#include <kosh/vault/api.h>
#include <kosh/wallet/api.h>

#include <algorithm>

namespace kosh::transact {

namespace {

bool hasAddress(const wallet::Wallet& wallet, const Address& address) {
    return std::ranges::find(wallet.addresses, address, &wallet::AddressInfo::address) !=
           wallet.addresses.end();
}

}  // namespace

Task<> checkOwner(ops::Node& node, Address owner, ops::Context context) {
    KOSH_CO_TRY(const auto wallets, co_await node.call(wallet::ListWallets{}, std::move(context)));
    const bool isOwn = std::ranges::any_of(
        wallets.wallets, [&](const wallet::Wallet& wallet) { return hasAddress(wallet, owner); });
    if (isOwn) co_return ok();
    co_return fail(ErrorKind::not_found, "wallet.unknown_address",
                   cat(owner.toString(), " is not an address of this vault"), {{"field", "owner"}});
}

Task<> checkSigning(ops::Node& node, Address owner, ops::Context context) {
    KOSH_CO_TRY(const auto vault, co_await node.call(vault::GetStatus{}, context));
    if (vault.isSigningUnlocked) co_return ok();
    KOSH_CO_TRY(const auto wallets, co_await node.call(wallet::ListWallets{}, std::move(context)));
    for (const auto& wallet : wallets.wallets) {
        if (wallet.kind == wallet::WalletKind::device && hasAddress(wallet, owner)) co_return ok();
    }
    co_return fail(ErrorKind::precondition, "vault.signing_locked",
                   "signing is locked; unlock it with the passphrase");
}

Task<> checkFunds(ops::Node& node, token::Token token, Address owner, U256 need,
                  ops::Context context) {
    KOSH_CO_TRY(const auto held,
                co_await node.call(token::GetBalances{token.chainId, owner, {token.address}},
                                   std::move(context)));
    const auto decimals = static_cast<unsigned>(token.decimals);
    for (const auto& balance : held.balances) {
        if (balance.token.address != token.address || !balance.amount) continue;
        if (*balance.amount >= need) co_return ok();
        co_return fail(ErrorKind::precondition, "wallet.insufficient_funds",
                       cat("have ", formatUnits(*balance.amount, decimals), ' ', token.symbol,
                           ", need ", formatUnits(need, decimals)),
                       {{"have", balance.amount->toString()}, {"need", need.toString()}});
    }
    co_return fail(ErrorKind::unavailable, "token.balance_unknown",
                   cat("the balance of ", token.symbol, " cannot be read now"));
}

Result<> checkPrivate(const chain::Chain& chain, bool isPrivate) {
    const bool hasOne = std::ranges::any_of(chain.entries, [](const chain::Endpoint& endpoint) {
        return endpoint.isEnabled && endpoint.role == chain::EndpointRole::broadcast;
    });
    if (!isPrivate || hasOne) return {};
    return fail(ErrorKind::precondition, "chain.no_private_endpoint",
                cat(chain.name, " has no private broadcast endpoint; add one of role broadcast"),
                {{"field", "isPrivate"}});
}

}  // namespace kosh::transact
