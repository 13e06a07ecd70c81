// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "booking_facts.h"
#include "domain/booking.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::ledger;

using Amounts = std::map<std::string, std::string>;

namespace {

const std::string kOwn = walletAccount(kChain, kOwner);

Entry entryOf(std::vector<Posting> postings) {
    Entry entry;
    entry.reference = "test";
    entry.postings = std::move(postings);
    return entry;
}
const I256 kLargest = I256::fromUnsigned(U256::powerOfTwo(255) - U256(1)).value();

token::Balance held(const token::Token& token, std::optional<U256> amount) {
    return {token, amount, amount ? "" : "cable out"};
}

}  // namespace

class LedgerBookingTest : public QObject {
    Q_OBJECT

private slots:
    void accountNames() {
        QCOMPARE(kOwn,
                 std::string("assets:wallet:31337:0x0000000000000000000000000000000000000099"));
        QCOMPARE(externalAccount(1, kOther),
                 std::string("external:1:0x0000000000000000000000000000000000000098"));
    }

    void aFeeAlone() {
        const auto entry = entryFor(settledFee(1)).value();
        QCOMPARE(amountsOf(entry),
                 (Amounts{{"expenses:network_fee ETH", "21000"}, {kOwn + " ETH", "-21000"}}));
        QCOMPARE(entry.reference,
                 std::string("wallet.transaction:00000000-0000-0000-0000-000000000001"));
        QVERIFY(entry.occurredAt == kBlockAt);
        QVERIFY(entry.description.find("approve") != std::string::npos);
        QVERIFY(entry.postings.front().asset.isNative());
        QVERIFY(checkBalanced(entry).has_value());
    }

    void aFailedSendCostsItsFeeOnly() {
        auto event = settledSend(1, kUsdc, 500);
        event.transaction.status = wallet::TransactionStatus::failed;
        QCOMPARE(amountsOf(entryFor(event).value()),
                 (Amounts{{"expenses:network_fee ETH", "21000"}, {kOwn + " ETH", "-21000"}}));
    }

    void aSendOfAToken() {
        const auto entry = entryFor(settledSend(1, kUsdc, 500)).value();
        QCOMPARE(amountsOf(entry), (Amounts{{externalAccount(kChain, kOther) + " USDC", "500"},
                                            {kOwn + " USDC", "-500"},
                                            {"expenses:network_fee ETH", "21000"},
                                            {kOwn + " ETH", "-21000"}}));
        QVERIFY(entry.description.find("USDC") != std::string::npos);
        QVERIFY(checkBalanced(entry).has_value());
    }

    void aSendOfTheNativeCoin() {
        const auto entry = entryFor(settledSend(1, kEth, 500)).value();
        QCOMPARE(entry.postings.size(), std::size_t{4});
        I256 own;
        for (const auto& posting : entry.postings) {
            if (posting.account == kOwn) own = checkedAdd(own, posting.amount).value();
        }
        QCOMPARE(own.toString(), std::string("-21500"));
        QVERIFY(checkBalanced(entry).has_value());
    }

    void aSendToOneself() {
        auto event = settledSend(1, kUsdc, 500);
        event.transaction.isOwnRecipient = true;
        const auto amounts = amountsOf(entryFor(event).value());
        QCOMPARE(amounts.at(walletAccount(kChain, kOther) + " USDC"), std::string("500"));
    }

    void aFreeTransactionBooksNothing() {
        auto event = settledFee(1);
        event.transaction.feeWei = U256{};
        QVERIFY(entryFor(event).value().postings.empty());
    }

    void aSwap() {
        const auto entry = entryFor(settledSwap(2)).value();
        QCOMPARE(amountsOf(entry), (Amounts{{kOwn + " USDC", "-1000000"},
                                            {"equity:trading USDC", "1000000"},
                                            {kOwn + " ETH", "995001"},
                                            {"equity:trading ETH", "-995001"}}));
        QCOMPARE(entry.reference, std::string("trading.swap:00000000-0000-0000-0000-000000000002"));
        QVERIFY(entry.occurredAt == kBlockAt);
        QVERIFY(checkBalanced(entry).has_value());
    }

