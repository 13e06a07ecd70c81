// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// What swaps through the real contracts used (gasUsed of their receipts) against what quotes
// estimate.
#include "evm.h"
#include "practice_network.h"

#include "domain/gas.h"
#include "domain/router_call.h"

#include <kosh/amm/position_calls.h>
#include <kosh/amm/tick_math.h>
#include <kosh/crypto/abi_codec.h>

#include <QFile>
#include <QtTest>

#include <cmath>

using namespace kosh;
namespace abi = kosh::crypto::abi;

namespace {

constexpr std::array<std::pair<std::uint32_t, std::int32_t>, 4> kTiers{
    {{500, 10}, {3000, 60}, {100, 1}, {10'000, 200}}};
constexpr std::size_t kMaxHops = 3, kMaxParts = kTiers.size();
constexpr std::uint64_t kDeadline = 1ull << 40;
/// Stated in services/quote/README.md. The first crossing of a tick writes where nothing was, which
/// takes twice as much as the next.
constexpr double kMargin = 0.1, kMarginOfFirstCrossings = 0.45, kMarginOfCrossings = 0.3;

template <typename T>
T good(Result<T> result) {
    if (!result) test::giveUp(cat(result.error().key, ": ", result.error().message));
    return *std::move(result);
}

double ratio(std::uint64_t estimate, std::uint64_t used) {
    return static_cast<double>(estimate) / static_cast<double>(used);
}

}  // namespace

class TestQuoteGas : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void everyShapeIsWithinTheMargin_data();
    void everyShapeIsWithinTheMargin();
    void everyTickIsWithinTheMargin();
    void cleanupTestCase();

private:
    void makeToken();
    void makePool(const Address& a, const Address& b, std::size_t tier);
    void mint(const amm::PoolKey& key, const amm::TickRange& range, const U256& amount);
    quote::RoutePart partOf(std::size_t hops, std::size_t tier, const U256& amount,
                            bool isExactOutput, bool isBack) const;
    /// Swaps `parts` routes of `hops` pools; what it used.
    std::uint64_t swap(std::size_t hops, std::size_t parts, const U256& amount,
                       bool isExactOutput = false, bool isBack = false);
    std::int32_t tickNow(const Address& pool);

    std::unique_ptr<test::PracticeNetwork> m_network;
    std::unique_ptr<test::Evm> m_evm;
    Bytes m_tokenCode;
    std::vector<Address> m_tokens;
};

void TestQuoteGas::initTestCase() {
    QFile artifact(KOSH_TOKEN_ARTIFACT);
    QVERIFY(artifact.open(QIODevice::ReadOnly));
    const auto document = good(json::Document::parse(artifact.readAll().toStdString()));
    m_tokenCode = good(fromHex(document.root().find("bytecode").asString()));
    m_network = std::make_unique<test::PracticeNetwork>();
    m_evm = std::make_unique<test::Evm>(m_network->chain.endpoints[0], m_network->faucet);
    for (std::size_t i = 0; i <= kMaxHops; ++i) makeToken();
    for (std::size_t i = 0; i < kMaxHops; ++i) {
        for (std::size_t tier = 0; tier < kTiers.size(); ++tier) {
            makePool(m_tokens[i], m_tokens[i + 1], tier);
        }
    }
    // What is written for the first time costs more; nobody meets a pool like that.
    for (std::size_t round = 0; round < 2; ++round) {
        swap(kMaxHops, kMaxParts, U256(1'000'000'000));
        swap(kMaxHops, kMaxParts, U256(1'000'000'000), false, true);
    }
}

void TestQuoteGas::cleanupTestCase() {
    m_evm.reset();
    m_network.reset();
}

void TestQuoteGas::makeToken() {
    Bytes code = m_tokenCode;
    const Bytes arguments = abi::Encoder()
                                .string("Token")
                                .string("TKN")
                                .uint(U256::powerOfTwo(200))
                                .address(m_evm->faucet())
                                .take();
    code.insert(code.end(), arguments.begin(), arguments.end());
    m_tokens.push_back(m_evm->deploy(code));
    const auto& contracts = m_network->chain.contracts;
    for (const auto& spender : {contracts.positionManager, contracts.swapRouter02}) {
        m_evm->send(m_tokens.back(), abi::Encoder(abi::selector("approve(address,uint256)"))
                                         .address(spender)
                                         .uint(U256::powerOfTwo(199))
                                         .take());
    }
}

void TestQuoteGas::mint(const amm::PoolKey& key, const amm::TickRange& range, const U256& amount) {
    m_evm->send(m_network->chain.contracts.positionManager,
                amm::mintCall(
                    {key, range, {amount, amount}, {U256{}, U256{}}, m_evm->faucet(), kDeadline}));
}

void TestQuoteGas::makePool(const Address& a, const Address& b, std::size_t tier) {
    const auto& [fee, spacing] = kTiers[tier];
    const amm::PoolKey key{std::min(a, b), std::max(a, b), fee};
    m_evm->send(m_network->chain.contracts.positionManager,
                amm::createPoolCall(key, U256::powerOfTwo(96)));
    const std::int32_t far = amm::kMaxTick / spacing * spacing;
    mint(key, {-far, far}, U256::powerOfTwo(80));
}

quote::RoutePart TestQuoteGas::partOf(std::size_t hops, std::size_t tier, const U256& amount,
                                      bool isExactOutput, bool isBack) const {
    quote::RoutePart part;
    part.amountIn = part.amountOut = amount;
    part.minimumReceived = isExactOutput ? amount : U256{};
    part.maximumSpent = isExactOutput ? amount * U256(2) : amount;
    for (std::size_t i = 0; i < hops; ++i) {
        const std::size_t from = isBack ? hops - i : i;
        const std::size_t to = isBack ? from - 1 : from + 1;
        quote::Hop hop;
        hop.feePips = kTiers[tier].first;
        hop.tokenIn.address = m_tokens[from];
        hop.tokenOut.address = m_tokens[to];
        part.hops.push_back(hop);
    }
    return part;
}

std::uint64_t TestQuoteGas::swap(std::size_t hops, std::size_t parts, const U256& amount,
                                 bool isExactOutput, bool isBack) {
    quote::Quote quote;
    quote.isExactOutput = isExactOutput;
    for (std::size_t tier = 0; tier < parts; ++tier) {
        quote.parts.push_back(partOf(hops, tier, amount, isExactOutput, isBack));
    }
    quote.tokenIn = quote.parts.front().hops.front().tokenIn;
    quote.tokenOut = quote.parts.front().hops.back().tokenOut;
    const auto call =
        trading::buildSwapCall(quote, m_network->chain.contracts, m_evm->faucet(), kDeadline);
    m_evm->send(call.router, call.data);
    return m_evm->gasUsed();
}

void TestQuoteGas::everyShapeIsWithinTheMargin_data() {
    QTest::addColumn<std::size_t>("hops");
    QTest::addColumn<std::size_t>("parts");
    for (std::size_t hops = 1; hops <= kMaxHops; ++hops) {
        for (std::size_t parts = 1; parts <= kMaxParts; ++parts) {
            QTest::addRow("%zu pools in each of %zu parts", hops, parts) << hops << parts;
        }
    }
}

void TestQuoteGas::everyShapeIsWithinTheMargin() {
    QFETCH(const std::size_t, hops);
    QFETCH(const std::size_t, parts);
    std::uint64_t routes = 0;
    for (std::size_t i = 0; i < parts; ++i) routes += quote::gasOfRoute(hops, 0);
    const auto estimate = quote::gasOfTransaction(routes);
    double worst = 0;
    for (const bool isExactOutput : {false, true}) {
        for (const bool isBack : {false, true}) {
            // An odd amount, as they are: zero bytes cost less.
            const U256 amount(1'234'567'891'234'567ull + hops * 1000 + parts);
            const auto used = swap(hops, parts, amount, isExactOutput, isBack);
            const double near = ratio(estimate, used);
            qInfo("%zu parts of %zu pools, exact %s: %llu used, %llu estimated (%.3f)", parts, hops,
                  isExactOutput ? "out" : "in", static_cast<unsigned long long>(used),
                  static_cast<unsigned long long>(estimate), near);
            worst = std::max(worst, std::abs(near - 1));
        }
    }
    QVERIFY(worst <= kMargin);
}

std::int32_t TestQuoteGas::tickNow(const Address& pool) {
    const auto slot0 =
        m_evm->read(pool, abi::Encoder(abi::selector("slot0()")).take()).value_or(Bytes(64));
    return static_cast<std::int32_t>(
        static_cast<std::uint32_t>(U256::fromBigEndian(ByteView(slot0).subspan(32, 32)).low64()));
}

/// Ladders of positions to either side of the price: each tick begins one and ends another.
void TestQuoteGas::everyTickIsWithinTheMargin() {
    const auto& [fee, spacing] = kTiers.front();
    const amm::PoolKey key{std::min(m_tokens[0], m_tokens[1]), std::max(m_tokens[0], m_tokens[1]),
                           fee};
    const auto pool =
        amm::poolAddress(m_network->chain.contracts.factory, key.token0, key.token1, fee);
    constexpr std::int32_t kRungs = 40;
    const std::int32_t start = tickNow(pool) / spacing * spacing;
    for (std::int32_t k = -kRungs; k < kRungs; ++k) {
        const std::int32_t lower = start + k * spacing;
        mint(key, {lower, lower + spacing}, U256::powerOfTwo(70));
    }
    for (const double margin : {kMarginOfFirstCrossings, kMarginOfCrossings}) {
        double worst = 0;
        for (const unsigned bits : {71u, 72u, 73u, 74u}) {
            for (const bool isBack : {false, true}) {
                const auto before = tickNow(pool);
                const auto used = swap(1, 1, U256::powerOfTwo(bits), false, isBack);
                const auto rung = [&](std::int32_t tick) {
                    return std::clamp(amm::compressTick(tick, spacing),
                                      start / spacing - kRungs - 1, start / spacing + kRungs);
                };
                const auto crossed =
                    static_cast<std::uint64_t>(std::abs(rung(tickNow(pool)) - rung(before)));
                QVERIFY(crossed > 0);
                const auto estimate = quote::gasOfTransaction(quote::gasOfRoute(1, crossed));
                const double near = ratio(estimate, used);
                qInfo("%llu ticks: %llu used, %llu estimated (%.3f)",
                      static_cast<unsigned long long>(crossed),
                      static_cast<unsigned long long>(used),
                      static_cast<unsigned long long>(estimate), near);
                worst = std::max(worst, std::abs(near - 1));
            }
        }
        QVERIFY(worst <= margin);
    }
}

QTEST_GUILESS_MAIN(TestQuoteGas)
#include "tst_quote_gas.moc"
