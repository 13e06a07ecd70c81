// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "booking_facts.h"
#include "domain/booking.h"

#include <kosh/ledger/module.h>
#include <kosh/test/service_rig.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::ledger;

namespace {

/// 2^254.
constexpr std::string_view kHuge =
    "28948022309329048855892746252171976963317496166410141009864396001978282409984";

using wallet::TransactionStatus;

/// The ledger between a wallet and a trading service whose events the test writes.
struct LedgerWorld {
    test::ServiceRig rig{module()};
    std::vector<wallet::Transaction> transactions;
    std::vector<trading::Swap> swaps;
    std::vector<liquidity::Change> changes;
    std::optional<U256> eth = U256(1'000'000);
    std::optional<U256> usdc = U256(500);

    LedgerWorld() {
        rig.node.on<wallet::ListTransactions>(
            [this](const auto&, const auto&) -> Result<wallet::ListTransactions::Response> {
                return wallet::ListTransactions::Response{transactions};
            });
        rig.node.on<trading::ListSwaps>(
            [this](const auto&, const auto&) -> Result<trading::ListSwaps::Response> {
                return trading::ListSwaps::Response{swaps};
            });
        rig.node.on<liquidity::ListChanges>(
            [this](const auto&, const auto&) -> Result<liquidity::ListChanges::Response> {
                return liquidity::ListChanges::Response{changes};
            });
        rig.node.on<token::GetBalances>(
            [this](const auto&, const auto&) -> Result<token::GetBalances::Response> {
                token::GetBalances::Response response;
                response.balances = {{kEth, eth, "cable out"}, {kUsdc, usdc, "cable out"}};
                response.evidence = {"fake", 77, rig.clock.now()};
                return response;
            });
        rig.start();
    }
    ~LedgerWorld() { rig.stop(); }

    template <events::EventType T>
    void publish(const T& event, std::string service) {
        auto written = rig.core.run(
            rig.vault.store().database(std::move(service)).write([event](store::Transaction& tx) {
                return events::append(tx, event);
            }));
        if (!written) test::giveUp(written.error().message);
    }
    void publish(const wallet::TransactionSettled& event) { publish(event, "wallet"); }
    void publish(const trading::SwapSettled& event) { publish(event, "trading"); }
    void publish(const liquidity::ChangeSettled& event) { publish(event, "liquidity"); }
    std::vector<Entry> entries(ListEntries filter = {}) {
        if (!rig.core.run(rig.log->settle())) test::giveUp("the books did not settle");
        return rig.call(std::move(filter)).value().entries;
    }
    /// "account symbol" → balance.
    std::map<std::string, std::string> balances(std::string account = {},
                                                std::optional<Timestamp> at = {}) {
        std::map<std::string, std::string> all;
        for (const auto& balance : rig.call(GetBalances{std::move(account), at}).value().balances)
            all[cat(balance.account, ' ', balance.asset.symbol)] = balance.amount.toString();
        return all;
    }
    bool isBalanced() { return rig.call(GetTrialBalance{}).value().isBalanced; }
    auto reconcile() { return rig.call(Reconcile{kChain, kOwner}); }
    std::string execute(std::string sql) {
        return keyOf(rig.core.run(rig.vault.store().database("ledger").write(
            [sql](store::Transaction& tx) { return tx.execute(sql, {}); })));
    }
};

const std::string kOwn = walletAccount(kChain, kOwner);

}  // namespace

class LedgerJournalTest : public QObject {
    Q_OBJECT

private slots:
    void whatSettlesIsBooked() {
        LedgerWorld w;
        w.publish(settledSend(1, kUsdc, 500));
        w.publish(settledSwap(2));
        const auto entries = w.entries();
        QCOMPARE(entries.size(), std::size_t{2});
        QCOMPARE(entries[0].number, std::int64_t{2});
        QCOMPARE(entries[1].number, std::int64_t{1});
        QVERIFY(entries[0].bookedAt == w.rig.clock.now());
        QVERIFY(entries[0].occurredAt == kBlockAt);
        QCOMPARE(amountsOf(entries[0]), amountsOf(entryFor(settledSwap(2)).value()));
        QCOMPARE(amountsOf(entries[1]), amountsOf(entryFor(settledSend(1, kUsdc, 500)).value()));
        QCOMPARE(w.rig.eventsOf("ledger.entry_posted").size(), std::size_t{2});
        QVERIFY(w.isBalanced());
    }

