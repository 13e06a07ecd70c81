// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "vault_rig.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::vault;
using namespace std::chrono_literals;
using vault::State;

class VaultLifecycleTest : public QObject {
    Q_OBJECT

    test::TempFolder m_folder;
    int m_next = 0;
    std::string freshPath() { return m_folder.file(cat("vault", ++m_next, ".kosh")); }

private slots:
    void createLockUnlock() {
        VaultRig rig(freshPath());
        QVERIFY(rig.status().state == State::absent);
        QCOMPARE(keyOf(rig.unlock()), std::string("vault.absent"));
        QCOMPARE(keyOf(rig.call(Create{secret("short")})), std::string("vault.passphrase_short"));
        QVERIFY(rig.status().state == State::absent);
        const auto made = rig.create();
        QVERIFY(made.has_value());
        QVERIFY(rig.status().state == State::unlocked);
        QVERIFY(rig.status().isSigningUnlocked);
        QCOMPARE(rig.status().vaultId, made->vaultId);
        QCOMPARE(keyOf(rig.create()), std::string("vault.exists"));
        rig.note("kept");
        QVERIFY(rig.call(Lock{}).has_value());
        QVERIFY(rig.status().state == State::locked);
        QVERIFY(!rig.status().isSigningUnlocked);
        QVERIFY(rig.host.store() == nullptr);
        QCOMPARE(keyOf(rig.create()), std::string("vault.exists"));
        QCOMPARE(rig.unlock().value().vaultId, made->vaultId);
        QCOMPARE(rig.notes(), std::vector<std::string>{"kept"});
        QVERIFY(rig.call(Verify{}).value().isIntact);
    }

    void aNewProcessOpensIt() {
        const auto path = freshPath();
        std::string vaultId;
        {
            VaultRig rig(path);
            vaultId = rig.create().value().vaultId;
            rig.note("kept");
        }
        VaultRig rig(path);
        QVERIFY(rig.status().state == State::locked);
        QCOMPARE(rig.status().vaultId, vaultId);
        QVERIFY(rig.unlock().has_value());
        QCOMPARE(rig.notes(), std::vector<std::string>{"kept"});
    }

