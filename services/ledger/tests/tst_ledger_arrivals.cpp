// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "booking_facts.h"
#include "domain/arrival.h"
#include "domain/booking.h"

#include <kosh/crypto/abi_codec.h>
#include <kosh/ledger/module.h>
#include <kosh/test/service_rig.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::ledger;

namespace {

const Address kFriend = addressOf(0x55), kSpam = addressOf(0x66);
const std::string kOwn = walletAccount(kChain, kOwner);

chain::Log transferOf(std::uint64_t block, std::uint64_t amount, const Address& token,
                      std::uint8_t hash, const Address& from = kFriend) {
    chain::Log log;
    log.address = token;
    log.topics = {transferTopic(), topicOf(from), topicOf(kOwner)};
    log.data = crypto::abi::Encoder().uint(amount).take();
    log.blockNumber = block;
    log.transactionHash.bytes[31] = hash;
    return log;
}

/// The ledger on a network of logs and balances; two confirmations.
struct ArrivalWorld {
    test::ServiceRig rig{module()};
    std::uint64_t head = 100, readAt = 100;
    std::vector<chain::Log> logs;
    std::vector<wallet::Transaction> transactions;
    U256 eth{1'000}, usdc{500};
    std::vector<std::pair<std::uint64_t, std::uint64_t>> asked;  ///< Ranges of blocks.
    std::optional<std::uint64_t> balanceBlock;

    ArrivalWorld() {
        answerOwn();
        answerChain();
        rig.start();
        if (!rig.call(Reconcile{kChain, kOwner})) test::giveUp("the books could not be opened");
    }
    ~ArrivalWorld() { rig.stop(); }

    void answerOwn() {
        rig.node.on<wallet::ListTransactions>([this](const auto&, const auto&) {
            return Result<wallet::ListTransactions::Response>({transactions});
        });
        rig.node.on<trading::ListSwaps>([](const auto&, const auto&) {
            return Result<trading::ListSwaps::Response>(trading::ListSwaps::Response{});
        });
        rig.node.on<liquidity::ListChanges>([](const auto&, const auto&) {
            return Result<liquidity::ListChanges::Response>(liquidity::ListChanges::Response{});
        });
        rig.node.on<token::GetBalances>([this](const auto&, const auto&) {
            token::GetBalances::Response response;
            response.balances = {{kEth, eth, ""}, {kUsdc, usdc, ""}};
            response.evidence = {"fake", readAt, rig.clock.now()};
            return Result<token::GetBalances::Response>(response);
        });
        rig.node.on<token::ListTokens>([](const auto&, const auto&) {
            return Result<token::ListTokens::Response>({{kEth, kUsdc}});
        });
    }
    void answerChain() {
        rig.node.on<chain::GetChain>([](const auto&, const auto&) {
            chain::Chain chain;
            chain.chainId = kChain;
            chain.nativeSymbol = "ETH";
            chain.confirmations = 2;
            return Result<chain::Chain>(chain);
        });
        rig.node.on<chain::WaitForBlock>([this](const auto&, const auto&) {
            return Result<chain::Block>(chain::Block{.number = head});
        });
        rig.node.on<chain::GetBlock>([](const auto& request, const auto&) {
            return Result<chain::Block>(
                chain::Block{.number = request.number,
                             .at = {static_cast<std::int64_t>(request.number) * 1'000'000}});
        });
        rig.node.on<chain::GetLogs>([this](const auto& request, const auto&) {
            asked.emplace_back(request.fromBlock, request.toBlock);
            chain::GetLogs::Response response;
            for (const auto& log : logs) {
                if (log.blockNumber >= request.fromBlock && log.blockNumber <= request.toBlock)
                    response.logs.push_back(log);
            }
            return Result<chain::GetLogs::Response>(response);
        });
        rig.node.on<chain::GetNativeBalance>([this](const auto& request, const auto&) {
            balanceBlock = request.blockNumber;
            return Result<chain::GetNativeBalance::Response>({.wei = eth});
        });
    }
    template <typename F>
    void change(F what) {
        rig.core.call(what);
    }
    std::int64_t scan() { return rig.call(ScanArrivals{kChain}).value().booked; }
    std::vector<TransferReceived> received() {
        std::vector<TransferReceived> all;
        for (const auto& event : rig.eventsOf("ledger.transfer_received"))
            all.push_back(events::payloadOf<TransferReceived>(event).value());
        return all;
    }
    std::string booked(const token::Token& token) {
        for (const auto& balance : rig.call(GetBalances{kOwn, {}}).value().balances) {
            if (balance.asset.assetId() == token.assetId()) return balance.amount.toString();
        }
        return "0";
    }
};

}  // namespace

class LedgerArrivalsTest : public QObject {
    Q_OBJECT

private slots:
    void whatOthersSendIsBookedOnce() {
        ArrivalWorld w;
        w.change([&] {
            w.head = 110;
            w.logs = {transferOf(104, 70, kUsdc.address, 1)};
        });
        QCOMPARE(w.scan(), std::int64_t{1});
        QCOMPARE(w.booked(kUsdc), std::string("570"));
        const auto one = w.received().at(0);
        QVERIFY(one.from == kFriend && one.address == kOwner && one.amount == U256(70));
        QVERIFY(one.blockNumber == 104 && one.blockAt == Timestamp{104'000'000});
        const auto entry = w.rig.call(ListEntries{}).value().entries.front();
        QVERIFY(entry.occurredAt == one.blockAt);
        QCOMPARE(entry.postings.at(1).account, externalAccount(kChain, kFriend));
        QVERIFY(w.rig.call(GetTrialBalance{}).value().isBalanced);
        QCOMPARE(w.scan(), std::int64_t{0});
        w.rig.restart();
        QCOMPARE(w.scan(), std::int64_t{0});
        QCOMPARE(w.received().size(), std::size_t{1});
        QCOMPARE(w.booked(kUsdc), std::string("570"));
        QVERIFY(w.asked.front() == std::pair(std::uint64_t{101}, std::uint64_t{109}));
    }

