// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/contracts.h"
#include "domain/pool_logs.h"
#include "domain/state_blob.h"

#include <kosh/amm/tick_math.h>
#include <kosh/crypto/abi_codec.h>

#include <QtTest>

#include <random>

using namespace kosh;
namespace abi = kosh::crypto::abi;

namespace {

chain::CallResult answer(const abi::Encoder& encoder) {
    return {true, encoder.take(), {}};
}
Hash256 topicOf(std::int32_t tick) {
    Hash256 topic;
    topic.bytes = I256(tick).raw.toBigEndian();
    return topic;
}
chain::Log swapLog(const U256& price, const U256& liquidity, std::int32_t tick) {
    return {{},
            {pool::watchedTopics()[0], {}, {}},
            abi::Encoder()
                .integer(I256(5))
                .integer(I256(-7))
                .uint(price)
                .uint(liquidity)
                .integer(I256(tick))
                .take(),
            1,
            {},
            {},
            0};
}
chain::Log mintLog(std::int32_t lower, std::int32_t upper, const U256& liquidity) {
    return {{},
            {pool::watchedTopics()[1], {}, topicOf(lower), topicOf(upper)},
            abi::Encoder().address({}).uint(liquidity).uint(U256(1)).uint(U256(2)).take(),
            1,
            {},
            {},
            0};
}
chain::Log burnLog(std::int32_t lower, std::int32_t upper, const U256& liquidity) {
    return {{},
            {pool::watchedTopics()[2], {}, topicOf(lower), topicOf(upper)},
            abi::Encoder().uint(liquidity).uint(U256(1)).uint(U256(2)).take(),
            1,
            {},
            {},
            0};
}
amm::PoolState emptyPool() {
    return *amm::PoolState::createEmpty({500, 10}, U256::powerOfTwo(96));
}

Result<amm::PoolState> after(const amm::PoolState& state, const pool::PoolLog& log) {
    amm::PoolUpdate update(state);
    KOSH_CHECK(pool::applyLog(update, log));
    return std::move(update).finish();
}

}  // namespace

class TestPoolDecode : public QObject {
    Q_OBJECT

private slots:
    void topicsAreTheContracts() {
        // IUniswapV3PoolEvents as seen on main networks.
        QCOMPARE(pool::watchedTopics()[0].toString(),
                 std::string("0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67"));
        QCOMPARE(pool::watchedTopics()[1].toString(),
                 std::string("0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde"));
        QCOMPARE(pool::watchedTopics()[2].toString(),
                 std::string("0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c"));
    }

    void wordsCoverEveryUsableTick() {
        for (const auto& tier : pool::kFeeTiers) {
            const auto words = pool::bitmapWords(tier.tickSpacing);
            const auto lowest = amm::kMinTick / tier.tickSpacing;
            const auto highest = amm::kMaxTick / tier.tickSpacing;
            QVERIFY(words.first * 256 <= lowest && (words.last + 1) * 256 > highest);
        }
        QCOMPARE(pool::bitmapWords(60).first, -58);
        QCOMPARE(pool::bitmapWords(60).last, 57);
    }

    void readsAnswers() {
        const auto slot0 = pool::slot0From(
            answer(abi::Encoder().uint(U256::powerOfTwo(96)).integer(I256(-3)).uint(U256(1))));
        QVERIFY(slot0.has_value());
        QCOMPARE(slot0->tick, -3);
        QVERIFY(slot0->sqrtPriceX96 == U256::powerOfTwo(96));
        std::vector<std::int32_t> ticks;
        const U256 bits = U256(1) | U256::powerOfTwo(255);
        QVERIFY(pool::ticksFromBitmap(answer(abi::Encoder().uint(bits)), -1, 10, ticks));
        QCOMPARE(ticks, (std::vector<std::int32_t>{-2560, -10}));
        const auto tick = pool::tickFrom(
            answer(abi::Encoder().uint(U256(9)).integer(I256(-4)).uint(U256(0))), 30);
        QVERIFY(tick && tick->index == 30 && tick->liquidityGross == U256(9) &&
                tick->liquidityNet == I256(-4));
        const auto none = pool::poolFrom(answer(abi::Encoder().address({})));
        QVERIFY(none && !none->has_value());
    }