    void twiceDeliveredIsOnceBooked() {
        LedgerWorld w;
        w.publish(settledFee(1));
        w.publish(settledFee(1));
        w.publish(settledSwap(2));
        QCOMPARE(w.entries().size(), std::size_t{2});
        QVERIFY(w.rig.core.run(w.rig.log->replay("ledger.book", 1)).has_value());
        QCOMPARE(w.entries().size(), std::size_t{2});
        w.rig.restart();
        QCOMPARE(w.entries().size(), std::size_t{2});
        QCOMPARE(w.rig.eventsOf("ledger.entry_posted").size(), std::size_t{2});
        QVERIFY(w.rig.core.run(w.rig.log->deadLetters("ledger.book")).value().empty());
        QCOMPARE(w.balances().at(kOwn + " ETH"), std::string("974001"));
    }

    void eventsOfATimeWithoutLedgerAreBooked() {
        LedgerWorld w;
        w.rig.stop();
        w.publish(settledFee(1));
        w.rig.vault.reopen();
        w.rig.start();
        QCOMPARE(w.entries().size(), std::size_t{1});
    }

    void balancesByAccountAndInstant() {
        LedgerWorld w;
        auto later = settledFee(2);
        later.blockAt = kBlockAt + std::chrono::seconds(10);
        w.publish(settledSend(1, kUsdc, 500));
        w.publish(later);
        w.entries();
        QCOMPARE(w.balances().at(kOwn + " ETH"), std::string("-42000"));
        QCOMPARE(w.balances(kOwn).size(), std::size_t{2});
        QCOMPARE(w.balances("assets:").size(), std::size_t{2});
        // A name that is no prefix is one account.
        QVERIFY(w.balances("assets").empty());
        const auto before = w.balances(kOwn, kBlockAt + std::chrono::seconds(9));
        QCOMPARE(before.at(kOwn + " ETH"), std::string("-21000"));
        QCOMPARE(w.balances(kOwn, later.blockAt).at(kOwn + " ETH"), std::string("-42000"));
        QVERIFY(w.balances({}, kBlockAt - std::chrono::microseconds(1)).empty());
        QVERIFY(w.isBalanced());
    }

    void trialBalance() {
        LedgerWorld w;
        const auto empty = w.rig.call(GetTrialBalance{}).value();
        QVERIFY(empty.isBalanced && empty.lines.empty());
        w.publish(settledSend(1, kUsdc, 500));
        w.publish(settledSwap(2));
        w.entries();
        const auto trial = w.rig.call(GetTrialBalance{}).value();
        QVERIFY(trial.isBalanced);
        QCOMPARE(trial.entries, std::int64_t{2});
        QCOMPARE(trial.lines.size(), std::size_t{2});
        for (const auto& line : trial.lines) {
            QVERIFY(line.debits == line.credits);
            QVERIFY(line.debits ==
                    (line.asset.isNative() ? U256(21'000 + 995'001) : U256(500 + 1'000'000)));
        }
        GetTrialBalance before;
        before.at = kBlockAt - std::chrono::microseconds(1);
        QCOMPARE(w.rig.call(before).value().entries, std::int64_t{0});
    }

    void aTamperedJournalShows() {
        LedgerWorld w;
        w.publish(settledFee(1));
        w.entries();
        // Only an insertion is possible at all.
        QCOMPARE(w.execute("INSERT INTO ledger_posting (entry_number, line, account, asset_id, "
                           "amount) SELECT entry_number, 9, account, asset_id, amount FROM "
                           "ledger_posting WHERE line = 0"),
                 std::string("ok"));
        QVERIFY(!w.isBalanced());
    }

    void aTamperedBalanceShows_data() {
        QTest::addColumn<QString>("sql");
        QTest::newRow("another amount")
            << "UPDATE ledger_balance SET amount = (SELECT amount FROM ledger_balance "
               "WHERE account LIKE 'expenses:%') WHERE account LIKE 'assets:%'";
        QTest::newRow("gone") << "DELETE FROM ledger_balance WHERE account LIKE 'assets:%'";
        QTest::newRow("made up") << "INSERT INTO ledger_balance SELECT 'assets:made-up', asset_id, "
                                    "amount FROM ledger_balance LIMIT 1";
    }
    void aTamperedBalanceShows() {
        LedgerWorld w;
        w.publish(settledFee(1));
        w.entries();
        QVERIFY(w.isBalanced());
        QFETCH(QString, sql);
        QCOMPARE(w.execute(sql.toStdString()), std::string("ok"));
        QVERIFY(!w.isBalanced());
        // The journal itself does.
        GetTrialBalance journal;
        journal.at = w.rig.clock.now() + std::chrono::years(100);
        QVERIFY(w.rig.call(journal).value().isBalanced);
    }

