// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/approval/api.h>
#include <kosh/approval/module.h>
#include <kosh/crypto/abi_codec.h>
#include <kosh/quote/api.h>
#include <kosh/simulation/api.h>
#include <kosh/test/service_rig.h>
#include <kosh/vault/api.h>
#include <kosh/wallet/api.h>

#include <QtTest>

#include <map>

using namespace kosh;
using namespace kosh::approval;

namespace {

namespace abi = crypto::abi;

constexpr ChainId kChain = 31337;
Address at(std::uint8_t last) {
    Address address;
    address.bytes[19] = last;
    return address;
}
const Address kOwner = at(1), kToken = at(2), kNumeraire = at(9);

Hash256 topicOf(const Address& address) {
    Hash256 topic;
    std::ranges::copy(address.bytes, topic.bytes.begin() + 12);
    return topic;
}

/// One token with allowances that revoking really sets to zero, unless it lies.
struct World {
    test::ServiceRig rig{module()};
    std::uint64_t head = 100;
    std::map<Address, U256> allowances;  ///< By spender.
    std::vector<chain::Log> logs;
    std::vector<std::uint64_t> askedFrom;
    std::vector<Address> revoked;
    bool isLying = false, isSigningOpen = true, isOnDevice = false;
    wallet::TransactionStatus outcome = wallet::TransactionStatus::final;

    World() {
        answerChain();
        answerOthers();
        answerWallet();
        rig.start();
    }
    ~World() { rig.stop(); }

    void allow(const Address& spender, std::uint64_t block, const U256& amount) {
        chain::Log log;
        log.address = kToken;
        log.topics = {abi::eventTopic("Approval(address,address,uint256)"), topicOf(kOwner),
                      topicOf(spender)};
        log.blockNumber = block;
        logs.push_back(log);
        allowances[spender] = amount;
    }
    ListApprovals::Response list() {
        ListApprovals request;
        request.chainId = kChain;
        request.owner = kOwner;
        return rig.call(request).value();
    }
    Result<Revoke::Response> revoke(std::vector<Address> spenders) {
        Revoke request;
        request.chainId = kChain;
        request.owner = kOwner;
        for (const auto& spender : spenders)
            request.approvals.push_back({ApprovalKind::erc20, kToken, spender, {}});
        return rig.call(request);
    }
    std::vector<Revocation> queue() { return rig.call(GetQueue{}).value().revocations; }
    bool passUntilEnded(const Id& id) {
        const auto end = std::chrono::steady_clock::now() + test::kDeadline;
        while (std::chrono::steady_clock::now() < end) {
            for (const auto& one : queue()) {
                const bool isOver = one.status != RevocationStatus::queued &&
                                    one.status != RevocationStatus::working;
                if (one.revocationId == id && isOver) return true;
            }
            tick();
        }
        return false;
    }
    void tick() {
        rig.clock.advance(std::chrono::milliseconds(50));
        rig.core.call([this] { rig.sagas->wake(); });
    }
    Revocation find(const Id& id) {
        for (const auto& one : queue()) {
            if (one.revocationId == id) return one;
        }
        test::giveUp("the revocation is gone");
    }

private:
    void answerChain() {
        rig.node.on<chain::GetChain>([](const auto&, const auto&) {
            chain::Chain chain;
            chain.chainId = kChain;
            chain.confirmations = 10;
            chain.numeraire = kNumeraire;
            return chain;
        });
        rig.node.on<chain::GetChainStatus>([this](const auto&, const auto&) {
            chain::GetChainStatus::Response response;
            response.head.emplace().number = head;
            return response;
        });
        rig.node.on<chain::GetLogs>([this](const chain::GetLogs& request, const auto&) {
            askedFrom.push_back(request.fromBlock);
            chain::GetLogs::Response response;
            for (const auto& log : logs) {
                if (log.blockNumber >= request.fromBlock && log.blockNumber <= request.toBlock)
                    response.logs.push_back(log);
            }
            return response;
        });
        rig.node.on<chain::CallContracts>([this](const auto& request, const auto&) {
            chain::CallContracts::Response response;
            for (const auto& call : request.calls) {
                const bool isBalance = toHex(ByteView(call.data).first(4)) == "70a08231";
                const auto spender = Address::fromBytes(ByteView(call.data).last(20)).value();
                response.results.push_back(
                    {true,
                     abi::Encoder().uint(isBalance ? U256(500) : allowances[spender]).take(),
                     {}});
            }
            return response;
        });
        rig.node.on<chain::GetCode>([](const chain::GetCode& request, const auto&) {
            chain::GetCode::Response response;
            for (const auto& address : request.addresses)
                response.codes.push_back({address, address == at(0x31) ? 0u : 9u, {}, {}});
            return response;
        });
    }
    void answerOthers() {
        rig.node.on<token::DescribeTokens>([](const auto& request, const auto&) {
            token::DescribeTokens::Response response;
            for (const auto& address : request.addresses) {
                auto& one = response.tokens.emplace_back();
                one.address = address;
                one.source = "listed";
                one.token = token::Token{kChain, address, "TKN", "Token", 0};
            }
            return response;
        });
        rig.node.on<token::ResolveToken>([](const auto&, const auto&) {
            return token::Token{kChain, kNumeraire, "USD", "Dollar", 2};
        });
        rig.node.on<simulation::DescribeContracts>([](const auto& request, const auto&) {
            simulation::DescribeContracts::Response response;
            for (const auto& address : request.addresses)
                response.contracts.push_back(
                    {address, address == at(0x30) ? "Router" : "", "", {}});
            return response;
        });
        rig.node.on<quote::GetPrice>([](const auto&, const auto&) {
            quote::GetPrice::Response response;
            response.priceX64 = U256(3) * U256::powerOfTwo(64);
            return response;
        });
        rig.node.on<vault::GetStatus>([this](const auto&, const auto&) {
            vault::GetStatus::Response response;
            response.isSigningUnlocked = isSigningOpen;
            return response;
        });
    }
    void answerWallet() {
        rig.node.on<wallet::ListWallets>([this](const auto&, const auto&) {
            wallet::ListWallets::Response response;
            auto& own = response.wallets.emplace_back();
            own.addresses.emplace_back().address = kOwner;
            if (isOnDevice) own.kind = wallet::WalletKind::device;
            return response;
        });
        rig.node.on<wallet::PrepareTransaction>([](const wallet::PrepareTransaction& request,
                                                   const auto&) -> Result<wallet::Transaction> {
            wallet::Transaction transaction;
            const auto spender = Address::fromBytes(ByteView(request.data).subspan(16, 20)).value();
            transaction.transactionId.bytes[15] = spender.bytes[19];
            return transaction;
        });
        rig.node.on<wallet::BroadcastTransaction>([this](const auto& request, const auto&) {
            const auto spender = at(request.transactionId.bytes[15]);
            revoked.push_back(spender);
            if (!isLying) allowances[spender] = {};
            return wallet::Transaction{};
        });
        rig.node.on<wallet::GetTransaction>([this](const auto&, const auto&) {
            wallet::Transaction transaction;
            transaction.status = outcome;
            transaction.failure = "no";
            return transaction;
        });
    }
};

}  // namespace

