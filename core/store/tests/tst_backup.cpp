// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "tamper.h"
#include "vault_fixture.h"

#include <kosh/store/key_envelope.h>

#include <QtTest>

#include <sys/stat.h>

using namespace kosh;
using namespace kosh::store;
using namespace kosh::store::test;

namespace {

constexpr StretchCost kCheap{.memoryKiB = 8 * 1024, .passes = 1, .lanes = 1};

SharedSecret passphrase() {
    return SharedSecret::fromText("correct horse");
}

Task<> writeUntil(Database notes, std::shared_ptr<std::atomic<bool>> isEnough) {
    for (int i = 0; !*isEnough; ++i) {
        KOSH_CO_CHECK(co_await notes.write([i](Transaction& tx) -> Result<> {
            KOSH_CHECK(tx.execute("INSERT INTO notes_entry (text) VALUES (:text)",
                                  {{":text", cat("meanwhile ", i)}}));
            return {};
        }));
    }
    co_return ok();
}

}  // namespace

class TestBackup : public QObject {
    Q_OBJECT

    SystemRandom m_random;
    SystemClock m_clock;
    observe::Logger m_log{m_clock, [](std::string_view) {}};
    observe::Metrics m_metrics;
    observe::Tracer m_tracer;
    observe::Health m_health{m_clock};

    std::unique_ptr<Vault> m_vault;  ///< Its folder and its helpers; the key is the envelope's.
    std::optional<KeyEnvelope> m_envelope;
    SecretBytes m_key;
    std::string m_backup;

    std::unique_ptr<Store> open(const std::string& path) {
        auto store = Store::open(path, m_key, m_clock, {m_log, m_metrics, m_tracer, m_health});
        if (!store) qFatal("%s", store.error().message.c_str());
        const auto schema = notesSchema();
        if (auto migrated = (*store)->migrate({&schema, 1}); !migrated) qFatal("not migrated");
        return std::move(*store);
    }
    void makeBackup();

private slots:
    void init();
    void provesItself();
    void restoresWhatWasThere();
    void neverOverwrites();
    void wrongPassphrase();
    void oldPassphraseOpensOldBackup();
    void truncated_data();
    void truncated();
    void bitFlips();
    void notABackup();
    void copiesWhileOthersWrite();
    void failedCopyKeepsTheGoodOne();
    void leavesNothingBehind();
};

void TestBackup::init() {
    m_vault = std::make_unique<Vault>();
    auto made = KeyEnvelope::create(passphrase(), kCheap, m_random);
    m_envelope = made->first;
    m_key = std::move(made->second.database);
    makeBackup();
}

void TestBackup::makeBackup() {
    auto store = open(m_vault->path());
    auto notes = store->database("notes");
    const auto written = m_vault->wait(notes.write([](Transaction& tx) -> Result<> {
        for (int i = 0; i < 300; ++i) {
            KOSH_CHECK(tx.execute("INSERT INTO notes_entry (text) VALUES (:text)",
                                  {{":text", std::string(500, 'n') + std::to_string(i)}}));
        }
        KOSH_CHECK(tx.appendEvent({"note.added", 1, "k", "{}", ""}));
        return {};
    }));
    COMPARE_KEY(written, "ok");
    COMPARE_KEY(m_vault->wait(store->backup(m_vault->file("copy"))), "ok");
    m_backup = m_vault->file("kosh.backup");
    COMPARE_KEY(packBackup(m_vault->file("copy"), *m_envelope, Timestamp{1'000'000}, m_backup),
                "ok");
}

