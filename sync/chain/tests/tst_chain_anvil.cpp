// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "devnet.h"
#include "service_world.h"

#include <kosh/chain/api.h>
#include <kosh/chain/module.h>
#include <kosh/chain_rpc/endpoint_pool.h>
#include <kosh/crypto/abi_codec.h>
#include <kosh/transport/qt_http_client.h>
#include <kosh/transport/qt_socket_client.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::chain;

namespace {

constexpr ChainId kChain = 31337;
namespace abi = crypto::abi;

/// The chain service over the real pool and the real HTTP client.
struct Stack {
    SystemClock clock;
    SystemRandom random;
    test::TestObserver observer{clock};
    transport::HostRegistry hosts;
    transport::QtHttpClient http{hosts, observer.metrics()};
    transport::QtSocketClient sockets{hosts, observer.metrics()};
    chain_rpc::EndpointPool pool{http, sockets, clock, random, observer};
    test::ServiceWorld world{module(pool)};

    Result<Chain> add(const test::Devnet& devnet, std::vector<std::string> endpoints) {
        Chain chain;
        chain.chainId = kChain;
        chain.name = "Practice network";
        chain.blockTimeMs = 200;
        chain.confirmations = 2;
        chain.endpoints = std::move(endpoints);
        chain.contracts.multicall3 = devnet.contract("multicall");
        return world.call(AddChain{chain});
    }
    Result<RpcAnswer> raw(std::string method, std::string params = "[]") {
        return world.core.run(pool.request(kChain, std::move(method), std::move(params)));
    }
    Result<Block> waitAbove(std::uint64_t number) {
        return world.call(WaitForBlock{kChain, number, 20'000});
    }
    std::uint64_t head() { return world.call(WaitForBlock{kChain, 0, 20'000}).value().number; }
};

}  // namespace

class ChainAnvilTest : public QObject {
    Q_OBJECT
    test::Devnet m_devnet;

private slots:
    void initTestCase() {
        const auto problem = m_devnet.start();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
    }

    void aMinedBlockArrives() {
        Stack s;
        QVERIFY(s.add(m_devnet, {m_devnet.url()}).has_value());
        const auto before = s.head();
        QVERIFY(s.raw("evm_mine").has_value());
        const auto next = s.waitAbove(before);
        QVERIFY(next && next->number > before);
        const auto status = s.world.call(GetChainStatus{kChain}).value();
        QCOMPARE(status.finalizedNumber, status.head->number - 2);
        QCOMPARE(status.endpoints.at(0).state, std::string("ok"));
        QVERIFY(status.endpoints.at(0).latencyMicros > 0);
    }

    void aWrongChainIdIsRefused() {
        Stack s;
        Chain chain;
        chain.chainId = 4242;
        chain.name = "Not this one";
        chain.endpoints = {m_devnet.url()};
        QCOMPARE(s.world.call(AddChain{chain}).error().key, std::string("chain.id_mismatch"));
    }

    void aReorganisationIsFound() {
        Stack s;
        QVERIFY(s.add(m_devnet, {m_devnet.url()}).has_value());
        const auto ancestor = s.head();
        const auto snapshot = s.raw("evm_snapshot").value().result.root().serialize();
        for (std::uint64_t number = ancestor; number < ancestor + 3; ++number) {
            QVERIFY(s.raw("evm_mine").has_value());
            QVERIFY(s.waitAbove(number).has_value());
        }
        QVERIFY(s.raw("evm_revert", cat("[", snapshot, "]")).has_value());
        QVERIFY(s.raw("evm_increaseTime", "[1000]").has_value());
        for (int i = 0; i < 5; ++i) QVERIFY(s.raw("evm_mine").has_value());
        QCOMPARE(s.waitAbove(ancestor + 4).value().number, ancestor + 5);
        const auto events = s.world.eventsOf("chain.reorganised");
        QVERIFY(!events.empty());
        const auto payload = events::payloadOf<Reorganised>(events.front()).value();
        QCOMPARE(payload.commonAncestor, ancestor);
        QCOMPARE(payload.oldHead, ancestor + 3);
    }

    void anEndpointKilledMidWayIsReplacedByTheNext() {
        Stack s;
        test::Proxy proxy(m_devnet.port());
        const auto first = cat("127.0.0.1:", proxy.port());
        QVERIFY(s.add(m_devnet, {"http://" + first, m_devnet.url()}).has_value());
        const GetNativeBalance request{kChain, m_devnet.faucet(), {}};
        QCOMPARE(s.world.call(request).value().evidence.endpoint, first);
        for (int i = 0; i < 30; ++i) {
            if (i == 10) proxy.kill();
            const auto balance = s.world.call(request);
            QVERIFY(balance.has_value());
            QCOMPARE(balance->evidence.endpoint == first, i < 10);
        }
        const auto endpoints = s.world.call(GetChainStatus{kChain}).value().endpoints;
        QCOMPARE(endpoints.at(0).state, std::string("degraded"));
        QVERIFY(!endpoints.at(0).reason.empty());
        QCOMPARE(endpoints.at(1).state, std::string("ok"));
    }

    void withEveryEndpointDeadItIsUnavailable() {
        Stack s;
        test::Proxy proxy(m_devnet.port());
        QVERIFY(s.add(m_devnet, {cat("http://127.0.0.1:", proxy.port())}).has_value());
        proxy.kill();
        const auto balance = s.world.call(GetNativeBalance{kChain, m_devnet.faucet(), {}});
        QCOMPARE(balance.error().key, std::string("chain.unavailable"));
    }

    void feesFollowTheNextBlocksBaseFee() {
        Stack s;
        QVERIFY(s.add(m_devnet, {m_devnet.url()}).has_value());
        const auto fees = s.world.call(GetFees{kChain}).value();
        for (const auto& fee : {fees.slow, fees.normal, fees.fast}) {
            QVERIFY(!fee.maxPriorityFeePerGas.isZero());
            QVERIFY(fee.maxFeePerGas == fees.baseFeePerGas * U256(2) + fee.maxPriorityFeePerGas);
        }
        QVERIFY(fees.slow.maxPriorityFeePerGas <= fees.fast.maxPriorityFeePerGas);
    }

    void logsAndReceiptsAgree() {
        Stack s;
        QVERIFY(s.add(m_devnet, {m_devnet.url()}).has_value());
        const auto topic = abi::eventTopic("Transfer(address,address,uint256)");
        const auto logs =
            s.world
                .call(GetLogs{
                    kChain, m_devnet.firstBlock(), s.head(), {m_devnet.token("USDC")}, {topic}})
                .value()
                .logs;
        QVERIFY(!logs.empty());
        const auto receipt =
            s.world.call(GetReceipt{kChain, logs.back().transactionHash}).value().receipt;
        QVERIFY(receipt && receipt->isSuccess);
        QCOMPARE(receipt->blockNumber, logs.back().blockNumber);
        QVERIFY(std::ranges::any_of(receipt->logs, [&](const Log& log) {
            return log.logIndex == logs.back().logIndex && log.data == logs.back().data;
        }));
        QVERIFY(!s.world.call(GetReceipt{kChain, topic}).value().isKnown);
    }

    void aggregatedAndSingleCallsAgree() {
        Stack s;
        QVERIFY(s.add(m_devnet, {m_devnet.url()}).has_value());
        CallContracts many{kChain, {}, {}};
        for (const char* symbol : {"WETH", "USDC", "DAI", "WBTC", "WETH", "USDC"}) {
            many.calls.push_back(
                {m_devnet.token(symbol), abi::Encoder(abi::selector("decimals()")).take(), {}, {}});
        }
        // Not a function of the token: reverts.
        many.calls.push_back(
            {m_devnet.token("USDC"), abi::Encoder(abi::selector("nothing()")).take(), {}, {}});
        const auto together = s.world.call(many).value();
        QCOMPARE(together.results.size(), many.calls.size());
        for (std::size_t i = 0; i < many.calls.size(); ++i) {
            const auto alone =
                s.world.call(CallContracts{kChain, {many.calls[i]}, together.evidence.blockNumber})
                    .value();
            QCOMPARE(alone.results.at(0).isSuccess, together.results.at(i).isSuccess);
            QVERIFY(alone.results.at(0).data == together.results.at(i).data);
        }
        QVERIFY(!together.results.back().isSuccess);
        QCOMPARE(together.results.at(1).data.back(), std::uint8_t{6});
    }

    void balancesCodeAndStorageAreProven() {
        Stack s;
        QVERIFY(s.add(m_devnet, {m_devnet.url()}).has_value());
        const auto proven =
            s.world.call(GetNativeBalance{kChain, m_devnet.faucet(), {}, false, true});
        QVERIFY2(proven.has_value(), proven ? "" : proven.error().message.c_str());
        QVERIFY(proven->evidence.standing == Standing::proven);
        const auto said =
            s.world.call(GetNativeBalance{kChain, m_devnet.faucet(), proven->evidence.blockNumber});
        QVERIFY(proven->wei == said.value().wei);
        GetCode code{kChain, {m_devnet.token("WETH"), m_devnet.faucet()}};
        code.mustProve = true;
        const auto codes = s.world.call(code).value().codes;
        QVERIFY(codes.at(0).size > 0 && codes.at(1).size == 0);
        // Its first words: name, symbol and decimals of WETH9.
        const auto account =
            s.world.call(ProveAccount{kChain, m_devnet.token("WETH"), {U256(0), U256(2), U256(9)}})
                .value();
        QCOMPARE(account.storage.at(1).value.toString(), std::string("18"));
        QVERIFY(account.storage.at(2).value.isZero());
        QVERIFY(account.codeHash == codes.at(0).hash);
    }

    void blocksArePushedOverAWebSocket() {
        Stack s;
        QVERIFY(s.add(m_devnet, {cat("ws://127.0.0.1:", m_devnet.port())}).has_value());
        auto head = s.head();
        const auto isPushing = [&] {
            return s.world.call(GetChainStatus{kChain}).value().endpoints.at(0).isPushing;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isPushing(), 30'000);
        for (int i = 0; i < 5; ++i) {
            QVERIFY(s.raw("evm_mine").has_value());
            const auto next = s.waitAbove(head);
            QVERIFY(next && next->number > head);
            head = next->number;
        }
        // A batch over the same connection.
        QVERIFY(s.world.call(GetLogs{kChain, head, head, {}, {}}).has_value());
    }

    void estimatesAndRefusalsAreReal() {
        Stack s;
        QVERIFY(s.add(m_devnet, {m_devnet.url()}).has_value());
        EstimateGas plain{kChain, {m_devnet.faucet(), {}, m_devnet.faucet(), U256(1)}};
        QCOMPARE(s.world.call(plain).value().gas, std::uint64_t{21000});
        const auto transfer = abi::Encoder(abi::selector("transfer(address,uint256)"))
                                  .address(m_devnet.faucet())
                                  .uint(U256(1))
                                  .take();
        const auto nobody = Address::parse("0x00000000000000000000000000000000000000aa").value();
        const auto refused =
            s.world.call(EstimateGas{kChain, {m_devnet.token("USDC"), transfer, nobody, {}}});
        QCOMPARE(refused.error().key, std::string("chain.reverted"));
        QCOMPARE(s.world.call(SendRawTransaction{kChain, {0x02, 0x01}}).error().key,
                 std::string("chain.rejected"));
        const auto count = s.world.call(GetTransactionCount{kChain, m_devnet.faucet()}).value();
        QVERIFY(count.latest > 0);
    }
};

QTEST_GUILESS_MAIN(ChainAnvilTest)
#include "tst_chain_anvil.moc"