class ApprovalServiceTest : public QObject {
    Q_OBJECT

private slots:
    void theListSaysWhoAndHowMuch() {
        World w;
        w.allow(at(0x30), 5, U256::max());
        w.allow(at(0x31), 95, U256(100));
        w.allow(at(0x32), 6, U256{});
        const auto list = w.list();
        QVERIFY(list.isComplete);
        QCOMPARE(list.scannedTo, std::uint64_t{100});
        QCOMPARE(list.approvals.size(), std::size_t{2});
        const auto& first = list.approvals.at(0);
        QCOMPARE(first.spenderName, std::string("Router"));
        QVERIFY(first.isUnlimited);
        QCOMPARE(first.atRisk.value().toString(), std::string("500"));
        QCOMPARE(first.valueAtRisk.value().toString(), std::string("1500"));
        QVERIFY(list.approvals.at(1).isSpenderContract == false);
        QCOMPARE(list.totalAtRisk.toString(), std::string("1500"));
        QCOMPARE(w.rig.eventsOf("approval.found").size(), std::size_t{3});
    }

    void readingGoesOnWhereBlocksCanNoLongerChange() {
        World w;
        w.allow(at(0x30), 95, U256(5));
        QCOMPARE(w.list().approvals.size(), std::size_t{1});
        w.allow(at(0x33), 93, U256(6));  // A reorganisation put it below what was read.
        w.head = 101;
        QCOMPARE(w.list().approvals.size(), std::size_t{2});
        QCOMPARE(w.askedFrom, (std::vector<std::uint64_t>{0, 91}));
        w.rig.restart();
        QCOMPARE(w.list().approvals.size(), std::size_t{2});
        QCOMPARE(w.askedFrom.back(), std::uint64_t{92});
    }

    void aDeepReorganisationIsReadAgain() {
        World w;
        QVERIFY(w.list().isComplete);
        QVERIFY(w.rig.core
                    .run(w.rig.vault.store()
                             .database("approval")
                             .write([](store::Transaction& tx) -> Result<bool> {
                                 KOSH_CHECK(
                                     events::append(tx, chain::Reorganised{kChain, 40, 100}));
                                 return true;
                             }))
                    .has_value());
        QVERIFY(w.rig.core.run(w.rig.log->settle()).has_value());
        QVERIFY(w.list().isComplete);
        QCOMPARE(w.askedFrom.back(), std::uint64_t{41});
    }

