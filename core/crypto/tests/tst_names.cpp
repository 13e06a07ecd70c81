// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "support.h"

#include <kosh/crypto/eip681.h>
#include <kosh/crypto/ens.h>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

namespace {

const std::string kToken = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
const std::string kPayee = "0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F";

}  // namespace

/// Names and links that lead to an address.
class TestNames : public QObject {
    Q_OBJECT
private slots:
    void normalises_data();
    void normalises();
    void hashes();
    void readsLinks_data();
    void readsLinks();
    void linksRoundTrip();
};

void TestNames::normalises_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("outcome");
    const auto add = [](const char* typed, const char* outcome) {
        QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(outcome);
    };
    add("", "");
    add("Vitalik.ETH", "vitalik.eth");
    add("_sub.name-1.eth", "_sub.name-1.eth");
    add("a_b.eth", "ens.underscore");
    add("ab--c.eth", "ens.hyphens");
    add("xn--ab.eth", "ens.hyphens");
    add(".eth", "ens.empty_label");
    add("a..eth", "ens.empty_label");
    add("eth.", "ens.empty_label");
    add("a b.eth", "ens.character");
    add("a\u00a0b", "ens.character");
    add("a\u00adb", "ab");
    add("a\u200bb", "ab");
    add("a\u200db", "ens.character");
    add("a\u200cb", "ens.character");
    add("\u202eabc", "ens.character");
    add("\uff56\uff49\uff54", "vit");
    add("\ufb00", "ff");
    add("\u00df", "\u00df");
    add("\u0395\u03bb\u03bb\u03ac\u03c2", "\u03b5\u03bb\u03bb\u03ac\u03c2");
    add("\u03c9\u03f9\u03bb", "\u03c9\u03c3\u03bb");
    add("e\u0301", "\u00e9");
    add("\u0301e", "ens.character");
    add("don't", "don\u2019t");
    add("'quoted'", "ens.placement");
    add("vit\u0430lik", "ens.mixed_scripts");
    add("\u0430\u0440\u0440\u04cf\u0435", "ens.confusable");
    add("\u0430\u0431\u0432", "\u0430\u0431\u0432");
    add("\u65e5\u672c\u3072\u3089\u30ab\u30ca", "\u65e5\u672c\u3072\u3089\u30ab\u30ca");
    add("\ud55c\uad6dabc", "\ud55c\uad6dabc");
    add("\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u093f\u0928\u094d\u0926\u0940");
    add("\u65e5\u672c\u0661", "ens.mixed_scripts");
    add("\u2764\ufe0f", "\u2764");
    add("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467");
    add("\U0001f44d\U0001f3fd", "\U0001f44d\U0001f3fd");
    add("\U0001f1fa\U0001f1f8", "\U0001f1fa\U0001f1f8");
    add("1\ufe0f\u20e3", "1\u20e3");
    add("\u2122", "tm");
}

void TestNames::normalises() {
    QFETCH(QString, typed);
    QFETCH(QString, outcome);
    const auto name = ens::normalise(typed.toStdString());
    QCOMPARE(name ? QString::fromStdString(*name) : errorKey(name), outcome);
    // What is normal stays as it is.
    if (name) QCOMPARE(ens::normalise(*name).value(), *name);
}

void TestNames::hashes() {
    QVERIFY(ens::namehash("").isZero());
    QCOMPARE(ens::namehash("foo.eth").toString(),
             "0xde9b09fd7c5f901e23a3f19fecc54828e9c848539801e86591bd9801b019f84f");
    QCOMPARE(errorKey(ens::normalise("\xff.eth")), "ens.utf8");
    QCOMPARE(errorKey(ens::normalise(std::string(2000, 'a'))), "ens.too_long");
    // Mapped, an apostrophe has three bytes.
    std::string joined = "a";
    while (joined.size() < 1000) joined += "'a";
    QCOMPARE(errorKey(ens::normalise(joined)), "ens.too_long");
    const auto error = ens::normalise("ok.a_b.eth").error();
    QCOMPARE(error.details.at("label"), std::string("2"));
}

void TestNames::readsLinks_data() {
    QTest::addColumn<QString>("uri");
    QTest::addColumn<QString>("outcome");
    const auto add = [](const std::string& uri, const std::string& outcome) {
        QTest::newRow(uri.c_str())
            << QString::fromStdString(uri) << QString::fromStdString(outcome);
    };
    const auto plain = cat("ethereum:", kPayee);
    add(plain, plain);
    add(cat("Ethereum:pay-", kPayee, "@10"), cat(plain, "@10"));
    add(cat(plain, "?value=2.014e18"), cat(plain, "?value=2014000000000000000"));
    add(cat(plain, "?value=1500&gas=21000"), cat(plain, "?value=1500"));
    add(cat(plain, "?value=0.0"), cat(plain, "?value=0"));
    add(cat(plain, "?value=1.5"), "eip681.amount");
    add(cat(plain, "?value=-1"), "eip681.amount");
    add(cat(plain, "?value=1e78"), "eip681.amount");
    add(cat(plain, "?value=9e77"), "eip681.amount");
    add(cat(plain, "?value=1e"), "eip681.amount");
    add(cat(plain, "?value="), "eip681.amount");
    add(cat(plain, "?value=1&value=2"), "eip681.parameter");
    add(cat(plain, "?data=0x00"), "eip681.parameter");
    add(cat(plain, "?uint256=1"), "eip681.parameter");
    add(cat(plain, "@0"), "eip681.chain_id");
    add(cat(plain, "@"), "eip681.chain_id");
    add(cat(plain, "@x"), "eip681.chain_id");
    add(cat("ethereum:", kToken, "@1/transfer?address=", kPayee, "&uint256=1e6"),
        cat("ethereum:", kToken, "@1/transfer?address=", kPayee, "&uint256=1000000"));
    add(cat("ethereum:", kToken, "/transfer"), "eip681.parameter");
    add(cat("ethereum:", kToken, "/transfer?address=", kPayee, "&value=1"), "eip681.parameter");
    add(cat("ethereum:", kToken, "/approve?address=", kPayee, "&uint256=1"), "eip681.function");
    add("ethereum:vitalik.eth", "eip681.address");
    add("ethereum:0x9D8A62f656a8d1615C1294fd71e9CFb3E4855A4F", "eip681.address");
    add("bitcoin:abc", "eip681.scheme");
    add("", "eip681.scheme");
    add(cat(plain, "?", std::string(2000, 'a')), "eip681.scheme");
}

void TestNames::readsLinks() {
    QFETCH(QString, uri);
    QFETCH(QString, outcome);
    const auto request = eip681::parse(uri.toStdString());
    QCOMPARE(request ? QString::fromStdString(eip681::format(*request)) : errorKey(request),
             outcome);
}

void TestNames::linksRoundTrip() {
    const eip681::PaymentRequest request{.recipient = Address::parse(kPayee).value(),
                                         .token = Address::parse(kToken).value(),
                                         .chainId = 42'161,
                                         .amount = U256::max()};
    QVERIFY(eip681::parse(eip681::format(request)).value() == request);
}

QTEST_APPLESS_MAIN(TestNames)
#include "tst_names.moc"
