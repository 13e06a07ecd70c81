// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/rules.h"

#include <kosh/crypto/bip39.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::wallet;

namespace {

constexpr std::string_view kPhrase =
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

SecretBytes seedOf(std::string_view phrase) {
    return crypto::bip39::seedFromPhrase(SecretBytes::fromText(phrase)).value();
}
template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? std::string("ok") : result.error().key;
}
std::vector<SharedSecret> secrets(std::initializer_list<std::string_view> words) {
    std::vector<SharedSecret> all;
    for (const auto word : words) all.push_back(SharedSecret::fromText(word));
    return all;
}

}  // namespace

class WalletRulesTest : public QObject {
    Q_OBJECT

private slots:
    void wordCounts() {
        for (const int words : {12, 15, 18, 21, 24}) QVERIFY(checkWordCount(words).has_value());
        for (const int words : {-12, 0, 11, 13, 16, 23, 25})
            QCOMPARE(keyOf(checkWordCount(words)), std::string("wallet.words"));
    }

    void labels() {
        QVERIFY(checkLabel("Savings").has_value());
        QVERIFY(checkLabel("बचत").has_value());
        QVERIFY(checkLabel(std::string(64, 'x')).has_value());
        for (const auto& label : {std::string(), std::string(65, 'x'), std::string("a\nb"),
                                  std::string("a\x7f"), std::string("a\0b", 3)})
            QCOMPARE(keyOf(checkLabel(label)), std::string("wallet.label"));
    }

    /// The well-known addresses of BIP-39's first test phrase on the Ethereum path.
    void derivesTheKnownAddresses() {
        const auto seed = seedOf(kPhrase);
        const auto first = deriveAddress(seed.view(), kDefaultPath, 0, "Main").value();
        QCOMPARE(first.address.toString(),
                 std::string("0x9858EfFD232B4033E47d90003D41EC34EcaEda94"));
        QCOMPARE(first.path, std::string("m/44'/60'/0'/0/0"));
        QCOMPARE(first.label, std::string("Main"));
        const auto second = deriveAddress(seed.view(), kDefaultPath, 1, {}).value();
        QCOMPARE(second.address.toString(),
                 std::string("0x6Fac4D18c912343BF86fa7049364Dd4E424Ab9C0"));
        QCOMPARE(second.path, std::string("m/44'/60'/0'/0/1"));
        const auto key = deriveKey(seed.view(), first.path).value();
        QVERIFY(key.publicKey().address() == first.address);
        QVERIFY(!deriveKey(seed.view(), "m/44'/x").has_value());
    }

    void pathsCountWhereTheyAreMarked() {
        QCOMPARE(canonicalPath(kDefaultPath).value(), std::string(kDefaultPath));
        QCOMPARE(canonicalPath("m/44'/60'/0'/0/0").value(), std::string(kDefaultPath));
        // Without a mark the last step counts, hardened or not.
        QCOMPARE(canonicalPath("m/44h/60h/0h").value(), std::string("m/44'/60'/{index}'"));
        QCOMPARE(pathAt("m/44'/60'/{index}'/0/0", 7), std::string("m/44'/60'/7'/0/0"));
        for (const auto* wrong : {"m", "m/44'/60'/5", "m/{index}/{index}", "m/1{index}",
                                  "m/{index}1", "m/44'/{index}x"}) {
            const auto refused = canonicalPath(wrong);
            QVERIFY2(!refused, wrong);
            QCOMPARE(refused.error().details.at("field"), std::string("path"));
        }
        QCOMPARE(keyOf(canonicalPath("44'/60'")), std::string("bip32.path"));
        QCOMPARE(keyOf(canonicalPath("m/44'/60'/5")), std::string("wallet.path"));
    }

    void privateKeys() {
        const std::string digits(64, '1');
        const auto plain = parsePrivateKey(SharedSecret::fromText(digits)).value();
        const auto prefixed = parsePrivateKey(SharedSecret::fromText("0x" + digits + "\n")).value();
        QVERIFY(plain.publicKey() == prefixed.publicKey());
        for (const auto& wrong : {std::string(), std::string(63, '1'), std::string(64, 'g'),
                                  std::string(64, '0'), std::string(64, 'f')}) {
            const auto refused = parsePrivateKey(SharedSecret::fromText(wrong));
            QCOMPARE(keyOf(refused), std::string("wallet.private_key"));
            QCOMPARE(refused.error().details.at("field"), std::string("privateKey"));
        }
    }

    void comparesWordsByPosition() {
        QVERIFY(checkWords(kPhrase, {1}, secrets({"abandon"})).has_value());
        QVERIFY(checkWords(kPhrase, {12, 3}, secrets({"about", "abandon"})).has_value());
        const auto wrong = checkWords(kPhrase, {2, 12}, secrets({"abandon", "abandon"}));
        QCOMPARE(keyOf(wrong), std::string("wallet.word_mismatch"));
        QCOMPARE(wrong.error().details.at("position"), std::string("12"));
        QCOMPARE(wrong.error().details.at("field"), std::string("words[1]"));
        QVERIFY(wrong.error().message.find("about") == std::string::npos);
        QCOMPARE(keyOf(checkWords(kPhrase, {12}, secrets({"abou"}))),
                 std::string("wallet.word_mismatch"));
        QCOMPARE(keyOf(checkWords(kPhrase, {12}, secrets({""}))),
                 std::string("wallet.word_mismatch"));
    }

    void refusesPositionsOutsideThePhrase() {
        for (const std::int64_t position : {0, -1, 13})
            QCOMPARE(keyOf(checkWords(kPhrase, {position}, secrets({"about"}))),
                     std::string("wallet.positions"));
        QCOMPARE(keyOf(checkWords(kPhrase, {}, {})), std::string("wallet.words"));
        QCOMPARE(keyOf(checkWords(kPhrase, {1, 2}, secrets({"abandon"}))),
                 std::string("wallet.words"));
    }

    void gasLimits() {
        QCOMPARE(gasLimitFor(21'000, true), std::uint64_t{21'000});
        QCOMPARE(gasLimitFor(21'000, false), std::uint64_t{30'200});
        // A recipient with code costs more than a plain transfer.
        QCOMPARE(gasLimitFor(30'000, true), std::uint64_t{41'000});
        QCOMPARE(gasLimitFor(100'000, false), std::uint64_t{125'000});
    }

    void mostItCanCost() {
        QVERIFY(maxCost(U256(5), 21'000, U256(10)).value() == U256(210'005));
        QVERIFY(maxCost(U256::max() - U256(10), 1, U256(10)).value() == U256::max());
        QCOMPARE(keyOf(maxCost(U256::max() - U256(9), 1, U256(10))),
                 std::string("wallet.cost_range"));
        QCOMPARE(keyOf(maxCost(U256(0), 3, U256::powerOfTwo(255))),
                 std::string("wallet.cost_range"));
    }

    void transferCalldata() {
        const auto to = Address::parse("0x9858EfFD232B4033E47d90003D41EC34EcaEda94").value();
        QCOMPARE(toHex(transferCall(to, U256(1'000'000))),
                 std::string("a9059cbb"
                             "0000000000000000000000009858effd232b4033e47d90003d41ec34ecaeda94"
                             "00000000000000000000000000000000000000000000000000000000000f4240"));
    }
};

QTEST_APPLESS_MAIN(WalletRulesTest)
#include "tst_wallet_rules.moc"
