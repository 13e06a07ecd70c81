// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "wallet_world.h"

#include <QtTest>

#include <fstream>
#include <iterator>

using namespace kosh;
using namespace kosh::wallet;

namespace {

ImportWallet importOf(std::string_view phrase, std::string_view passphrase = {}) {
    ImportWallet request;
    request.phrase = SharedSecret::fromText(phrase);
    if (!passphrase.empty()) request.passphrase = SharedSecret::fromText(passphrase);
    return request;
}

std::vector<std::string> wordsOf(const SharedSecret& phrase) {
    std::vector<std::string> words(1);
    for (const char c : phrase.text()) {
        if (c == ' ') {
            words.emplace_back();
        } else {
            words.back() += c;
        }
    }
    return words;
}

/// Everything of the wallet's tables and the event log that a reader of the open vault sees.
std::string storedText(test::ServiceRig& rig) {
    auto text = rig.core
                    .run(rig.vault.store().database("wallet").read([](store::Reader& reader) {
                        return reader.all(
                            "SELECT label || hex(sealed_phrase) || hex(sealed_secret) || "
                            "CAST(sealed_phrase AS TEXT) FROM wallet_wallet",
                            {}, [](const store::Row& row) { return std::string(row.text(0)); });
                    }))
                    .value();
    std::string all;
    for (const auto& row : text) all += row;
    for (const auto& event : rig.eventsOf("*")) all += event.payload;
    for (const auto& line : rig.observer.lines()) all += line;
    for (const char* suffix : {"", "-wal"}) {
        std::ifstream file(rig.vault.path() + suffix, std::ios::binary);
        all.append(std::istreambuf_iterator<char>(file), {});
    }
    return all;
}

}  // namespace

class WalletKeysTest : public QObject {
    Q_OBJECT

private slots:
    void createGivesAPhraseOnce() {
        WalletWorld w;
        CreateWallet request;
        request.label = "Savings";
        const auto made = w.rig.call(request).value();
        QCOMPARE(wordsOf(made.phrase).size(), std::size_t{12});
        QCOMPARE(made.wallet.label, std::string("Savings"));
        QVERIFY(!made.wallet.isBackedUp);
        QVERIFY(made.wallet.createdAt == w.rig.clock.now());
        QCOMPARE(made.wallet.addresses.size(), std::size_t{1});
        request.words = 24;
        QCOMPARE(wordsOf(w.rig.call(request).value().phrase).size(), std::size_t{24});
        request.words = 13;
        QCOMPARE(keyOf(w.rig.call(request)), std::string("wallet.words"));
        QCOMPARE(w.rig.eventsOf("wallet.created").size(), std::size_t{2});
        // The phrase gives the same address elsewhere.
        WalletWorld other;
        const auto again = other.rig.call(importOf(made.phrase.text())).value();
        QVERIFY(again.addresses.front().address == made.wallet.addresses.front().address);
    }

    void importOfTheKnownPhrase() {
        WalletWorld w;
        const auto wallet = w.import();
        QVERIFY(wallet.addresses.front().address == kOwner);
        QVERIFY(wallet.isBackedUp);
        QCOMPARE(keyOf(w.rig.call(importOf(kPhrase))), std::string("wallet.exists"));
        const auto messy = cat("  ABANDON\n", kPhrase.substr(8), "\t");
        QCOMPARE(keyOf(w.rig.call(importOf(messy))), std::string("wallet.exists"));
        const auto other = w.rig.call(importOf(kPhrase, "TREZOR")).value();
        QVERIFY(other.addresses.front().address != kOwner);
        w.rig.restart();
        const auto list = w.rig.call(ListWallets{}).value().wallets;
        QCOMPARE(list.size(), std::size_t{2});
        QVERIFY(list.front().addresses.front().address == kOwner);
    }

    void importErrorsNameThePosition() {
        WalletWorld w;
        std::string wrong(kPhrase);
        wrong.replace(wrong.find("about"), 5, "abouts");
        const auto unknown = w.rig.call(importOf(wrong));
        QCOMPARE(keyOf(unknown), std::string("bip39.unknown_word"));
        QCOMPARE(unknown.error().details.at("position"), std::string("12"));
        QCOMPARE(unknown.error().details.at("field"), std::string("phrase"));
        QVERIFY(unknown.error().message.find("abouts") == std::string::npos);
        wrong.replace(wrong.find("abouts"), 6, "abandon");
        QCOMPARE(keyOf(w.rig.call(importOf(wrong))), std::string("bip39.checksum"));
        QCOMPARE(keyOf(w.rig.call(importOf("abandon about"))), std::string("bip39.word_count"));
        auto labelled = importOf(kPhrase);
        labelled.label = "a\nb";
        QCOMPARE(keyOf(w.rig.call(labelled)), std::string("wallet.label"));
        QVERIFY(w.rig.call(ListWallets{}).value().wallets.empty());
    }

