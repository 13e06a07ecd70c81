// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/u256.h>

#include <QtTest>
#include <boost/multiprecision/cpp_int.hpp>
#include <random>

using boost::multiprecision::cpp_int;
using kosh::I256;
using kosh::U256;

namespace {

constexpr int kCases = 30'000;

const cpp_int kModulus = cpp_int(1) << 256;

cpp_int big(const U256& value) {
    cpp_int r = 0;
    for (unsigned i = 4; i-- > 0;) r = (r << 64) | value.limbs[i];
    return r;
}

cpp_int big(const I256& value) {
    const cpp_int raw = big(value.raw);
    return value.isNegative() ? raw - kModulus : raw;
}

/// Limbs that provoke carries, borrows and wrong quotient digits more often than uniform ones.
class Numbers {
public:
    explicit Numbers(std::uint64_t seed) : m_engine(seed) {}

    U256 next() {
        U256 value;
        const unsigned used = 1 + unsigned(m_engine() % 4);
        for (unsigned i = 0; i < used; ++i) value.limbs[i] = limb();
        return value;
    }
    unsigned below(unsigned limit) { return unsigned(m_engine() % limit); }

private:
    std::uint64_t limb() {
        switch (m_engine() % 8) {
            case 0:
                return 0;
            case 1:
                return ~0ull;
            case 2:
                return 1ull << (m_engine() % 64);
            case 3:
                return ~0ull << (m_engine() % 64);
            case 4:
                return (1ull << 63) + (m_engine() % 3) - 1;
            default:
                return m_engine() >> (m_engine() % 64);
        }
    }
    std::mt19937_64 m_engine;
};

std::uint64_t chosenSeed() {
    bool isGiven = false;
    const auto given = qEnvironmentVariable("KOSH_TEST_SEED").toULongLong(&isGiven);
    return isGiven ? given : std::random_device{}();
}

}  // namespace

class TestU256 : public QObject {
    Q_OBJECT
private slots:
    void matchesReferenceOnRandomNumbers();
    void quotientsMatchReference();
    void signedMatchesReference();
    void textForms();
    void parseRefuses();
    void bigEndian();
    void shiftsPastTheEnd();
    void mulDivEdges();
    void divisionFormsThatNeedAddBack();
};

void TestU256::matchesReferenceOnRandomNumbers() {
    const auto seed = chosenSeed();
    qInfo("KOSH_TEST_SEED=%llu", static_cast<unsigned long long>(seed));
    Numbers numbers(seed);
    for (int i = 0; i < kCases; ++i) {
        const U256 a = numbers.next();
        const U256 b = numbers.next();
        const unsigned shift = numbers.below(256);
        const cpp_int x = big(a);
        const cpp_int y = big(b);
        QCOMPARE(big(a + b), cpp_int((x + y) % kModulus));
        QCOMPARE(big(a - b), cpp_int((x - y + kModulus) % kModulus));
        QCOMPARE(big(a * b), cpp_int((x * y) % kModulus));
        QCOMPARE(big(a << shift), cpp_int((x << shift) % kModulus));
        QCOMPARE(big(a >> shift), cpp_int(x >> shift));
        QCOMPARE(big(a & b), cpp_int(x & y));
        QCOMPARE(big(a | b), cpp_int(x | y));
        QCOMPARE(big(a ^ b), cpp_int(x ^ y));
        QCOMPARE(big(~a), cpp_int(kModulus - 1 - x));
        QCOMPARE(a < b, x < y);
        QCOMPARE(a == b, x == y);
        QCOMPARE(a.bitLength(), x == 0 ? 0u : unsigned(msb(x)) + 1);
        QCOMPARE(kosh::checkedAdd(a, b).has_value(), x + y < kModulus);
        QCOMPARE(kosh::checkedSub(a, b).has_value(), x >= y);
        const auto product = kosh::checkedMul(a, b);
        QCOMPARE(product.has_value(), x * y < kModulus);
        if (product) QCOMPARE(big(*product), cpp_int(x * y));
        QCOMPARE(a.toString(), x.str());
        QCOMPARE(*U256::parse(a.toString()), a);
        QCOMPARE(*U256::parse(a.toHex()), a);
        QCOMPARE(U256::fromBigEndian(a.toBigEndian()), a);
        QCOMPARE(U256::fromBigEndian(a.toMinimalBigEndian()), a);
    }
}

void TestU256::quotientsMatchReference() {
    const auto seed = chosenSeed();
    qInfo("KOSH_TEST_SEED=%llu", static_cast<unsigned long long>(seed));
    Numbers numbers(seed);
    for (int i = 0; i < kCases; ++i) {
        const U256 a = numbers.next();
        const U256 b = numbers.next();
        U256 d = numbers.next();
        if (d.isZero()) d = U256(1);
        const cpp_int x = big(a);
        const cpp_int y = big(b);
        const cpp_int z = big(d);
        const auto parts = kosh::divMod(a, d);
        QCOMPARE(big(parts.quotient), cpp_int(x / z));
        QCOMPARE(big(parts.remainder), cpp_int(x % z));
        QCOMPARE(a / d, parts.quotient);
        QCOMPARE(a % d, parts.remainder);
        const cpp_int floor = x * y / z;
        const cpp_int ceil = (x * y + z - 1) / z;
        const auto down = kosh::mulDiv(a, b, d);
        QCOMPARE(down.has_value(), floor < kModulus);
        if (down) QCOMPARE(big(*down), floor);
        const auto up = kosh::mulDivRoundingUp(a, b, d);
        QCOMPARE(up.has_value(), ceil < kModulus);
        if (up) QCOMPARE(big(*up), ceil);
        if ((x + z - 1) / z < kModulus) {
            QCOMPARE(big(kosh::divRoundingUp(a, d)), cpp_int((x + z - 1) / z));
        }
    }
}

