// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/bip39.h>
#include <kosh/crypto/hash.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

namespace {

constexpr std::string_view kPhrase =
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

Result<SecretBytes> entropyOf(std::string_view phrase) {
    return bip39::entropyFromPhrase(SecretBytes::fromText(phrase));
}

std::string seedHex(std::string_view phrase, std::string_view passphrase) {
    return toHex(
        bip39::seedFromPhrase(SecretBytes::fromText(phrase), asBytes(passphrase)).value().view());
}

}  // namespace

class TestBip39 : public QObject {
    Q_OBJECT
private slots:
    void listIsTheStandardOne();
    void roundTrips();
    void unknownWordTellsThePlaceOnly();
    void nearWordsAreForTheTypistOnly();
    void refusesOtherCountsAndChecksums();
    void normalisesWhatWasTyped();
    void passphraseFormsAreEqual();
};

void TestBip39::listIsTheStandardOne() {
    std::string text;
    for (const auto word : bip39::words()) text += cat(word, '\n');
    QCOMPARE(sha256(asBytes(text)).toString(),
             "0x2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
}

void TestBip39::roundTrips() {
    SystemRandom random;
    for (const std::size_t count : {12, 15, 18, 21, 24}) {
        const auto phrase = bip39::generate(random, count);
        QVERIFY(phrase);
        QCOMPARE(std::ranges::count(phrase->text(), ' ') + 1, static_cast<std::ptrdiff_t>(count));
        const auto entropy = bip39::entropyFromPhrase(*phrase);
        QVERIFY(entropy);
        QCOMPARE(entropy->size(), count / 3 * 4);
        QVERIFY(bip39::phraseFromEntropy(entropy->view())->equals(*phrase));
    }
    for (const std::size_t count : {0, 9, 11, 13, 27}) {
        QCOMPARE(errorKey(bip39::generate(random, count)), "bip39.word_count");
    }
    for (const std::size_t size : {0, 15, 17, 36}) {
        QCOMPARE(errorKey(bip39::phraseFromEntropy(Bytes(size))), "bip39.entropy");
    }
}

void TestBip39::unknownWordTellsThePlaceOnly() {
    std::string phrase(kPhrase);
    phrase.replace(phrase.find("about"), 5, "aboutx");
    const auto result = entropyOf(phrase);
    QCOMPARE(errorKey(result), "bip39.unknown_word");
    QCOMPARE(result.error().details.at("position"), "12");
    QVERIFY(result.error().message.find("about") == std::string::npos);
    QCOMPARE(result.error().details.size(), std::size_t(1));
}

void TestBip39::nearWordsAreForTheTypistOnly() {
    const auto near = [](std::string_view phrase, std::size_t position) {
        std::string joined;
        for (const auto word : bip39::nearWords(SecretBytes::fromText(phrase), position)) {
            joined += cat(joined.empty() ? "" : " ", word);
        }
        return joined;
    };
    QCOMPARE(near("abandon abotu zoo", 2).substr(0, 5), std::string("about"));
    QCOMPARE(near("wierd", 1).substr(0, 5), std::string("weird"));
    QVERIFY(near("abandonned", 1).starts_with("abandon"));
    QCOMPARE(near("abandon about zoo", 3).substr(0, 3), std::string("zoo"));
    QCOMPARE(near("qqqqqqqq", 1), std::string());
    QCOMPARE(near(std::string(100, 'a'), 1), std::string());
    QCOMPARE(near("abandon", 2), std::string());
    QCOMPARE(near("", 1), std::string());
    QVERIFY(bip39::nearWords(SecretBytes::fromText("a"), 1).size() <= 5);
}

void TestBip39::refusesOtherCountsAndChecksums() {
    QCOMPARE(errorKey(entropyOf(kPhrase)), "ok");
    QCOMPARE(errorKey(entropyOf("")), "bip39.word_count");
    QCOMPARE(errorKey(entropyOf(kPhrase.substr(8))), "bip39.word_count");
    QCOMPARE(errorKey(entropyOf(cat(kPhrase, " about"))), "bip39.word_count");
    QCOMPARE(errorKey(entropyOf(cat(kPhrase.substr(0, kPhrase.size() - 5), "abandon"))),
             "bip39.checksum");
    // Not in canonical form: an empty word.
    QCOMPARE(errorKey(entropyOf(cat(' ', kPhrase.substr(8)))), "bip39.unknown_word");
}

void TestBip39::normalisesWhatWasTyped() {
    const auto out = [](std::string_view typed) {
        return std::string(bip39::normalisePhrase(asBytes(typed)).text());
    };
    QCOMPARE(out("  Legal\t WINNER\r\n thank "), "legal winner thank");
    QCOMPARE(out(" \n "), "");
    QCOMPARE(out(""), "");
}

void TestBip39::passphraseFormsAreEqual() {
    // U+00E9 and e + U+0301 are one text in NFKD; so are U+FB01 and "fi".
    QCOMPARE(seedHex(kPhrase, "caf\xC3\xA9"), seedHex(kPhrase, "cafe\xCC\x81"));
    QCOMPARE(seedHex(kPhrase, "\xEF\xAC\x81"), seedHex(kPhrase, "fi"));
    QVERIFY(seedHex(kPhrase, "caf\xC3\xA9") != seedHex(kPhrase, "cafe"));
    const auto broken = bip39::seedFromPhrase(SecretBytes::fromText(kPhrase), asBytes("\xC3"));
    QCOMPARE(errorKey(broken), "bip39.utf8");
}

QTEST_APPLESS_MAIN(TestBip39)
#include "tst_bip39.moc"
