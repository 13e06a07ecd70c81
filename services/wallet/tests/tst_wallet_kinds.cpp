// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "wallet_world.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::wallet;

namespace {

/// First private key of the known phrase, and its address.
constexpr std::string_view kKey =
    "0x1ab42cc412b618bdea3a599e3c9bae199ebf030895b039e9db1e30dafb12b727";

ImportKey keyImport(std::string_view key = kKey) {
    ImportKey request;
    request.privateKey = SharedSecret::fromText(key);
    return request;
}

SharedSecret vaultPassphrase() {
    return SharedSecret::fromText(kVaultPassphrase);
}

}  // namespace

class WalletKindsTest : public QObject {
    Q_OBJECT

private slots:
    void aSingleKeySigns() {
        WalletWorld w;
        const auto wallet = w.rig.call(keyImport()).value();
        QVERIFY(wallet.kind == WalletKind::privateKey && wallet.isBackedUp);
        QVERIFY(wallet.addresses.front().address == kOwner);
        QVERIFY(wallet.addresses.front().path.empty());
        QCOMPARE(keyOf(w.rig.call(AddAddress{wallet.walletId, ""})),
                 std::string("wallet.one_address"));
        w.rig.restart();
        const auto raw = w.rig.call(w.transfer("r1")).value();
        QVERIFY(raw.from == kOwner);
        const auto twice = w.rig.call(keyImport());
        QCOMPARE(keyOf(twice), std::string("wallet.exists"));
        QCOMPARE(twice.error().details.at("walletId"), wallet.walletId.toString());
        QCOMPARE(twice.error().details.at("label"), std::string("Key"));
        const auto wrong = w.rig.call(keyImport("0x12"));
        QCOMPARE(keyOf(wrong), std::string("wallet.private_key"));
    }

    void aPhraseThatIsHereNamesItsWallet() {
        WalletWorld w;
        QVERIFY(w.rig.call(keyImport()).has_value());
        ImportWallet request;
        request.phrase = SharedSecret::fromText(kPhrase);
        const auto refused = w.rig.call(request);
        QVERIFY(refused.error().kind == ErrorKind::conflict);
        QCOMPARE(refused.error().details.at("label"), std::string("Key"));
        QCOMPARE(refused.error().details.at("address"), kOwner.toString());
    }

    void watchedAddressesCannotSign() {
        WalletWorld w;
        const auto wallet = w.rig.call(WatchAddress{kOwner, "Cold"}).value();
        QVERIFY(wallet.kind == WalletKind::watchOnly);
        QCOMPARE(wallet.label, std::string("Cold"));
        const auto refused = w.rig.call(w.transfer("r1"));
        QCOMPARE(keyOf(refused), std::string("wallet.watch_only"));
        QCOMPARE(refused.error().details.at("field"), std::string("from"));
        QCOMPARE(keyOf(w.rig.call(ExportKey{kOwner, vaultPassphrase()})),
                 std::string("wallet.watch_only"));
        QCOMPARE(keyOf(w.rig.call(RevealPhrase{wallet.walletId, vaultPassphrase()})),
                 std::string("wallet.no_phrase"));
        QCOMPARE(keyOf(w.rig.call(WatchAddress{Address{}, "Zero"})),
                 std::string("wallet.zero_address"));
        // No key is lost, so nobody needs to prove who they are.
        const auto removed = w.rig.call(RemoveWallet{wallet.walletId, {}, false}).value();
        QVERIFY(!removed.needsPassphrase);
        QVERIFY(w.rig.call(ListWallets{}).value().wallets.empty());
    }