    void theJournalIsAppendOnly() {
        LedgerWorld w;
        w.publish(settledFee(1));
        const auto before = w.entries();
        for (const char* sql :
             {"UPDATE ledger_entry SET description = 'x'", "DELETE FROM ledger_entry",
              "UPDATE ledger_posting SET account = 'x'", "DELETE FROM ledger_posting"}) {
            QVERIFY2(w.execute(sql) != "ok", sql);
        }
        const auto after = w.entries();
        QCOMPARE(after.size(), std::size_t{1});
        QCOMPARE(amountsOf(after.front()), amountsOf(before.front()));
        QCOMPARE(after.front().description, before.front().description);
    }

    void anEntryByHand() {
        LedgerWorld w;
        w.rig.node.on<token::ResolveToken>(
            [](const token::ResolveToken& request, const auto&) -> Result<token::Token> {
                if (request.token == "ETH") return kEth;
                if (request.token == "USDC") return kUsdc;
                return invalidField("token", "token.unknown", "no such token");
            });
        const auto lastMonth = w.rig.clock.now() - std::chrono::hours(700);
        const PostEntry rent{"Rent of the office",
                             lastMonth,
                             {{"expenses:rent", kChain, "USDC", *I256::parse("700")},
                              {"external:1:landlord", kChain, "USDC", *I256::parse("-700")}}};
        const auto posted = w.rig.call(rent).value();
        QCOMPARE(posted.number, std::int64_t{1});
        QVERIFY(posted.occurredAt == lastMonth);
        QCOMPARE(w.balances().at("expenses:rent USDC"), std::string("700"));
        QVERIFY(w.isBalanced());
        QCOMPARE(w.rig.eventsOf("ledger.entry_posted").size(), std::size_t{1});
        QVERIFY(w.rig.call(ReverseEntry{posted.entryId, "paid twice"}).has_value());
        QCOMPARE(w.balances().count("expenses:rent USDC"), std::size_t{0});

        const auto refused = [&](const auto& change) {
            PostEntry bad = rent;
            change(bad);
            const auto result = w.rig.call(bad);
            if (result) return std::string("booked");
            return cat(result.error().key, ' ', result.error().details.at("field"));
        };
        QCOMPARE(refused([](auto& e) { e.description.clear(); }),
                 std::string("ledger.description description"));
        QCOMPARE(refused([&](auto& e) { e.occurredAt = w.rig.clock.now() + Duration(1); }),
                 std::string("ledger.occurred_at occurredAt"));
        QCOMPARE(refused([](auto& e) { e.postings.pop_back(); }),
                 std::string("ledger.postings postings"));
        for (const char* account : {"", "assets", "gifts:x", "assets:", "assets::x", "assets:X",
                                    "assets:wallet:1:0x", "assets:position:1:2"}) {
            QCOMPARE(refused([&](auto& e) { e.postings[1].account = account; }),
                     std::string("ledger.account postings[1].account"));
        }
        QCOMPARE(refused([](auto& e) { e.postings[0].amount = I256(); }),
                 std::string("ledger.amount postings[0].amount"));
        QCOMPARE(refused([](auto& e) { e.postings[0].amount = *I256::parse("701"); }),
                 std::string("ledger.unbalanced postings"));
        QCOMPARE(refused([](auto& e) { e.postings[0].token = "ETH"; }),
                 std::string("ledger.unbalanced postings"));
        QCOMPARE(refused([](auto& e) { e.postings[0].token = "DAI"; }),
                 std::string("token.unknown postings[0].token"));
        // An entry bears it, a balance not twice.
        const auto vast = [](auto& e) {
            e.postings[0].amount = *I256::parse(kHuge);
            e.postings[1].amount = *I256::parse(cat('-', kHuge));
        };
        QCOMPARE(refused(vast), std::string("booked"));
        QCOMPARE(refused(vast), std::string("ledger.range postings"));
        QVERIFY(w.isBalanced());
        QCOMPARE(w.entries().size(), std::size_t{3});
    }

    void aReversalOnce() {
        LedgerWorld w;
        w.publish(settledSend(1, kUsdc, 500));
        const auto booked = w.entries().front();
        QCOMPARE(keyOf(w.rig.call(ReverseEntry{Id{}, "why"})), std::string("ledger.unknown_entry"));
        QVERIFY(!w.rig.call(ReverseEntry{booked.entryId, ""}).has_value());
        const auto reversal = w.rig.call(ReverseEntry{booked.entryId, "not mine"}).value();
        QCOMPARE(reversal.number, std::int64_t{2});
        QVERIFY(reversal.reverses == booked.entryId);
        QVERIFY(w.balances().empty());
        QVERIFY(w.isBalanced());
        const auto again = w.rig.call(ReverseEntry{booked.entryId, "not mine"});
        QCOMPARE(keyOf(again), std::string("ledger.already_reversed"));
        QVERIFY(again.error().kind == ErrorKind::conflict);
        QCOMPARE(w.entries().size(), std::size_t{2});
        QCOMPARE(w.rig.eventsOf("ledger.entry_posted").size(), std::size_t{2});
    }