    void blocksThatMayBeReplacedAreWaitedFor() {
        ArrivalWorld w;
        w.change([&] {
            w.head = 104;
            w.logs = {transferOf(104, 70, kUsdc.address, 1)};
        });
        QCOMPARE(w.scan(), std::int64_t{0});
        w.change([&] { w.head = 105; });
        QCOMPARE(w.scan(), std::int64_t{1});
    }

    void whatWasThereAtTheOpeningIsNotBookedAgain() {
        ArrivalWorld w;
        w.change([&] {
            w.head = 110;
            w.logs = {transferOf(99, 70, kUsdc.address, 1), transferOf(103, 5, kUsdc.address, 2)};
            w.usdc = U256(505);
            w.readAt = 103;
        });
        // A second reconciliation takes the five before the scan sees them.
        QVERIFY(w.rig.call(Reconcile{kChain, kOwner}).has_value());
        QCOMPARE(w.booked(kUsdc), std::string("505"));
        QCOMPARE(w.scan(), std::int64_t{0});
        QCOMPARE(w.booked(kUsdc), std::string("505"));
    }

    void ownTransactionsAndUnknownTokensAreLeftAlone() {
        ArrivalWorld w;
        w.change([&] {
            w.head = 110;
            auto nft = transferOf(104, 1, kUsdc.address, 9);
            nft.topics.push_back({});
            w.logs = {transferOf(104, 70, kUsdc.address, 7), transferOf(104, 1, kSpam, 8), nft,
                      transferOf(104, 0, kUsdc.address, 10),
                      transferOf(104, 3, kUsdc.address, 11, kOwner)};
            auto& own = w.transactions.emplace_back();
            own.status = wallet::TransactionStatus::final;
            own.attempts.emplace_back().hash.bytes[31] = 7;
        });
        QCOMPARE(w.scan(), std::int64_t{0});
        QVERIFY(w.received().empty());
    }

    void theCoinIsSeenByItsBalance() {
        ArrivalWorld w;
        w.change([&] {
            w.head = 110;
            w.eth = U256(1'250);
        });
        QCOMPARE(w.scan(), std::int64_t{1});
        QCOMPARE(w.balanceBlock.value(), std::uint64_t{109});
        QCOMPARE(w.booked(kEth), std::string("1250"));
        const auto one = w.received().at(0);
        QVERIFY(!one.from && !one.transactionHash && one.amount == U256(250));
        QVERIFY(one.sinceBlock == 100 && one.blockNumber == 109);
        QCOMPARE(w.scan(), std::int64_t{0});
        // Less than the books is not an arrival.
        w.change([&] {
            w.head = 120;
            w.eth = U256(1);
        });
        QCOMPARE(w.scan(), std::int64_t{0});
        QCOMPARE(w.booked(kEth), std::string("1250"));
    }

    void theCoinWaitsForWhatIsUnderWay() {
        ArrivalWorld w;
        w.change([&] {
            w.head = 110;
            w.eth = U256(1'250);
            w.transactions.emplace_back().status = wallet::TransactionStatus::pending;
        });
        QCOMPARE(w.scan(), std::int64_t{0});
        w.change([&] {
            w.head = 111;
            w.transactions.front().status = wallet::TransactionStatus::final;
        });
        QCOMPARE(w.scan(), std::int64_t{1});
    }

    void withoutOpenBooksNothingIsAsked() {
        ArrivalWorld w;
        QCOMPARE(w.rig.call(ScanArrivals{1}).value().booked, std::int64_t{0});
        QVERIFY(w.asked.empty());
    }
};

QTEST_GUILESS_MAIN(LedgerArrivalsTest)
#include "tst_ledger_arrivals.moc"
