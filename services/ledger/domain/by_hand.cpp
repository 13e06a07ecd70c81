// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/by_hand.h"

#include <algorithm>
#include <array>
#include <map>

namespace kosh::ledger {
namespace {

constexpr std::size_t kMostPostings = 100;
constexpr std::size_t kLongestAccount = 128;
constexpr std::size_t kLongestDescription = 200;
constexpr std::array<std::string_view, 6> kRoots{"assets", "liabilities", "equity",
                                                 "income", "expenses",    "external"};
/// Kept equal to the chain by booking what settles and by reconciling.
constexpr std::array<std::string_view, 2> kFromChain{"assets:wallet:", "assets:position:"};

bool isAccount(std::string_view account) {
    const auto root = account.substr(0, account.find(':'));
    const auto isNamed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
               c == '-' || c == ':';
    };
    return account.size() <= kLongestAccount && root.size() < account.size() &&
           std::ranges::find(kRoots, root) != kRoots.end() &&
           std::ranges::all_of(account, isNamed) && !account.ends_with(':') &&
           account.find("::") == account.npos;
}

}  // namespace

Result<> checkByHand(const PostEntry& request, Timestamp now) {
    if (request.description.empty() || request.description.size() > kLongestDescription) {
        return invalidField("description", "ledger.description",
                            "a description has 1 to 200 characters");
    }
    if (request.occurredAt && *request.occurredAt > now) {
        return invalidField("occurredAt", "ledger.occurred_at",
                            "an entry is booked when it has happened, not before");
    }
    if (request.postings.size() < 2 || request.postings.size() > kMostPostings) {
        return invalidField("postings", "ledger.postings", "an entry has 2 to 100 postings");
    }
    for (std::size_t i = 0; i < request.postings.size(); ++i) {
        const auto& posting = request.postings[i];
        const auto field = [i](std::string_view name) { return cat("postings[", i, "].", name); };
        if (!isAccount(posting.account)) {
            return invalidField(field("account"), "ledger.account",
                                "an account is a name such as expenses:software; it begins with "
                                "assets, liabilities, equity, income, expenses or external");
        }
        const auto isFromChain = [&](auto prefix) { return posting.account.starts_with(prefix); };
        if (std::ranges::any_of(kFromChain, isFromChain)) {
            return invalidField(field("account"), "ledger.account",
                                "what a wallet or a position holds is booked from the chain; "
                                "reconcile the address instead");
        }
        if (posting.amount.isZero()) {
            return invalidField(field("amount"), "ledger.amount", "a posting moves an amount");
        }
    }
    return {};
}

Result<> checkSums(const std::vector<Posting>& postings) {
    std::map<std::string, I256> sums;
    for (const auto& posting : postings) {
        auto& sum = sums[posting.asset.assetId()];
        const auto next = checkedAdd(sum, posting.amount);
        if (!next) {
            return invalidField("postings", "ledger.amount",
                                "the sums leave the range of signed 256-bit integers");
        }
        sum = *next;
    }
    for (const auto& [asset, sum] : sums) {
        if (sum.isZero()) continue;
        return invalidField("postings", "ledger.unbalanced",
                            cat("debits and credits of ", asset, " differ by ", sum.toString()));
    }
    return {};
}

}  // namespace kosh::ledger