void TestU256::signedMatchesReference() {
    const auto seed = chosenSeed();
    qInfo("KOSH_TEST_SEED=%llu", static_cast<unsigned long long>(seed));
    Numbers numbers(seed);
    const cpp_int half = cpp_int(1) << 255;
    const auto fits = [&half](const cpp_int& v) { return v >= -half && v < half; };
    for (int i = 0; i < kCases; ++i) {
        const I256 a = I256::fromRaw(numbers.next());
        const I256 b = I256::fromRaw(numbers.next());
        const auto sum = kosh::checkedAdd(a, b);
        QCOMPARE(sum.has_value(), fits(big(a) + big(b)));
        if (sum) QCOMPARE(big(*sum), cpp_int(big(a) + big(b)));
        const auto difference = kosh::checkedSub(a, b);
        QCOMPARE(difference.has_value(), fits(big(a) - big(b)));
        if (difference) QCOMPARE(big(*difference), cpp_int(big(a) - big(b)));
        QCOMPARE(a < b, big(a) < big(b));
        QCOMPARE(a.toString(), big(a).str());
        QCOMPARE(*I256::parse(a.toString()), a);
        QCOMPARE(big(a.magnitude()), cpp_int(abs(big(a))));
    }
    QVERIFY(!I256::fromUnsigned(U256::powerOfTwo(255)));
    QVERIFY(I256::fromUnsigned(U256::powerOfTwo(255), true));
    QVERIFY(!I256::fromUnsigned(U256::powerOfTwo(255) + U256(1), true));
    QCOMPARE(I256(-5).toString(), std::string("-5"));
    QCOMPARE(I256(-5).negated(), I256(5));
}

void TestU256::textForms() {
    QCOMPARE(U256(0).toString(), std::string("0"));
    QCOMPARE(U256(0).toHex(), std::string("0x0"));
    QCOMPARE(U256(0x1234).toHex(), std::string("0x1234"));
    QCOMPARE(U256::parse("10000000000000000000")->toString(), std::string("10000000000000000000"));
    QCOMPARE(U256::max().toString(),
             std::string("115792089237316195423570985008687907853269984665640564039457584007913129"
                         "639935"));
    QCOMPARE(U256::powerOfTwo(64).toDouble(), 18446744073709551616.0);
}

void TestU256::parseRefuses() {
    for (const char* text : {"", "0x", "-1", "1.0", "1e3", " 1", "0xg", "12a"}) {
        const auto value = U256::parse(text);
        QVERIFY2(!value, text);
        QCOMPARE(value.error().key, std::string("base.number"));
    }
    const std::string over =
        "115792089237316195423570985008687907853269984665640564039457584007913129639936";
    QCOMPARE(U256::parse(over).error().key, std::string("base.number_range"));
    QCOMPARE(U256::parse("0x1" + std::string(64, '0')).error().key,
             std::string("base.number_range"));
    QVERIFY(U256::parse("0x000" + std::string(64, 'f')));
    QCOMPARE(I256::parse("--1").error().key, std::string("base.number"));
    QCOMPARE(I256::parse("0x1").error().key, std::string("base.number"));
    QCOMPARE(I256::parse(over).error().key, std::string("base.number_range"));
}

void TestU256::bigEndian() {
    const std::array<std::uint8_t, 2> bytes{1, 2};
    QCOMPARE(U256::fromBigEndian(bytes), U256(258));
    QCOMPARE(U256(258).toMinimalBigEndian(), (kosh::Bytes{1, 2}));
    QVERIFY(U256().toMinimalBigEndian().empty());
}

void TestU256::shiftsPastTheEnd() {
    QVERIFY((U256::max() << 256).isZero());
    QVERIFY((U256::max() >> 300).isZero());
    QCOMPARE(U256::max() >> 255, U256(1));
}

void TestU256::mulDivEdges() {
    QVERIFY(!kosh::mulDiv(U256(1), U256(1), U256(0)));
    QCOMPARE(*kosh::mulDiv(U256::max(), U256::max(), U256::max()), U256::max());
    QVERIFY(!kosh::mulDiv(U256::max(), U256::max(), U256::max() - U256(1)));
    QCOMPARE(*kosh::mulDiv(U256::max(), U256(1), U256(1)), U256::max());
    QVERIFY(!kosh::mulDiv(U256::powerOfTwo(255), U256(2), U256(1)));
}

// Dividends just below a multiple of the divisor make the estimated quotient digit one too big.
void TestU256::divisionFormsThatNeedAddBack() {
    Numbers numbers(7);
    for (int i = 0; i < kCases; ++i) {
        U256 d = numbers.next();
        if (d.isZero()) d = U256(3);
        const U256 q = numbers.next();
        const auto multiple = kosh::checkedMul(d, q);
        if (!multiple || multiple->isZero()) continue;
        const auto parts = kosh::divMod(*multiple - U256(1), d);
        QCOMPARE(parts.quotient, q - U256(1));
        QCOMPARE(parts.remainder, d - U256(1));
    }
}

QTEST_APPLESS_MAIN(TestU256)
#include "tst_u256.moc"
