// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/trading/api.h>

/// The books: an append-only double-entry journal in smallest units of each asset. Postings of an
/// entry sum to zero per asset; a correction is a reversal that names what it reverses.
namespace kosh::ledger {

/// Account names: "assets:wallet:<chainId>:<address>", "assets:position:<chainId>:<tokenId>",
/// "equity:opening", "equity:trading", "income:liquidity_fees", "expenses:network_fee",
/// "external:<chainId>:<address>", "external:<chainId>:unknown".
struct Posting {
    std::string account;
    token::Token asset;
    I256 amount;  ///< Smallest units; positive = debit, negative = credit.
    static constexpr auto fields() {
        return std::tuple{
            json::required("account", &Posting::account, "ledger account"),
            json::required("asset", &Posting::asset, "what"),
            json::required("amount", &Posting::amount, "smallest units, positive = debit")};
    }
};
struct Entry {
    Id entryId;
    std::int64_t number = 0;  ///< 1, 2, 3 … in order of booking.
    Timestamp occurredAt, bookedAt;
    std::string description;
    std::string reference;  ///< "wallet.transaction:<id>", "trading.swap:<id>": unique.
    std::optional<Id> reverses;
    std::vector<Posting> postings;
    static constexpr auto fields() {
        return std::tuple{json::required("entryId", &Entry::entryId, "identifier"),
                          json::required("number", &Entry::number, "position in the journal"),
                          json::required("occurredAt", &Entry::occurredAt, "when it happened"),
                          json::required("bookedAt", &Entry::bookedAt, "when it was booked"),
                          json::required("description", &Entry::description, "for people"),
                          json::required("reference", &Entry::reference, "what it books"),
                          json::optional("reverses", &Entry::reverses, "the entry it takes back"),
                          json::required("postings", &Entry::postings, "sum to zero per asset")};
    }
};

struct ListEntries {
    static constexpr ops::Info kInfo{"ledger.entries",  ops::Kind::query,
                                     "ledger:read",     "GET",
                                     "/ledger/entries", "Journal entries, newest first"};
    struct Response {
        std::vector<Entry> entries;
        static constexpr auto fields() {
            return std::tuple{json::required("entries", &Response::entries, "newest first")};
        }
    };
    std::string account;
    std::string reference;
    std::optional<std::int64_t> beforeNumber;
    std::int64_t limit = 50;
    static constexpr auto fields() {
        return std::tuple{
            json::optional("account", &ListEntries::account, "only entries that touch it"),
            json::optional("reference", &ListEntries::reference, "only this reference"),
            json::optional("beforeNumber", &ListEntries::beforeNumber, "older than this entry"),
            json::optional("limit", &ListEntries::limit, "at most", 1, 500)};
    }
};

struct AccountBalance {
    std::string account;
    token::Token asset;
    I256 amount;
    static constexpr auto fields() {
        return std::tuple{
            json::required("account", &AccountBalance::account, "ledger account"),
            json::required("asset", &AccountBalance::asset, "what"),
            json::required("amount", &AccountBalance::amount, "smallest units, positive = debit")};
    }
};
struct GetBalances {
    static constexpr ops::Info kInfo{"ledger.balances",
                                     ops::Kind::query,
                                     "ledger:read",
                                     "GET",
                                     "/ledger/balances",
                                     "Balances of accounts at an instant",
                                     2};
    struct Response {
        std::vector<AccountBalance> balances;
        static constexpr auto fields() {
            return std::tuple{
                json::required("balances", &Response::balances, "by account and asset")};
        }
    };
    std::string account;  ///< Prefix; empty = all.
    std::optional<Timestamp> at;
    static constexpr auto fields() {
        return std::tuple{json::optional("account", &GetBalances::account,
                                         "account or prefix ending in ':'; empty = all"),
                          json::optional("at", &GetBalances::at,
                                         "as of this instant (occurred at); absent = now")};
    }
};

/// Sums of debits and credits per asset: the books balance when every difference is zero and,
/// without `at`, the balances kept with the postings are what these add up to.
struct GetTrialBalance {
    static constexpr ops::Info kInfo{"ledger.trial_balance",
                                     ops::Kind::query,
                                     "ledger:read",
                                     "GET",
                                     "/ledger/trial-balance",
                                     "Prove that the books balance",
                                     5};
    struct Line {
        token::Token asset;
        U256 debits, credits;
        static constexpr auto fields() {
            return std::tuple{
                json::required("asset", &Line::asset, "what"),
                json::required("debits", &Line::debits, "sum of positive postings"),
                json::required("credits", &Line::credits, "sum of negative postings")};
        }
    };
    struct Response {
        bool isBalanced = false;
        std::int64_t entries = 0;
        std::vector<Line> lines;
        static constexpr auto fields() {
            return std::tuple{
                json::required(
                    "isBalanced", &Response::isBalanced,
                    "debits = credits everywhere, and the sums kept are those of the journal"),
                json::required("entries", &Response::entries, "journal entries counted"),
                json::required("lines", &Response::lines, "by asset")};
        }
    };
    std::optional<Timestamp> at;
    static constexpr auto fields() {
        return std::tuple{
            json::optional("at", &GetTrialBalance::at, "as of this instant; absent = now")};
    }
};

/// One side of an entry that somebody books by hand.
struct PostingByHand {
    std::string account;
    chain::ChainId chainId = 0;
    std::string token;
    I256 amount;  ///< Smallest units; positive = debit, negative = credit.
    static constexpr auto fields() {
        using P = PostingByHand;
        return std::tuple{json::required("account", &P::account, "such as expenses:software"),
                          json::required("chainId", &P::chainId, "EIP-155 chain id", 1),
                          json::required("token", &P::token, "symbol, address or native symbol"),
                          json::required("amount", &P::amount, "smallest units, positive = debit")};
    }
};

/// Books an entry by hand: to say what came from outside was for, to open other accounts, to
/// correct. Accounts begin with assets, liabilities, equity, income, expenses or external, in up
/// to 128 characters a-z 0-9 _ . - and colons between names; what a wallet or a position holds is
/// booked from the chain alone. Errors, each naming the field: `ledger.account`, `ledger.amount`,
/// `ledger.description`, `ledger.occurred_at`, `ledger.postings`, `ledger.unbalanced` (invalid;
/// says which asset is off by how much), `ledger.range` (a balance would leave 256 bits),
/// `token.unknown`.
struct PostEntry {
    static constexpr ops::Info kInfo{"ledger.post",
                                     ops::Kind::command,
                                     "ledger:write",
                                     "POST",
                                     "/ledger/entries",
                                     "Book an entry by hand",
                                     1,
                                     false,
                                     true};
    using Response = Entry;
    std::string description;
    std::optional<Timestamp> occurredAt;
    std::vector<PostingByHand> postings;
    static constexpr auto fields() {
        using P = PostEntry;
        return std::tuple{
            json::required("description", &P::description, "what it was, for the journal"),
            json::optional("occurredAt", &P::occurredAt, "when it happened; absent = now"),
            json::required("postings", &P::postings, "2 to 100, summing to zero per asset")};
    }
};

/// Books the opposite of an entry. Errors: `ledger.unknown_entry`, `ledger.already_reversed`
/// (conflict).
struct ReverseEntry {
    static constexpr ops::Info kInfo{"ledger.reverse",
                                     ops::Kind::command,
                                     "ledger:write",
                                     "POST",
                                     "/ledger/entries/{entryId}/reverse",
                                     "Take an entry back by its reversal",
                                     1,
                                     false,
                                     true};
    using Response = Entry;
    Id entryId;
    std::string reason;
    static constexpr auto fields() {
        return std::tuple{json::required("entryId", &ReverseEntry::entryId, "entry to take back"),
                          json::required("reason", &ReverseEntry::reason, "why, for the journal")};
    }
};

/// Compares what the chain says an address holds with the books and books the difference against
/// "equity:opening" (money that was there before, or came from outside). From then on what others
/// send to the address is booked by itself. Nothing is booked while a
/// transaction of the address is under way (`ledger.unsettled`, precondition) or when a balance is
/// unknown.
struct Reconcile {
    static constexpr ops::Info kInfo{"ledger.reconcile",
                                     ops::Kind::command,
                                     "ledger:write",
                                     "POST",
                                     "/ledger/reconcile",
                                     "Bring the books to what the chain holds",
                                     10,
                                     true};
    struct Response {
        std::optional<Entry> entry;  ///< Absent: the books were right.
        chain::Evidence evidence;
        static constexpr auto fields() {
            return std::tuple{
                json::optional("entry", &Response::entry,
                               "what was booked; absent = nothing to book"),
                json::required("evidence", &Response::evidence, "balances compared with")};
        }
    };
    chain::ChainId chainId = 0;
    Address address;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &Reconcile::chainId, "EIP-155 chain id", 1),
            json::required("address", &Reconcile::address, "one of this vault's addresses")};
    }
};

