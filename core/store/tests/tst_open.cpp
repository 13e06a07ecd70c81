// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "tamper.h"
#include "vault_fixture.h"

#include <QProcess>
#include <QtTest>

#include <sys/stat.h>

using namespace kosh;
using namespace kosh::store;
using namespace kosh::store::test;

class TestOpen : public QObject {
    Q_OBJECT

    std::unique_ptr<Vault> m_vault;

    void fill(int notes) {
        for (int i = 0; i < notes; ++i) {
            COMPARE_KEY(m_vault->insert(std::string(1000, 'n') + std::to_string(i)), "ok");
        }
    }
    std::int64_t size() const {
        return static_cast<std::int64_t>(std::filesystem::file_size(m_vault->path()));
    }

private slots:
    void init();
    void filesArePrivate();
    void contentIsEncrypted();
    void wrongKey();
    void notAVault();
    void truncated_data();
    void truncated();
    void bitFlips_data();
    void bitFlips();
    void damageWhileOpen();
    void newerFormat();
    void missingFolder();
    void secondProcess();
    void secondStoreInThisProcess();
    void lockEndsWithItsOwner();
    void fullDisk();
    void fullDiskAtCreation();
    void givenBackPagesAreNoDamage();
};

void TestOpen::init() {
    m_vault = std::make_unique<Vault>();
    COMPARE_KEY(m_vault->open(), "ok");
}

void TestOpen::filesArePrivate() {
    fill(1);
    for (const auto* suffix : {"", "-wal", "-shm", ".lock"}) {
        struct stat info{};
        QCOMPARE(::stat((m_vault->path() + suffix).c_str(), &info), 0);
        QCOMPARE(info.st_mode & 0777, 0600u);
    }
}

void TestOpen::contentIsEncrypted() {
    COMPARE_KEY(m_vault->insert("a very recognisable sentence"), "ok");
    for (const bool isClosed : {false, true}) {
        if (isClosed) m_vault->close();
        for (const auto* suffix : {"", "-wal"}) {
            QFile file(QString::fromStdString(m_vault->path() + suffix));
            if (!file.open(QIODevice::ReadOnly)) continue;
            const auto content = file.readAll();
            QVERIFY(!content.contains("recognisable"));
            QVERIFY(!content.contains("notes_entry"));
            QVERIFY(!content.startsWith("SQLite format"));
        }
    }
}

void TestOpen::wrongKey() {
    fill(1);
    m_vault->close();
    SystemClock clock;
    observe::Logger log(clock, [](std::string_view) {});
    observe::Metrics metrics;
    observe::Tracer tracer;
    observe::Health health(clock);
    auto key = m_vault->key();
    key.data()[31] ^= 1;
    const auto opened = Store::open(m_vault->path(), key, clock, {log, metrics, tracer, health});
    COMPARE_KEY(opened, "store.key");
    COMPARE_KEY(m_vault->open(), "ok");
    QCOMPARE(*m_vault->count(), 1);
}

void TestOpen::notAVault() {
    m_vault->close();
    QFile file(QString::fromStdString(m_vault->path()));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    const QByteArray text(10'000, 'x');
    file.write(text);
    file.close();
    COMPARE_KEY(m_vault->open(), "store.key");
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), text);
}

void TestOpen::truncated_data() {
    QTest::addColumn<int>("keptPercent");
    for (const int percent : {0, 1, 30, 60, 95, 99}) {
        QTest::addRow("%d %% left", percent) << percent;
    }
}

void TestOpen::truncated() {
    QFETCH(int, keptPercent);
    fill(200);
    m_vault->close();
    const auto kept = size() * keptPercent / 100;
    std::filesystem::resize_file(m_vault->path(), static_cast<std::uintmax_t>(kept));
    COMPARE_KEY(m_vault->open(), "store.corrupt");
    QCOMPARE(size(), kept);
}

void TestOpen::bitFlips_data() {
    QTest::addColumn<int>("page");
    QTest::addColumn<QString>("expected");
    // The first page cannot be told from a wrong key.
    QTest::newRow("first page") << 0 << "store.key";
    for (const int page : {1, 3, 7, 40}) QTest::addRow("page %d", page) << page << "store.corrupt";
}

void TestOpen::bitFlips() {
    QFETCH(int, page);
    QFETCH(QString, expected);
    fill(200);
    m_vault->close();
    flipBit(m_vault->path(), page * 4096 + 1234);
    COMPARE_KEY(m_vault->open(), expected);
    flipBit(m_vault->path(), page * 4096 + 1234);
    COMPARE_KEY(m_vault->open(), "ok");
    QCOMPARE(*m_vault->count(), 200);
}