    void confirmBackup() {
        WalletWorld w;
        const auto made = w.rig.call(CreateWallet{}).value();
        const auto words = wordsOf(made.phrase);
        ConfirmBackup request{made.wallet.walletId, {3, 9}, {}};
        request.words = {SharedSecret::fromText(words[2]), SharedSecret::fromText("zzz")};
        const auto wrong = w.rig.call(request);
        QCOMPARE(keyOf(wrong), std::string("wallet.word_mismatch"));
        QCOMPARE(wrong.error().details.at("position"), std::string("9"));
        QVERIFY(!w.rig.call(ListWallets{}).value().wallets.front().isBackedUp);
        request.words[1] = SharedSecret::fromText(words[8]);
        QVERIFY(w.rig.eventsOf("wallet.changed").empty());
        QVERIFY(w.rig.call(request).value().isBackedUp);
        QCOMPARE(w.rig.eventsOf("wallet.changed").size(), std::size_t{1});
        QVERIFY(w.rig.call(ListWallets{}).value().wallets.front().isBackedUp);
    }

    void revealNeedsThePassphrase() {
        WalletWorld w;
        const auto wallet = w.import();
        RevealPhrase request{wallet.walletId, SharedSecret::fromText("somebody else")};
        QCOMPARE(keyOf(w.rig.call(request)), std::string("vault.passphrase"));
        request.passphrase = SharedSecret::fromText(kVaultPassphrase);
        QVERIFY(w.rig.call(request).value().phrase.text() == kPhrase);
        request.walletId = Id{};
        QCOMPARE(keyOf(w.rig.call(request)), std::string("wallet.unknown"));
    }

    void addressesInOrder() {
        WalletWorld w;
        const auto wallet = w.import();
        const auto second = w.rig.call(AddAddress{wallet.walletId, "Rent"}).value();
        QCOMPARE(second.address.toString(),
                 std::string("0x6Fac4D18c912343BF86fa7049364Dd4E424Ab9C0"));
        QCOMPARE(second.path, std::string("m/44'/60'/0'/0/1"));
        QCOMPARE(w.rig.call(AddAddress{wallet.walletId, ""}).value().path,
                 std::string("m/44'/60'/0'/0/2"));
        const auto list = w.rig.call(ListWallets{}).value().wallets.front().addresses;
        QCOMPARE(list.size(), std::size_t{3});
        QCOMPARE(list[1].label, std::string("Rent"));
        QCOMPARE(keyOf(w.rig.call(AddAddress{Id{}, ""})), std::string("wallet.unknown"));
    }

    void lockedSigningChangesNothing() {
        WalletWorld w;
        w.keyring.isLocked = true;
        QCOMPARE(keyOf(w.rig.call(CreateWallet{})), std::string("vault.signing_locked"));
        QCOMPARE(keyOf(w.rig.call(importOf(kPhrase))), std::string("vault.signing_locked"));
        QVERIFY(w.rig.call(ListWallets{}).value().wallets.empty());
        QVERIFY(w.rig.eventsOf("*").empty());
    }

    void nothingSecretIsStoredOrLogged() {
        WalletWorld w;
        const auto wallet = w.import();
        const auto made = w.rig.call(CreateWallet{}).value();
        QVERIFY(w.rig.call(AddAddress{wallet.walletId, ""}).has_value());
        QVERIFY(w.rig.call(w.transfer("r1")).has_value());
        const auto stored = storedText(w.rig);
        QVERIFY(stored.find("wallet.created") != std::string::npos ||
                stored.find(wallet.walletId.toString()) != std::string::npos);
        QVERIFY(stored.find("abandon abandon") == std::string::npos);
        QVERIFY(stored.find(made.phrase.text()) == std::string::npos);
        // Seed and first private key of the known phrase, as text and as bytes.
        for (const std::string secret :
             {"5eb00bbddcf069084889a8ab9155568165f5c453ccb85e70811aaed6f6da5fc1",
              "1ab42cc412b618bdea3a599e3c9bae199ebf030895b039e9db1e30dafb12b727"}) {
            QVERIFY(stored.find(secret) == std::string::npos);
            QVERIFY(QByteArray::fromStdString(stored).toLower().indexOf(secret.c_str()) < 0);
            QVERIFY(stored.find(asText(fromHex(secret).value())) == std::string::npos);
        }
        const auto shown = json::encodeText(CreateWallet::Response{made.wallet, made.phrase});
        QVERIFY(shown.find(made.phrase.text()) == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(WalletKeysTest)
#include "tst_wallet_keys.moc"