    void aReversalIsTheOpposite() {
        auto entry = entryFor(settledSend(1, kUsdc, 500)).value();
        entry.entryId.bytes[15] = 7;
        entry.number = 4;
        const auto reversal = reversalOf(entry, "booked twice").value();
        QVERIFY(reversal.reverses == entry.entryId);
        QVERIFY(reversal.reference.ends_with(entry.entryId.toString()));
        QVERIFY(reversal.description.find("booked twice") != std::string::npos);
        QVERIFY(reversal.occurredAt == entry.occurredAt);
        QCOMPARE(reversal.postings.size(), entry.postings.size());
        for (std::size_t i = 0; i < entry.postings.size(); ++i) {
            QCOMPARE(reversal.postings[i].account, entry.postings[i].account);
            QVERIFY(checkedAdd(reversal.postings[i].amount, entry.postings[i].amount)->isZero());
        }
    }

    void reconciliationBooksTheDifference() {
        const std::map<std::string, I256> booked{{kEth.assetId(), I256(100)},
                                                 {kUsdc.assetId(), I256(-5)}};
        const auto entry =
            reconciliation(kOwn, {held(kEth, U256(70)), held(kUsdc, U256(5))}, booked).value();
        QCOMPARE(amountsOf(entry), (Amounts{{kOwn + " ETH", "-30"},
                                            {"equity:opening ETH", "30"},
                                            {kOwn + " USDC", "10"},
                                            {"equity:opening USDC", "-10"}}));
        QVERIFY(checkBalanced(entry).has_value());
        QVERIFY(reconciliation(kOwn, {held(kEth, U256(100))}, booked).value().postings.empty());
        QCOMPARE(amountsOf(reconciliation(kOwn, {held(kUsdc, U256(9))}, {}).value()),
                 (Amounts{{kOwn + " USDC", "9"}, {"equity:opening USDC", "-9"}}));
    }

    void anUnknownBalanceBooksNothing() {
        QCOMPARE(keyOf(reconciliation(kOwn, {held(kEth, U256(1)), held(kUsdc, {})}, {})),
                 std::string("token.balance_unknown"));
    }

    void unbalancedIsRefused() {
        const std::string unbalanced = "ledger.unbalanced";
        QCOMPARE(keyOf(checkBalanced(entryOf({}))), unbalanced);
        QCOMPARE(keyOf(checkBalanced(entryOf({{"a", kEth, 1}}))), unbalanced);
        const auto off = checkBalanced(entryOf({{"a", kEth, 5}, {"b", kEth, -4}}));
        QCOMPARE(keyOf(off), unbalanced);
        QVERIFY(off.error().message.find(kEth.assetId()) != std::string::npos);
        QVERIFY(off.error().message.find("off by 1") != std::string::npos);
        // Balanced in sum, but not for each asset.
        QCOMPARE(keyOf(checkBalanced(entryOf({{"a", kEth, 5}, {"b", kUsdc, -5}}))), unbalanced);
        QCOMPARE(keyOf(checkBalanced(entryOf({{"a", kEth, 0}, {"b", kEth, 0}}))), unbalanced);
        QCOMPARE(keyOf(checkBalanced(entryOf({{"", kEth, 1}, {"b", kEth, -1}}))), unbalanced);
        QVERIFY(checkBalanced(entryOf({{"a", kEth, 1}, {"b", kEth, -1}})).has_value());
    }