void TestOpen::damageWhileOpen() {
    fill(200);
    m_vault->close();
    COMPARE_KEY(m_vault->open(), "ok");
    for (int page = 2; page < 40; ++page) flipBit(m_vault->path(), page * 4096 + 99);
    const auto report = m_vault->wait(m_vault->store().checkIntegrity());
    QVERIFY(report && !report->isIntact);
    COMPARE_KEY(m_vault->wait(m_vault->store().backup(m_vault->file("copy"))), "store.corrupt");
    QVERIFY(!std::filesystem::exists(m_vault->file("copy")));
    const auto texts = m_vault->wait(m_vault->notes().read([](Reader& reader) {
        return reader.all("SELECT text FROM notes_entry", {},
                          [](const Row& row) { return row.get<std::string>(0); });
    }));
    COMPARE_KEY(texts, "store.corrupt");
}

void TestOpen::newerFormat() {
    m_vault->close();
    tamper(m_vault->path(), m_vault->key(), "PRAGMA user_version=99");
    COMPARE_KEY(m_vault->open(), "store.newer");
}

void TestOpen::missingFolder() {
    Vault nowhere(m_vault->folder() + "/not/there");
    COMPARE_KEY(nowhere.open(), "store.io");
}

void TestOpen::secondProcess() {
    NEEDS_PROCESSES();
    fill(1);
    QProcess other;
    other.start(KOSH_STORE_HELPER, {m_vault->folder(), "hold"});
    QVERIFY(other.waitForFinished(60'000));
    QCOMPARE(other.readAllStandardOutput().trimmed(), "store.locked");
    COMPARE_KEY(m_vault->insert("undisturbed"), "ok");
}

void TestOpen::secondStoreInThisProcess() {
    Vault second(m_vault->folder());
    const auto opened = second.open();
    COMPARE_KEY(opened, "store.locked");
    QVERIFY(opened.error().message.find('\n') == std::string::npos);
    QVERIFY(opened.error().message.find(std::to_string(::getpid())) != std::string::npos);
}

void TestOpen::lockEndsWithItsOwner() {
    NEEDS_PROCESSES();
    m_vault->close();
    QProcess other;
    other.start(KOSH_STORE_HELPER, {m_vault->folder(), "hold"});
    QVERIFY(other.waitForReadyRead(60'000));
    QCOMPARE(other.readAllStandardOutput().trimmed(), "open");
    COMPARE_KEY(m_vault->open(), "store.locked");
    other.kill();
    QVERIFY(other.waitForFinished(60'000));
    COMPARE_KEY(m_vault->open(), "ok");
}

void TestOpen::fullDisk() {
    NEEDS_PROCESSES();
    m_vault->close();
    QProcess other;
    other.start(KOSH_STORE_HELPER, {m_vault->folder(), "fill"});
    QVERIFY(other.waitForFinished(60'000));
    QCOMPARE(other.readAllStandardOutput().trimmed().split('\n'),
             (QByteArrayList{"store.full", "store.full", "unwell", "all there", "ok", "ok",
                             "all there"}));
    QCOMPARE(other.exitCode(), 0);
    COMPARE_KEY(m_vault->open(), "ok");
}

void TestOpen::fullDiskAtCreation() {
    NEEDS_PROCESSES();
    QTemporaryDir folder;
    QProcess other;
    other.setProcessEnvironment(QProcessEnvironment::systemEnvironment());
    other.start("/bin/sh", {"-c", "trap '' XFSZ; ulimit -f 24; exec \"$0\" \"$@\"",
                            KOSH_STORE_HELPER, folder.path(), "hold"});
    QVERIFY(other.waitForFinished(60'000));
    QCOMPARE(other.readAllStandardOutput().trimmed(), "store.full");
    Vault vault(folder.path());
    COMPARE_KEY(vault.open(), "ok");
}

void TestOpen::givenBackPagesAreNoDamage() {
    const auto used = m_vault->wait(m_vault->notes().write([](Transaction& tx) -> Result<> {
        const std::string text(100'000, 'z');
        KOSH_CHECK(tx.execute("INSERT INTO notes_entry (text) VALUES (:a)", {{":a", text + "a"}}));
        KOSH_CHECK(tx.execute("INSERT INTO notes_entry (text) VALUES (:b)", {{":b", text + "b"}}));
        KOSH_CHECK(tx.execute("DELETE FROM notes_entry WHERE text = :a", {{":a", text + "a"}}));
        return {};
    }));
    COMPARE_KEY(used, "ok");
    m_vault->close();
    COMPARE_KEY(m_vault->open(), "ok");
    const auto report = m_vault->wait(m_vault->store().checkIntegrity());
    QCOMPARE(report->problems, std::vector<std::string>{});
}

QTEST_GUILESS_MAIN(TestOpen)
#include "tst_open.moc"