    void refusesAnswersThatCannotBe() {
        const auto key = [](const auto& result) { return result.error().key; };
        const std::string expected = "pool.answer";
        QCOMPARE(key(pool::slot0From({false, {}, "no"})), expected);
        QCOMPARE(key(pool::slot0From({true, {}, {}})), expected);
        QCOMPARE(key(pool::slot0From({true, Bytes(31), {}})), expected);
        QCOMPARE(key(pool::slot0From(
                     answer(abi::Encoder().uint(U256::powerOfTwo(160)).integer(I256(0))))),
                 expected);
        QCOMPARE(key(pool::slot0From(
                     answer(abi::Encoder().uint(U256(1)).integer(I256(std::int64_t{1} << 40))))),
                 expected);
        QCOMPARE(key(pool::liquidityFrom(answer(abi::Encoder().uint(U256::powerOfTwo(128))))),
                 expected);
        QCOMPARE(key(pool::tickFrom(answer(abi::Encoder().uint(U256(1))), 0)), expected);
        QCOMPARE(key(pool::poolFrom(answer(abi::Encoder().uint(U256::max())))), expected);
    }

    void logsGiveTheNextState() {
        auto state = emptyPool();
        const auto apply = [&state](const chain::Log& log) {
            const auto decoded = pool::decodeLog(log);
            QVERIFY2(decoded.has_value(), "log");
            auto next = after(state, *decoded);
            QVERIFY2(next.has_value(), "state");
            state = *std::move(next);
        };
        apply(mintLog(-100, 200, U256(1'000'000)));
        QVERIFY(state.price().liquidity == U256(1'000'000));
        QCOMPARE(state.ticks().size(), std::size_t{2});
        apply(swapLog(*amm::sqrtRatioAtTick(50), U256(1'000'000), 50));
        QCOMPARE(state.price().tick, 50);
        apply(burnLog(-100, 200, U256(400'000)));
        QVERIFY(state.price().liquidity == U256(600'000));
        apply(burnLog(-100, 200, U256(600'000)));
        QVERIFY(state.ticks().empty());
        QVERIFY(!after(state, *pool::decodeLog(burnLog(-100, 200, U256(1)))));
    }

    void refusesLogsThatCannotBe() {
        const auto isRefused = [](const chain::Log& log) {
            const auto decoded = pool::decodeLog(log);
            return !decoded && decoded.error().key == "pool.log";
        };
        QVERIFY(isRefused({}));
        auto log = swapLog(U256::powerOfTwo(160), U256(1), 0);
        QVERIFY(isRefused(log));
        QVERIFY(isRefused(swapLog(U256(1), U256::powerOfTwo(128), 0)));
        QVERIFY(isRefused(swapLog(U256(1), U256(1), 1 << 24)));
        log = swapLog(U256(1), U256(1), 0);
        log.data.resize(100);
        QVERIFY(isRefused(log));
        log.topics.resize(1);
        QVERIFY(isRefused(log));
        log = mintLog(0, 10, U256(1));
        log.topics.pop_back();
        QVERIFY(isRefused(log));
        log = mintLog(0, 10, U256(1));
        log.topics[2].bytes.fill(0x7f);
        QVERIFY(isRefused(log));
        log = burnLog(0, 10, U256(1));
        log.topics[0] = {};
        QVERIFY(isRefused(log));
    }

    void hostileLogsNeverCrash() {
        const auto seed = std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        const auto state = emptyPool();
        for (int i = 0; i < 20'000; ++i) {
            chain::Log log;
            log.topics.resize(random() % 5);
            for (auto& topic : log.topics) {
                topic.bytes = (random() % 2 != 0 ? U256(random()) : U256::max()).toBigEndian();
            }
            if (!log.topics.empty()) log.topics[0] = pool::watchedTopics()[random() % 3];
            log.data.resize(random() % 256);
            for (auto& byte : log.data)
                byte = random() % 4 == 0 ? static_cast<std::uint8_t>(random()) : 0;
            if (const auto decoded = pool::decodeLog(log)) {
                static_cast<void>(after(state, *decoded));
            }
        }
    }

    void statesAreStoredExactly() {
        auto state = *emptyPool().applyMint(-100, 200, U256(1'000'000));
        state = *state.applyMint(-887'270, 887'270, U256::powerOfTwo(100));
        const auto bytes = pool::encodeState(state);
        QCOMPARE(bytes.size(), std::size_t{53 + 4 * 52});
        const auto read = pool::decodeState({500, 10}, bytes);
        QVERIFY(read && *read == state);
        for (const auto size : {std::size_t{0}, std::size_t{52}, bytes.size() - 1}) {
            QCOMPARE(pool::decodeState({500, 10}, ByteView(bytes).first(size)).error().key,
                     std::string("pool.stored_state"));
        }
        auto changed = bytes;
        changed[10] ^= 1;  // of the price, which no longer fits its tick
        QVERIFY(!pool::decodeState({500, 10}, changed));
    }
};

QTEST_APPLESS_MAIN(TestPoolDecode)
#include "tst_pool_decode.moc"
