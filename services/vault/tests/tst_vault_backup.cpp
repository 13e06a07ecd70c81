// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "vault_rig.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::vault;
using vault::State;

namespace {

/// Files beside `path` whose name begins with its own and ".orphan-".
std::size_t orphansOf(const std::string& path) {
    const std::filesystem::path vault(path);
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(vault.parent_path())) {
        const auto name = entry.path().filename().string();
        if (name.starts_with(vault.filename().string() + ".orphan-")) ++count;
    }
    return count;
}

}  // namespace

/// What happens to the files: backups, damage, loss.
class VaultBackupTest : public QObject {
    Q_OBJECT

    test::TempFolder m_folder;
    int m_next = 0;
    std::string freshPath() { return m_folder.file(cat("vault", ++m_next, ".kosh")); }

private slots:
    void backupVerifyRestore() {
        const auto path = freshPath();
        const auto backup = path + ".backup";
        const auto elsewhere = freshPath();
        std::string vaultId;
        {
            VaultRig rig(path);
            QCOMPARE(keyOf(rig.call(Backup{backup})), std::string("vault.locked"));
            vaultId = rig.create().value().vaultId;
            rig.note("kept");
            QCOMPARE(keyOf(rig.call(Backup{"relative"})), std::string("vault.path"));
            const auto made = rig.call(Backup{backup});
            QVERIFY(made.has_value());
            QCOMPARE(made->path, backup);
            QCOMPARE(made->bytes, static_cast<std::int64_t>(contentOf(backup).size()));
            QVERIFY(!std::filesystem::exists(backup + ".partial"));
            QCOMPARE(keyOf(rig.call(Backup{backup})), std::string("vault.backup_exists"));
            rig.note("later");
            const auto info = rig.call(VerifyBackup{backup, secret(kPassphrase)});
            QCOMPARE(info.value().vaultId, vaultId);
            QVERIFY(info->createdAt == rig.clock.now());
            QCOMPARE(keyOf(rig.call(VerifyBackup{backup, secret("somebody else")})),
                     std::string("vault.passphrase"));
            QCOMPARE(keyOf(rig.call(Restore{backup, secret(kPassphrase)})),
                     std::string("vault.exists"));
        }
        VaultRig rig(elsewhere);
        QCOMPARE(keyOf(rig.call(Restore{backup, secret("somebody else")})),
                 std::string("vault.passphrase"));
        QVERIFY(rig.status().state == State::absent);
        QCOMPARE(rig.call(Restore{backup, secret(kPassphrase)}).value().vaultId, vaultId);
        QVERIFY(rig.status().state == State::locked);
        QVERIFY(rig.unlock().has_value());
        QCOMPARE(rig.notes(), std::vector<std::string>{"kept"});
    }

    void aBackupKeepsThePassphraseOfItsTime() {
        const auto path = freshPath();
        VaultRig rig(path);
        QVERIFY(rig.create().has_value());
        QVERIFY(rig.call(Backup{path + ".backup"}).has_value());
        QVERIFY(
            rig.call(ChangePassphrase{secret(kPassphrase), secret("new passphrase")}).has_value());
        QVERIFY(rig.call(VerifyBackup{path + ".backup", secret(kPassphrase)}).has_value());
        QCOMPARE(keyOf(rig.call(VerifyBackup{path + ".backup", secret("new passphrase")})),
                 std::string("vault.passphrase"));
    }

    void aDamagedBackupIsRefused() {
        const auto path = freshPath();
        VaultRig rig(path);
        QVERIFY(rig.create().has_value());
        QVERIFY(rig.call(Backup{path + ".backup"}).has_value());
        const auto whole = contentOf(path + ".backup");
        const auto refused = [&](std::string_view content) {
            writeContent(path + ".damaged", content);
            VaultRig other(path + ".other");
            const auto restored =
                other.call(Restore{path + ".damaged", secret(kPassphrase)}).has_value();
            return !restored && other.status().state == State::absent &&
                   !std::filesystem::exists(path + ".other");
        };
        QVERIFY(refused(""));
        QVERIFY(refused(whole.substr(0, whole.size() / 2)));
        QVERIFY(refused(whole.substr(0, whole.size() - 1)));
        for (const auto place : {std::size_t{0}, whole.size() / 2, whole.size() - 1})
            QVERIFY(refused(flipped(whole, place)));
        QVERIFY(!refused(whole));
    }