void TestBackup::provesItself() {
    const auto info = verifyBackup(m_backup, passphrase());
    COMPARE_KEY(info, "ok");
    QCOMPARE(info->vaultId, m_envelope->vaultId());
    QCOMPARE(info->createdAt, Timestamp{1'000'000});
    QCOMPARE(info->bytes, static_cast<std::int64_t>(std::filesystem::file_size(m_backup)));
    QCOMPARE(info->lastEventSequence, 1);
    for (const auto& path : {m_backup, m_vault->file("copy")}) {
        struct stat status{};
        QCOMPARE(::stat(path.c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777, 0600u);
    }
}

void TestBackup::restoresWhatWasThere() {
    const auto path = m_vault->file("restored");
    COMPARE_KEY(restoreBackup(m_backup, passphrase(), path), "ok");
    const auto envelope = KeyEnvelope::fromJson(*readFile(path + ".key", 10'000));
    COMPARE_KEY(envelope, "ok");
    QVERIFY(envelope->unwrap(passphrase())->database.equals(m_key));
    auto store = open(path);
    const auto count = m_vault->wait(store->database("notes").read([](Reader& reader) {
        return reader.first("SELECT count(*) FROM notes_entry", {},
                            [](const Row& row) { return row.integer(0); });
    }));
    QCOMPARE(count->value(), 300);
    QVERIFY(m_vault->wait(store->checkIntegrity())->isIntact);
}

void TestBackup::neverOverwrites() {
    COMPARE_KEY(restoreBackup(m_backup, passphrase(), m_vault->path()), "vault.exists");
    COMPARE_KEY(packBackup(m_vault->file("copy"), *m_envelope, Timestamp{}, m_backup),
                "vault.exists");
    const auto path = m_vault->file("restored");
    COMPARE_KEY(writeFileAtomically(path + ".key", "mine"), "ok");
    COMPARE_KEY(restoreBackup(m_backup, passphrase(), path), "vault.exists");
    QVERIFY(!std::filesystem::exists(path));
    QCOMPARE(QString::fromStdString(*readFile(path + ".key", 10)), "mine");
}

void TestBackup::wrongPassphrase() {
    const auto wrong = SharedSecret::fromText("wrong");
    COMPARE_KEY(verifyBackup(m_backup, wrong), "vault.passphrase");
    COMPARE_KEY(restoreBackup(m_backup, wrong, m_vault->file("restored")), "vault.passphrase");
    QVERIFY(!std::filesystem::exists(m_vault->file("restored")));
}

void TestBackup::oldPassphraseOpensOldBackup() {
    m_envelope = *m_envelope->rewrap(passphrase(), SharedSecret::fromText("new"), m_random);
    COMPARE_KEY(verifyBackup(m_backup, passphrase()), "ok");
    const auto newer = m_vault->file("newer.backup");
    COMPARE_KEY(packBackup(m_vault->file("copy"), *m_envelope, Timestamp{}, newer), "ok");
    COMPARE_KEY(verifyBackup(newer, passphrase()), "vault.passphrase");
    COMPARE_KEY(verifyBackup(newer, SharedSecret::fromText("new")), "ok");
}

void TestBackup::truncated_data() {
    QTest::addColumn<int>("kept");
    QTest::addColumn<QString>("expected");
    QTest::newRow("empty") << 0 << "backup.format";
    QTest::newRow("in the magic") << 4 << "backup.truncated";
    QTest::newRow("in the length") << 10 << "backup.truncated";
    QTest::newRow("in the header") << 100 << "backup.truncated";
    QTest::newRow("in the database") << 20'000 << "backup.truncated";
    QTest::newRow("in the checksum") << -1 << "backup.truncated";
}

void TestBackup::truncated() {
    QFETCH(int, kept);
    QFETCH(QString, expected);
    const auto size = static_cast<int>(std::filesystem::file_size(m_backup));
    std::filesystem::resize_file(m_backup,
                                 static_cast<std::uintmax_t>(kept < 0 ? size + kept : kept));
    COMPARE_KEY(verifyBackup(m_backup, passphrase()), expected);
    COMPARE_KEY(restoreBackup(m_backup, passphrase(), m_vault->file("restored")), expected);
    QVERIFY(!std::filesystem::exists(m_vault->file("restored")));
}

void TestBackup::bitFlips() {
    const auto size = static_cast<std::int64_t>(std::filesystem::file_size(m_backup));
    const QStringList expected{"backup.format", "backup.damaged", "backup.truncated",
                               "vault.key_file"};
    for (std::int64_t at = 0; at < size; at += at < 600 ? 61 : 37'003) {
        flipBit(m_backup, at);
        const auto result = verifyBackup(m_backup, passphrase());
        QVERIFY2(!result, qPrintable(QString("byte %1").arg(at)));
        QVERIFY2(expected.contains(QString::fromStdString(result.error().key)),
                 result.error().key.c_str());
        flipBit(m_backup, at);
    }
    flipBit(m_backup, size - 1);
    COMPARE_KEY(verifyBackup(m_backup, passphrase()), "backup.damaged");
    flipBit(m_backup, size - 1);
    COMPARE_KEY(verifyBackup(m_backup, passphrase()), "ok");
}

void TestBackup::notABackup() {
    COMPARE_KEY(verifyBackup(m_vault->path(), passphrase()), "backup.format");
    COMPARE_KEY(verifyBackup(m_vault->file("nothing"), passphrase()), "store.no_file");
}

void TestBackup::copiesWhileOthersWrite() {
    auto store = open(m_vault->path());
    auto isEnough = std::make_shared<std::atomic<bool>>(false);
    auto writing = m_vault->begin(writeUntil(store->database("notes"), isEnough));
    for (int i = 0; i < 5; ++i) {
        COMPARE_KEY(m_vault->wait(store->backup(m_vault->file("copy"))), "ok");
        QVERIFY(m_vault->wait(store->checkIntegrity())->isIntact);
    }
    *isEnough = true;
    COMPARE_KEY(Vault::finish(writing), "ok");
    const auto again = m_vault->file("again.backup");
    COMPARE_KEY(packBackup(m_vault->file("copy"), *m_envelope, Timestamp{}, again), "ok");
    COMPARE_KEY(verifyBackup(again, passphrase()), "ok");
}

void TestBackup::failedCopyKeepsTheGoodOne() {
    const auto good = *readFile(m_vault->file("copy"), std::size_t{10} << 20);
    auto store = open(m_vault->path());
    for (int page = 2; page < 20; ++page) flipBit(m_vault->path(), page * 4096 + 99);
    COMPARE_KEY(m_vault->wait(store->backup(m_vault->file("copy"))), "store.corrupt");
    QVERIFY(good == *readFile(m_vault->file("copy"), std::size_t{10} << 20));
    COMPARE_KEY(m_vault->wait(store->backup(m_vault->file("no/where"))), "store.corrupt");
}

void TestBackup::leavesNothingBehind() {
    QTemporaryDir temporary;
    const auto old = qgetenv("TMPDIR");
    qputenv("TMPDIR", temporary.path().toLocal8Bit());
    COMPARE_KEY(verifyBackup(m_backup, passphrase()), "ok");
    COMPARE_KEY(verifyBackup(m_backup, SharedSecret::fromText("wrong")), "vault.passphrase");
    COMPARE_KEY(restoreBackup(m_backup, SharedSecret::fromText("wrong"), m_vault->file("x")),
                "vault.passphrase");
    qputenv("TMPDIR", old);
    QVERIFY(QDir(temporary.path()).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot));
    QVERIFY(QDir(m_vault->folder()).entryList({"x*", "*.restoring", "*.packing"}).isEmpty());
}

QTEST_GUILESS_MAIN(TestBackup)
#include "tst_backup.moc"