    void sumsOutOfRangeAreRefused() {
        QCOMPARE(keyOf(checkBalanced(entryOf({{"a", kEth, kLargest}, {"b", kEth, 1}}))),
                 std::string("ledger.range"));
        auto event = settledFee(1);
        event.transaction.feeWei = U256::powerOfTwo(255);
        QCOMPARE(keyOf(entryFor(event)), std::string("ledger.range"));
        event.transaction.feeWei = U256::powerOfTwo(255) - U256(1);
        QVERIFY(checkBalanced(entryFor(event).value()).has_value());
        auto swap = settledSwap(1);
        swap.swap.amountOut = U256::max();
        QCOMPARE(keyOf(entryFor(swap)), std::string("ledger.range"));
        QCOMPARE(keyOf(reconciliation(kOwn, {held(kEth, U256::max())}, {})),
                 std::string("ledger.range"));
        QCOMPARE(keyOf(reconciliation(kOwn, {held(kEth, kLargest.magnitude())},
                                      {{kEth.assetId(), I256(-1)}})),
                 std::string("ledger.range"));
    }

    void aPositionIsFilledFromTheWallet() {
        const auto entry = entryFor(settledChange(liquidity::ChangeKind::mint)).value();
        QVERIFY(checkBalanced(entry).has_value());
        const auto own = walletAccount(kChain, kOwner);
        const std::map<std::string, std::string> expected{{cat(own, " USDC"), "-1000"},
                                                          {cat(own, " WETH"), "-500"},
                                                          {"assets:position:31337:7 USDC", "1000"},
                                                          {"assets:position:31337:7 WETH", "500"}};
        QVERIFY(amountsOf(entry) == expected);
        QVERIFY(entry.reference.starts_with("liquidity.change:"));
    }

    void theCoinIsExchangedOnItsWay() {
        auto event = settledChange(liquidity::ChangeKind::increase);
        event.change.isNative = true;
        const auto entry = entryFor(event).value();
        QVERIFY(checkBalanced(entry).has_value());
        auto amounts = amountsOf(entry);
        const auto own = walletAccount(kChain, kOwner);
        QCOMPARE(amounts[cat(own, " ETH")], std::string("-500"));
        QVERIFY(!amounts.contains(cat(own, " WETH")));
        QCOMPARE(amounts["assets:position:31337:7 WETH"], std::string("500"));
        QCOMPARE(amounts["equity:trading ETH"], std::string("500"));
        QCOMPARE(amounts["equity:trading WETH"], std::string("-500"));
    }

    void whatComesOutLeavesByWhatWasPutIn() {
        auto event = settledChange(liquidity::ChangeKind::close);
        event.released0 = U256(800);
        event.released1 = U256(600);
        const auto entry = entryFor(event).value();
        QVERIFY(checkBalanced(entry).has_value());
        const auto own = walletAccount(kChain, kOwner);
        const std::map<std::string, std::string> expected{{cat(own, " USDC"), "1030"},
                                                          {cat(own, " WETH"), "520"},
                                                          {"assets:position:31337:7 USDC", "-800"},
                                                          {"assets:position:31337:7 WETH", "-600"},
                                                          {"equity:trading USDC", "-200"},
                                                          {"equity:trading WETH", "100"},
                                                          {"income:liquidity_fees USDC", "-30"},
                                                          {"income:liquidity_fees WETH", "-20"}};
        QVERIFY(amountsOf(entry) == expected);
        event.released0 = event.released1 = {};
        event.isRecorded = false;
        auto unknown = amountsOf(entryFor(event).value());
        QCOMPARE(unknown["equity:opening USDC"], std::string("-1000"));
        QVERIFY(!unknown.contains("assets:position:31337:7 USDC"));
    }

    void feesAreIncome() {
        const auto entry = entryFor(settledChange(liquidity::ChangeKind::collect)).value();
        QVERIFY(checkBalanced(entry).has_value());
        QCOMPARE(entry.postings.size(), std::size_t{4});
        auto amounts = amountsOf(entry);
        QCOMPARE(amounts["income:liquidity_fees WETH"], std::string("-20"));
    }
};

QTEST_APPLESS_MAIN(LedgerBookingTest)
#include "tst_ledger_booking.moc"