    void aDamagedKeyFileIsRefused() {
        const auto path = freshPath();
        {
            VaultRig rig(path);
            QVERIFY(rig.create().has_value());
        }
        const auto whole = contentOf(path + ".key");
        const auto unlockWith = [&](std::string_view content) {
            writeContent(path + ".key", content);
            VaultRig rig(path);
            return keyOf(rig.unlock());
        };
        QCOMPARE(unlockWith(""), std::string("vault.key_file"));
        QCOMPARE(unlockWith(whole.substr(0, whole.size() / 2)), std::string("vault.key_file"));
        for (std::size_t place = 0; place < whole.size(); place += 16) {
            const auto key = unlockWith(flipped(whole, place));
            QVERIFY2(key != "ok", qPrintable(QString("byte %1 turned").arg(place)));
        }
        QCOMPARE(unlockWith(whole), std::string("ok"));
    }

    void aDamagedDatabaseIsRefusedAndLeftAlone() {
        const auto path = freshPath();
        {
            VaultRig rig(path);
            QVERIFY(rig.create().has_value());
            rig.note("kept");
        }
        const auto whole = contentOf(path);
        const auto unlockWith = [&](const std::string& content) {
            writeContent(path, content);
            VaultRig rig(path);
            const auto key = keyOf(rig.unlock());
            const bool isLocked = rig.status().state == State::locked;
            return isLocked || key == "ok" ? key : "not locked after " + key;
        };
        for (const auto size : {std::size_t{100}, whole.size() / 2}) {
            const auto key = unlockWith(whole.substr(0, size));
            QVERIFY2(key == "store.corrupt" || key == "store.key", key.c_str());
            QCOMPARE(contentOf(path).size(), size);
        }
        QVERIFY(unlockWith(flipped(whole, 20)) != "ok");
        QCOMPARE(unlockWith(whole), std::string("ok"));
    }

    void aMissingDatabaseIsNamed() {
        const auto path = freshPath();
        {
            VaultRig rig(path);
            QVERIFY(rig.create().has_value());
        }
        std::filesystem::rename(path, path + ".away");
        VaultRig rig(path);
        const auto refused = rig.unlock();
        QCOMPARE(keyOf(refused), std::string("vault.database_missing"));
        QVERIFY(refused.error().message.find(path) != std::string::npos);
        // No empty one takes its place.
        QVERIFY(!std::filesystem::exists(path));
        std::filesystem::rename(path + ".away", path);
        QVERIFY(rig.unlock().has_value());
    }

    void aDatabaseWithoutKeyIsSetAside() {
        const auto path = freshPath();
        {
            VaultRig rig(path);
            QVERIFY(rig.create().has_value());
            rig.note("old");
        }
        std::filesystem::remove(path + ".key");
        const auto old = contentOf(path);
        VaultRig rig(path);
        QVERIFY(rig.status().state == State::absent);
        QVERIFY(rig.create().has_value());
        QVERIFY(rig.notes().empty());
        QCOMPARE(orphansOf(path), std::size_t{1});
        QCOMPARE(contentOf(cat(path, ".orphan-", rig.clock.now().micros)), old);
    }

    void aCreateThatFailsPromisesNothing() {
        const auto path = freshPath();
        VaultRig rig(path);
        rig.host.isRefusing = true;
        QCOMPARE(keyOf(rig.create()), std::string("host.refused"));
        QVERIFY(rig.status().state == State::absent);
        rig.host.isRefusing = false;
        QVERIFY(rig.create().has_value());
        QVERIFY(rig.status().state == State::unlocked);
    }
};

QTEST_GUILESS_MAIN(VaultBackupTest)
#include "tst_vault_backup.moc"