    void lists() {
        LedgerWorld w;
        for (std::uint8_t i = 1; i <= 3; ++i) w.publish(settledFee(i));
        w.publish(settledSwap(4));
        QCOMPARE(w.entries().size(), std::size_t{4});
        ListEntries filter;
        filter.limit = 2;
        QCOMPARE(w.entries(filter).back().number, std::int64_t{3});
        filter.beforeNumber = 3;
        QCOMPARE(w.entries(filter).front().number, std::int64_t{2});
        filter = {};
        filter.account = "equity:trading";
        QCOMPARE(w.entries(filter).size(), std::size_t{1});
        filter = {};
        filter.reference = "wallet.transaction:00000000-0000-0000-0000-000000000002";
        QCOMPARE(w.entries(filter).front().number, std::int64_t{2});
    }

    void reconcileBringsTheBooksToTheChain() {
        LedgerWorld w;
        w.publish(settledFee(1));
        const auto booked = w.reconcile().value();
        QCOMPARE(amountsOf(booked.entry.value()).at(kOwn + " ETH"), std::string("1021000"));
        QCOMPARE(booked.evidence.blockNumber, std::uint64_t{77});
        QVERIFY(booked.entry->occurredAt == w.rig.clock.now());
        QCOMPARE(w.balances(kOwn).at(kOwn + " ETH"), std::string("1000000"));
        QCOMPARE(w.balances(kOwn).at(kOwn + " USDC"), std::string("500"));
        QVERIFY(!w.reconcile().value().entry);
        w.rig.core.call([&] { w.usdc = U256(400); });
        QCOMPARE(amountsOf(w.reconcile().value().entry.value()).at(kOwn + " USDC"),
                 std::string("-100"));
        QVERIFY(w.isBalanced());
    }

    void nothingIsReconciledWhileUnderWay() {
        LedgerWorld w;
        auto& transaction = w.transactions.emplace_back();
        for (const auto status : {TransactionStatus::signedOnly, TransactionStatus::pending,
                                  TransactionStatus::included}) {
            w.rig.core.call([&] { transaction.status = status; });
            QCOMPARE(keyOf(w.reconcile()), std::string("ledger.unsettled"));
        }
        QVERIFY(w.entries().empty());
        w.rig.core.call([&] { transaction.status = TransactionStatus::final; });
        QVERIFY(w.reconcile().has_value());
    }

    void aSwapAboutToSettleIsWaitedFor() {
        LedgerWorld w;
        auto swap = settledSwap(2).swap;
        swap.status = trading::SwapStatus::pending;
        w.swaps = {swap};
        // Nothing of it is signed yet: it moved nothing.
        QVERIFY(w.reconcile().has_value());
        w.rig.core.call([&] { w.swaps.front().swap.emplace(); });
        QCOMPARE(keyOf(w.reconcile()), std::string("ledger.unsettled"));
        w.rig.core.call([&] { w.swaps.front().owner = kOther; });
        QVERIFY(w.reconcile().has_value());
    }

    void aPositionGoesInAndOutOfTheBooks() {
        LedgerWorld w;
        w.publish(settledChange(liquidity::ChangeKind::mint));
        auto closed = settledChange(liquidity::ChangeKind::close);
        closed.change.changeId.bytes[15] = 10;
        closed.released0 = U256(1'000);
        closed.released1 = U256(500);
        w.publish(closed);
        w.publish(closed);
        QCOMPARE(w.entries().size(), std::size_t{2});
        QVERIFY(w.isBalanced());
        for (const auto& balance :
             w.rig.call(GetBalances{.account = "assets:position:"}).value().balances)
            QVERIFY(balance.amount.isZero());
    }

    void aChangeOfAPositionAboutToSettleIsWaitedFor() {
        LedgerWorld w;
        auto change = settledChange(liquidity::ChangeKind::mint).change;
        change.transaction.emplace();
        w.changes = {change};
        QCOMPARE(keyOf(w.reconcile()), std::string("ledger.unsettled"));
        w.rig.core.call([&] { w.changes.front().status = liquidity::ChangeStatus::settled; });
        QVERIFY(w.reconcile().has_value());
    }

    void anUnknownBalanceIsNotZero() {
        LedgerWorld w;
        w.usdc.reset();
        QCOMPARE(keyOf(w.reconcile()), std::string("token.balance_unknown"));
        QVERIFY(w.entries().empty());
    }
};

QTEST_GUILESS_MAIN(LedgerJournalTest)
#include "tst_ledger_journal.moc"