    void filesAreTheOwnersAlone() {
        const auto path = freshPath();
        VaultRig rig(path);
        QVERIFY(rig.create().has_value());
        for (const char* suffix : {"", ".key"}) {
            const auto mode = std::filesystem::status(path + suffix).permissions();
            QVERIFY(mode ==
                    (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
        }
        QVERIFY(contentOf(path).find("SQLite format") == std::string::npos);
        QVERIFY(contentOf(path + ".key").find(kPassphrase) == std::string::npos);
    }

    void aWrongPassphraseIsOneErrorAndSlowsDown() {
        VaultRig rig(freshPath());
        QVERIFY(rig.create().has_value());
        QVERIFY(rig.call(Lock{}).has_value());
        for (int i = 0; i < 3; ++i)
            QCOMPARE(keyOf(rig.unlock(cat("wrong guess ", i))), std::string("vault.passphrase"));
        QVERIFY(rig.host.store() == nullptr);
        const auto refused = rig.unlock();
        QCOMPARE(keyOf(refused), std::string("vault.wait"));
        QVERIFY(refused.error().kind == ErrorKind::rate_limited);
        QCOMPARE(refused.error().details.at("retryAfterMs"), std::string("1001"));
        rig.clock.advance(1s);
        QCOMPARE(keyOf(rig.unlock("wrong again")), std::string("vault.passphrase"));
        rig.clock.advance(1999ms);
        QCOMPARE(keyOf(rig.unlock()), std::string("vault.wait"));
        rig.clock.advance(1ms);
        QVERIFY(rig.unlock().has_value());
        // Success forgets the failures.
        QCOMPARE(keyOf(rig.call(UnlockSigning{secret("wrong guess")})),
                 std::string("vault.passphrase"));
        QVERIFY(rig.call(UnlockSigning{secret(kPassphrase)}).has_value());
    }

    void guessesAtTheSameTimeAreNotFree() {
        VaultRig rig(freshPath());
        QVERIFY(rig.create().has_value());
        std::map<std::string, int> outcomes;
        int ended = 0;
        for (int i = 0; i < 6; ++i) {
            async::spawn(rig.core.executor(), guess(rig.service(), outcomes, ended),
                         [](const Error&) {});
        }
        QVERIFY(rig.core.waitUntil([&] { return ended == 6; }));
        QCOMPARE(outcomes["vault.passphrase"], 3);
        QCOMPARE(outcomes["vault.wait"], 3);
    }

    void reauthenticate() {
        VaultRig rig(freshPath());
        QVERIFY(rig.create().has_value());
        QVERIFY(rig.core.run(rig.service().reauthenticate(secret(kPassphrase))).has_value());
        QCOMPARE(keyOf(rig.core.run(rig.service().reauthenticate(secret("somebody else")))),
                 std::string("vault.passphrase"));
    }

    void changePassphrase() {
        const auto path = freshPath();
        VaultRig rig(path);
        const auto vaultId = rig.create().value().vaultId;
        const auto sealed = rig.seal("seed", "purpose", "1").value();
        const auto before = contentOf(path + ".key");
        QCOMPARE(
            keyOf(rig.call(ChangePassphrase{secret("not it at all"), secret("new passphrase")})),
            std::string("vault.passphrase"));
        QCOMPARE(keyOf(rig.call(ChangePassphrase{secret(kPassphrase), secret("short")})),
                 std::string("vault.passphrase_short"));
        QCOMPARE(contentOf(path + ".key"), before);
        QVERIFY(
            rig.call(ChangePassphrase{secret(kPassphrase), secret("new passphrase")}).has_value());
        QVERIFY(rig.call(Lock{}).has_value());
        QCOMPARE(keyOf(rig.unlock()), std::string("vault.passphrase"));
        QCOMPARE(rig.unlock("new passphrase").value().vaultId, vaultId);
        QCOMPARE(rig.open(sealed, "purpose", "1"), std::string("seed"));
    }

    void signingLocksByItself() {
        VaultRig rig(freshPath(), 50ms);
        QVERIFY(rig.create().has_value());
        const auto sealed = rig.seal("seed", "purpose", "1").value();
        QVERIFY(rig.status().signingLocksInMs > 0);
        rig.clock.advance(40ms);
        QCOMPARE(rig.open(sealed, "purpose", "1"), std::string("seed"));
        rig.clock.advance(40ms);
        // Its use postponed the lock.
        QCOMPARE(rig.open(sealed, "purpose", "1"), std::string("seed"));
        rig.clock.advance(60ms);
        const QDeadlineTimer deadline(60'000);
        while (rig.status().isSigningUnlocked && !deadline.hasExpired()) {
        }
        QCOMPARE(rig.open(sealed, "purpose", "1"), std::string("vault.signing_locked"));
        QVERIFY(rig.status().state == State::unlocked);
        QCOMPARE(rig.status().signingLocksInMs, std::int64_t{0});
        QVERIFY(rig.call(UnlockSigning{secret(kPassphrase)}).has_value());
        QCOMPARE(rig.open(sealed, "purpose", "1"), std::string("seed"));
    }

    void signingLocksOnDemand() {
        VaultRig rig(freshPath(), 0ms);
        QCOMPARE(keyOf(rig.call(UnlockSigning{secret(kPassphrase)})), std::string("vault.locked"));
        QVERIFY(rig.create().has_value());
        QCOMPARE(rig.status().signingLocksInMs, std::int64_t{0});
        QVERIFY(rig.call(LockSigning{}).has_value());
        QVERIFY(!rig.status().isSigningUnlocked);
        QCOMPARE(keyOf(rig.seal("x", "p", "1")), std::string("vault.signing_locked"));
        QVERIFY(rig.call(UnlockSigning{secret(kPassphrase)}).has_value());
        QVERIFY(rig.seal("x", "p", "1").has_value());
    }

    void whatIsSealedIsBoundToPurposeAndId() {
        VaultRig rig(freshPath());
        QVERIFY(rig.create().has_value());
        const auto sealed = rig.seal("seed", "wallet seed", "7").value();
        QVERIFY(asText(sealed).find("seed") == std::string_view::npos);
        QVERIFY(rig.seal("seed", "wallet seed", "7").value() != sealed);
        const std::string corrupt = "vault.sealed_corrupt";
        QCOMPARE(rig.open(sealed, "wallet seed", "7"), std::string("seed"));
        QCOMPARE(rig.open(sealed, "wallet seed", "8"), corrupt);
        QCOMPARE(rig.open(sealed, "wallet phrase", "7"), corrupt);
        QCOMPARE(rig.open({}, "wallet seed", "7"), corrupt);
        for (std::size_t i = 0; i < sealed.size(); ++i) {
            auto damaged = sealed;
            damaged[i] ^= 1;
            QCOMPARE(rig.open(damaged, "wallet seed", "7"), corrupt);
            QCOMPARE(rig.open(ByteView(sealed).first(i), "wallet seed", "7"), corrupt);
        }
        VaultRig other(freshPath());
        QVERIFY(other.create().has_value());
        QCOMPARE(other.open(sealed, "wallet seed", "7"), corrupt);
    }

    void aSecondProcessIsRefused() {
        const auto path = freshPath();
        VaultRig first(path);
        QVERIFY(first.create().has_value());
        VaultRig second(path);
        QCOMPARE(keyOf(second.unlock()), std::string("store.locked"));
        QVERIFY(second.status().state == State::locked);
        QVERIFY(!second.status().isSigningUnlocked);
        QVERIFY(first.call(Lock{}).has_value());
        QVERIFY(second.unlock().has_value());
    }

    void aHostThatRefusesLeavesTheVaultLocked() {
        VaultRig rig(freshPath());
        QVERIFY(rig.create().has_value());
        QVERIFY(rig.call(Lock{}).has_value());
        rig.host.isRefusing = true;
        QCOMPARE(keyOf(rig.unlock()), std::string("host.refused"));
        QVERIFY(rig.status().state == State::locked);
        QVERIFY(!rig.status().isSigningUnlocked);
        rig.host.isRefusing = false;
        QVERIFY(rig.unlock().has_value());
    }

    void nothingSecretIsLogged() {
        VaultRig rig(freshPath());
        QVERIFY(rig.create().has_value());
        QVERIFY(rig.call(Lock{}).has_value());
        QCOMPARE(keyOf(rig.unlock("wrong guess")), std::string("vault.passphrase"));
        QVERIFY(rig.unlock().has_value());
        QVERIFY(!rig.observer.lines().empty());
        for (const auto& line : rig.observer.lines()) {
            QVERIFY(line.find(kPassphrase) == std::string::npos);
            QVERIFY(line.find("wrong guess") == std::string::npos);
        }
    }

private:
    static Task<> guess(VaultService& service, std::map<std::string, int>& outcomes, int& ended) {
        auto tried = co_await service.reauthenticate(secret("wrong guess"));
        ++outcomes[keyOf(tried)];
        ++ended;
        co_return ok();
    }
};

QTEST_GUILESS_MAIN(VaultLifecycleTest)
#include "tst_vault_lifecycle.moc"