    void revokedOnesAreGone() {
        World w;
        w.allow(at(0x30), 5, U256(7));
        w.allow(at(0x31), 6, U256(8));
        const auto queued = w.revoke({at(0x30), at(0x31)}).value().revocations;
        QCOMPARE(queued.size(), std::size_t{2});
        // Asked for twice, queued once.
        QCOMPARE(w.revoke({at(0x31)}).value().revocations.at(0).revocationId.toString(),
                 queued.at(1).revocationId.toString());
        QVERIFY(w.passUntilEnded(queued.at(1).revocationId));
        for (const auto& one : w.queue()) QVERIFY(one.status == RevocationStatus::done);
        QCOMPARE(w.revoked.size(), std::size_t{2});
        QVERIFY(w.revoked.at(0) == at(0x30));
        QVERIFY(w.list().approvals.empty());
        const auto again = w.revoke({at(0x30)}).value().revocations.at(0).revocationId;
        QVERIFY(w.passUntilEnded(again));
        QCOMPARE(w.revoked.size(), std::size_t{2});
    }

    void aPausedQueueWaitsEvenOverARestart() {
        World w;
        w.allow(at(0x30), 5, U256(7));
        QVERIFY(w.rig.call(PauseQueue{}).value().isPaused);
        const auto id = w.revoke({at(0x30)}).value().revocations.at(0).revocationId;
        for (int i = 0; i < 5; ++i) w.tick();
        w.rig.restart();
        for (int i = 0; i < 5; ++i) w.tick();
        QVERIFY(w.find(id).status == RevocationStatus::queued);
        QVERIFY(w.revoked.empty());
        QVERIFY(!w.rig.call(ResumeQueue{}).value().isPaused);
        QVERIFY(w.passUntilEnded(id));
        QVERIFY(w.find(id).status == RevocationStatus::done);
    }

    void whatIsCancelledIsNeverSigned() {
        World w;
        w.allow(at(0x30), 5, U256(7));
        QVERIFY(w.rig.call(PauseQueue{}).has_value());
        const auto id = w.revoke({at(0x30)}).value().revocations.at(0).revocationId;
        QVERIFY(w.rig.call(CancelRevocations{}).has_value());
        QVERIFY(w.rig.call(ResumeQueue{}).has_value());
        for (int i = 0; i < 10; ++i) w.tick();
        QVERIFY(w.find(id).status == RevocationStatus::cancelled);
        QVERIFY(w.revoked.empty());
        QCOMPARE(w.rig.call(CancelRevocations{{id}}).error().key, std::string("approval.too_late"));
    }

    void aContractThatLiesIsNamed() {
        World w;
        w.isLying = true;
        w.allow(at(0x30), 5, U256(7));
        const auto id = w.revoke({at(0x30)}).value().revocations.at(0).revocationId;
        QVERIFY(w.passUntilEnded(id));
        QCOMPARE(w.find(id).errorKey, std::string("approval.still_there"));
    }

    void whatTheChainRefusesFails() {
        using Status = wallet::TransactionStatus;
        for (const auto& [outcome, key] :
             {std::pair{Status::failed, "reverted"}, std::pair{Status::replaced, "replaced"},
              std::pair{Status::cancelled, "cancelled"}, std::pair{Status::declined, "declined"}}) {
            World w;
            w.outcome = outcome;
            w.allow(at(0x30), 5, U256(7));
            const auto id = w.revoke({at(0x30)}).value().revocations.at(0).revocationId;
            QVERIFY(w.passUntilEnded(id));
            QCOMPARE(w.find(id).errorKey, cat("approval.", key));
        }
    }

    void aKeyOnADeviceNeedsNoOpenKeyHere() {
        World w;
        w.isSigningOpen = false;
        w.isOnDevice = true;
        w.allow(at(0x30), 5, U256(7));
        const auto id = w.revoke({at(0x30)}).value().revocations.at(0).revocationId;
        QVERIFY(w.passUntilEnded(id));
        QVERIFY(w.find(id).errorKey.empty());
    }

    void onlyOwnAddressesAndAnOpenKey() {
        World w;
        w.isSigningOpen = false;
        QCOMPARE(w.revoke({at(0x30)}).error().key, std::string("vault.signing_locked"));
        Revoke request;
        request.chainId = kChain;
        request.owner = at(0x77);
        request.approvals = {{ApprovalKind::erc20, kToken, kOwner, {}}};
        QCOMPARE(w.rig.call(request).error().key, std::string("wallet.unknown_address"));
        QCOMPARE(w.revoke({}).error().key, std::string("approval.count"));
    }
};

QTEST_GUILESS_MAIN(ApprovalServiceTest)
#include "tst_approval_service.moc"