/// Once for what others sent to an address whose books were opened, in a block with enough
/// confirmations. The coin leaves no logs: it is what the chain holds above the books, from
/// unknown, at some time after `sinceBlock`.
struct TransferReceived {
    static constexpr events::Info kInfo{"ledger.transfer_received", 1};
    std::string receiptId;  ///< Unique: "<chain>:<transaction>:<log>", "<chain>:coin:<address>:…".
    chain::ChainId chainId = 0;
    Address address;
    token::Token asset;
    U256 amount;
    std::optional<Address> from;
    std::optional<Hash256> transactionHash;
    std::uint64_t sinceBlock = 0, blockNumber = 0;
    Timestamp blockAt;
    std::string eventKey() const { return address.toString(); }
    static constexpr auto fields() {
        using T = TransferReceived;
        return std::tuple{
            json::required("receiptId", &T::receiptId, "identifier"),
            json::required("chainId", &T::chainId, "EIP-155 chain id", 1),
            json::required("address", &T::address, "who got it"),
            json::required("asset", &T::asset, "what"),
            json::required("amount", &T::amount, "smallest units"),
            json::optional("from", &T::from, "absent = not known"),
            json::optional("transactionHash", &T::transactionHash, "absent = not known"),
            json::required("sinceBlock", &T::sinceBlock, "it came after this block"),
            json::required("blockNumber", &T::blockNumber, "and was there in this one"),
            json::required("blockAt", &T::blockAt, "time of that block")};
    }
};

/// Books at once what others have sent to the addresses of a network whose books were opened; by
/// itself that happens every few seconds.
struct ScanArrivals {
    static constexpr ops::Info kInfo{"ledger.scan_arrivals",
                                     ops::Kind::command,
                                     "ledger:write",
                                     "POST",
                                     "/ledger/arrivals/scan",
                                     "Book what others have sent",
                                     10,
                                     true};
    struct Response {
        std::int64_t booked = 0;
        static constexpr auto fields() {
            return std::tuple{
                json::required("booked", &Response::booked, "entries that were booked")};
        }
    };
    chain::ChainId chainId = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &ScanArrivals::chainId, "EIP-155 chain id", 1)};
    }
};

struct EntryPosted {
    static constexpr events::Info kInfo{"ledger.entry_posted", 1};
    Entry entry;
    std::string eventKey() const { return "journal"; }
    static constexpr auto fields() {
        return std::tuple{json::required("entry", &EntryPosted::entry, "as booked")};
    }
};

using Operations = ops::List<ListEntries, GetBalances, GetTrialBalance, PostEntry, ReverseEntry,
                             Reconcile, ScanArrivals>;

}  // namespace kosh::ledger