    void customPathAndPassphrase() {
        WalletWorld w;
        ImportWallet request;
        request.phrase = SharedSecret::fromText(kPhrase);
        request.path = "m/44'/60'/0'";
        const auto wallet = w.rig.call(request).value();
        QCOMPARE(wallet.path, std::string("m/44'/60'/{index}'"));
        QCOMPARE(wallet.addresses.front().path, std::string("m/44'/60'/0'"));
        QVERIFY(!wallet.hasPassphrase);
        QCOMPARE(w.rig.call(AddAddress{wallet.walletId, ""}).value().path,
                 std::string("m/44'/60'/1'"));
        request.passphrase = SharedSecret::fromText("TREZOR");
        const auto hidden = w.rig.call(request).value();
        QVERIFY(hidden.hasPassphrase);
        QVERIFY(hidden.addresses.front().address != wallet.addresses.front().address);
        request.path = "m/44'/60'/x";
        QCOMPARE(keyOf(w.rig.call(request)), std::string("bip32.path"));
        CreateWallet create;
        create.path = "m/1'/{index}";
        create.passphrase = SharedSecret::fromText("more");
        const auto made = w.rig.call(create).value();
        QVERIFY(made.wallet.hasPassphrase && !made.wallet.isBackedUp);
        QCOMPARE(made.wallet.addresses.front().path, std::string("m/1'/0"));
    }

    void exportsNeedThePassphrase() {
        WalletWorld w;
        w.import();
        const auto wrong = SharedSecret::fromText("somebody else");
        QCOMPARE(keyOf(w.rig.call(ExportKey{kOwner, wrong})), std::string("vault.passphrase"));
        QCOMPARE(keyOf(w.rig.call(ExportKeystore{kOwner, wrong, vaultPassphrase()})),
                 std::string("vault.passphrase"));
        QCOMPARE(keyOf(w.rig.call(
                     ExportKeystore{kOwner, vaultPassphrase(), SharedSecret::fromText("7 long")})),
                 std::string("wallet.keystore_passphrase"));
        QCOMPARE(keyOf(w.rig.call(ExportKey{kStranger, vaultPassphrase()})),
                 std::string("wallet.unknown_address"));
        const auto key = w.rig.call(ExportKey{kOwner, vaultPassphrase()}).value();
        QVERIFY(key.privateKey.text() == kKey);
        for (const auto& line : w.rig.observer.lines())
            QVERIFY(line.find(kKey.substr(2)) == std::string::npos);
    }

    void keystoresGoOutAndIn() {
        WalletWorld w;
        w.import();
        const auto own = SharedSecret::fromText("file passphrase");
        const auto file =
            w.rig.call(ExportKeystore{kOwner, vaultPassphrase(), own}).value().keystore;
        QVERIFY(file.find(kKey.substr(2)) == std::string::npos);
        WalletWorld other;
        ImportKeystore request{file, SharedSecret::fromText("not this one"), "From file"};
        const auto refused = other.rig.call(request);
        QCOMPARE(keyOf(refused), std::string("keystore.password"));
        QCOMPARE(refused.error().details.at("field"), std::string("passphrase"));
        request.passphrase = own;
        const auto wallet = other.rig.call(request).value();
        QVERIFY(wallet.kind == WalletKind::privateKey);
        QVERIFY(wallet.addresses.front().address == kOwner);
        request.keystore = "{}";
        const auto garbage = other.rig.call(request);
        QCOMPARE(garbage.error().details.at("field"), std::string("keystore"));
    }

    void namesChange() {
        WalletWorld w;
        const auto wallet = w.import();
        QCOMPARE(w.rig.call(RenameWallet{wallet.walletId, "Savings"}).value().label,
                 std::string("Savings"));
        QCOMPARE(w.rig.call(LabelAddress{kOwner, "Rent"}).value().label, std::string("Rent"));
        const auto list = w.rig.call(ListWallets{}).value().wallets;
        QCOMPARE(list.front().addresses.front().label, std::string("Rent"));
        QCOMPARE(w.rig.eventsOf("wallet.changed").size(), std::size_t{2});
        QCOMPARE(keyOf(w.rig.call(RenameWallet{wallet.walletId, ""})), std::string("wallet.label"));
        QCOMPARE(keyOf(w.rig.call(RenameWallet{Id{}, "x"})), std::string("wallet.unknown"));
        QCOMPARE(keyOf(w.rig.call(LabelAddress{kStranger, "x"})),
                 std::string("wallet.unknown_address"));
    }

    void removalSaysWhatIsLost() {
        WalletWorld w;
        const auto made = w.rig.call(CreateWallet{}).value().wallet;
        const auto preview = w.rig.call(PreviewRemoval{made.walletId}).value();
        QVERIFY(preview.needsPassphrase && preview.needsAcceptance);
        QVERIFY(preview.losses.front().find("recovery phrase") != std::string::npos);
        RemoveWallet request{made.walletId, SharedSecret::fromText("somebody else"), true};
        QCOMPARE(keyOf(w.rig.call(request)), std::string("vault.passphrase"));
        request.passphrase = vaultPassphrase();
        request.acceptLoss = false;
        const auto refused = w.rig.call(request);
        QCOMPARE(keyOf(refused), std::string("wallet.not_backed_up"));
        QCOMPARE(refused.error().details.at("field"), std::string("acceptLoss"));
        QCOMPARE(w.rig.call(ListWallets{}).value().wallets.size(), std::size_t{1});
        request.acceptLoss = true;
        QVERIFY(w.rig.call(request).has_value());
        QVERIFY(w.rig.call(ListWallets{}).value().wallets.empty());
        const auto events = w.rig.eventsOf("wallet.removed");
        const auto removed = events::payloadOf<WalletRemoved>(events.front()).value();
        QVERIFY(removed.addresses.front() == made.addresses.front().address);
        QCOMPARE(keyOf(w.rig.call(request)), std::string("wallet.unknown"));
    }

    void whatIsUnderWayGoesOnWithoutItsKey() {
        WalletWorld w;
        const auto wallet = w.import();
        const auto sent = w.rig.call(w.send("ETH", "1")).value();
        const auto lost = w.rig.call(RemoveWallet{wallet.walletId, vaultPassphrase(), false});
        QCOMPARE(lost.value().unsettled, std::int64_t{1});
        w.on([&](FakeChain& chain) {
            chain.mine(sent.hash);
            ++chain.head;
        });
        w.await(sent.transactionId, TransactionStatus::final);
        // And the phrase may come back.
        w.import();
    }

    void discoveryFindsWhatWasUsed() {
        WalletWorld w;
        const auto wallet = w.import();
        // Indices 1 and 4 of the known phrase.
        const auto second = Address::parse("0x6Fac4D18c912343BF86fa7049364Dd4E424Ab9C0").value();
        WalletWorld other;
        const auto same = other.import();
        Address fifth;
        for (int i = 0; i < 4; ++i)
            fifth = other.rig.call(AddAddress{same.walletId, ""}).value().address;
        w.on([&](FakeChain& chain) { chain.used = {second, fifth}; });
        DiscoverAddresses request{wallet.walletId, {kChain}, 3};
        const auto found = w.rig.call(request).value();
        QCOMPARE(found.checked, std::int64_t{8});
        // The first one holds tokens.
        QCOMPARE(found.found.size(), std::size_t{3});
        QVERIFY(!found.found[0].isNew && found.found[1].isNew && found.found[2].isNew);
        QVERIFY(found.found[2].address.address == fifth);
        QCOMPARE(found.found[2].chainIds, std::vector<ChainId>{kChain});
        const auto list = w.rig.call(ListWallets{}).value().wallets.front().addresses;
        QCOMPARE(list.size(), std::size_t{3});
        QCOMPARE(w.rig.call(AddAddress{wallet.walletId, ""}).value().path,
                 std::string("m/44'/60'/0'/0/5"));
        QVERIFY(!w.rig.call(request).value().found[1].isNew);
        request.gapLimit = 2;
        QCOMPARE(w.rig.call(request).value().found.size(), std::size_t{2});
    }

    void anUnreadableChainEndsDiscovery() {
        WalletWorld w;
        const auto wallet = w.import();
        w.on([](FakeChain& chain) { chain.isOffline = true; });
        QCOMPARE(keyOf(w.rig.call(DiscoverAddresses{wallet.walletId, {kChain}})),
                 std::string("chain.unavailable"));
        QCOMPARE(keyOf(w.rig.call(DiscoverAddresses{wallet.walletId, {}})),
                 std::string("wallet.chains"));
        QCOMPARE(w.rig.call(ListWallets{}).value().wallets.front().addresses.size(),
                 std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(WalletKindsTest)
#include "tst_wallet_kinds.moc"
