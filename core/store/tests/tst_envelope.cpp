// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/store/key_envelope.h>

#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>

using namespace kosh;
using namespace kosh::store;

namespace {
constexpr StretchCost kCheap{.memoryKiB = 8 * 1024, .passes = 1, .lanes = 1};

SharedSecret secret(std::string_view text) {
    return SharedSecret::fromText(text);
}
template <typename T>
QString keyOf(const Result<T>& result) {
    return result ? "ok" : QString::fromStdString(result.error().key);
}
std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    if (at == std::string::npos) qFatal("nothing to replace");
    return text.replace(at, from.size(), to);
}
}  // namespace

class TestEnvelope : public QObject {
    Q_OBJECT

    SystemRandom m_random;

    std::pair<KeyEnvelope, VaultKeys> make(std::string_view passphrase = "correct horse") {
        return *KeyEnvelope::create(secret(passphrase), kCheap, m_random);
    }

private slots:
    void unwrapsWhatItWrapped();
    void everyVaultHasItsOwnKeys();
    void wrongPassphraseIsOneError();
    void rewrapKeepsTheKeys();
    void refusesCostsOutOfBounds();
    void damagedFile_data();
    void damagedFile();
    void changedCostDoesNotOpen();
    void keysAreNotInTheFile();
    void filesAreReplacedWhole();
    void readsNoMoreThanAllowed();
};

void TestEnvelope::unwrapsWhatItWrapped() {
    auto [envelope, keys] = make();
    QCOMPARE(keys.database.size(), 32u);
    QCOMPARE(keys.signing.size(), 32u);
    QVERIFY(!keys.database.equals(keys.signing));
    const auto again = KeyEnvelope::fromJson(envelope.toJson());
    QCOMPARE(keyOf(again), "ok");
    QCOMPARE(again->vaultId(), envelope.vaultId());
    const auto opened = again->unwrap(secret("correct horse"));
    QCOMPARE(keyOf(opened), "ok");
    QVERIFY(opened->database.equals(keys.database));
    QVERIFY(opened->signing.equals(keys.signing));
}

void TestEnvelope::everyVaultHasItsOwnKeys() {
    const auto a = make();
    const auto b = make();
    QVERIFY(!a.second.database.equals(b.second.database));
    QVERIFY(a.first.vaultId() != b.first.vaultId());
    QVERIFY(Id::parse(a.first.vaultId()).has_value());
}

void TestEnvelope::wrongPassphraseIsOneError() {
    const auto made = make();
    const auto first = made.first.unwrap(secret("wrong"));
    QCOMPARE(keyOf(first), "vault.passphrase");
    QVERIFY(first.error().kind == ErrorKind::unauthenticated);
    for (const auto* wrong : {"", "correct horse ", "Correct horse", "correct hors"}) {
        const auto result = made.first.unwrap(secret(wrong));
        QVERIFY(!result);
        QVERIFY(result.error() == first.error());
    }
}

void TestEnvelope::rewrapKeepsTheKeys() {
    const auto made = make();
    QCOMPARE(keyOf(made.first.rewrap(secret("wrong"), secret("new"), m_random)),
             "vault.passphrase");
    const auto rewrapped = made.first.rewrap(secret("correct horse"), secret("new"), m_random);
    QCOMPARE(keyOf(rewrapped), "ok");
    QCOMPARE(rewrapped->vaultId(), made.first.vaultId());
    QCOMPARE(keyOf(rewrapped->unwrap(secret("correct horse"))), "vault.passphrase");
    const auto keys = rewrapped->unwrap(secret("new"));
    QVERIFY(keys && keys->database.equals(made.second.database) &&
            keys->signing.equals(made.second.signing));
}

void TestEnvelope::refusesCostsOutOfBounds() {
    for (const StretchCost cost :
         {StretchCost{1024, 1, 1}, StretchCost{8192, 0, 1}, StretchCost{8192, 1, 0},
          StretchCost{8192, 100, 1}, StretchCost{4 * 1024 * 1024, 1, 1},
          StretchCost{1024 * 1024, 32, 1}}) {
        QCOMPARE(keyOf(KeyEnvelope::create(secret("p"), cost, m_random)), "vault.stretch_cost");
    }
}

void TestEnvelope::damagedFile_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("expected");
    const auto damaged = [](const char* name, const char* from, const char* to) {
        QTest::newRow(name) << from << to << "vault.key_file";
    };
    damaged("not JSON", "{", "");
    damaged("another format", "kosh-vault-key", "other");
    damaged("version as text", "\"version\":1", "\"version\":\"1\"");
    damaged("no wrapped keys", "\"wrapped\"", "\"other\"");
    damaged("no checksum", "\"checksum\":\"", "\"other\":\"");
    damaged("wrong checksum", "\"checksum\":\"", "\"checksum\":\"0");
    damaged("bad hex", "\"wrapped\":\"", "\"wrapped\":\"zz");
    damaged("short salt", "\"salt\":\"", "\"salt\":\"\",\"old\":\"");
    damaged("other cost", "\"passes\":1", "\"passes\":2");
    damaged("hostile memory", "\"memoryKiB\":8192", "\"memoryKiB\":4294967295");
    damaged("huge number", "\"memoryKiB\":8192", "\"memoryKiB\":99999999999999999999");
    damaged("hostile passes", "\"passes\":1", "\"passes\":4000000000");
    damaged("no lanes", "\"lanes\":1", "\"lanes\":0");
    QTest::newRow("newer") << "\"version\":1" << "\"version\":2" << "store.newer";
}

void TestEnvelope::damagedFile() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, expected);
    const auto json = replaced(make().first.toJson(), from.toStdString(), to.toStdString());
    QCOMPARE(keyOf(KeyEnvelope::fromJson(json)), expected);
}

void TestEnvelope::changedCostDoesNotOpen() {
    // Every byte counts, also when somebody mends the checksum's complaint by leaving it alone.
    const auto json = make().first.toJson();
    for (std::size_t i = 0; i < json.size(); i += 7) {
        auto flipped = json;
        flipped[i] = static_cast<char>(flipped[i] ^ 1);
        QVERIFY(!KeyEnvelope::fromJson(flipped));
    }
}

void TestEnvelope::keysAreNotInTheFile() {
    const auto made = make();
    const auto json = made.first.toJson();
    QVERIFY(json.find(toHex(made.second.database.view())) == std::string::npos);
    QVERIFY(json.find(toHex(made.second.signing.view())) == std::string::npos);
    QVERIFY(json.find("correct") == std::string::npos);
}

void TestEnvelope::filesAreReplacedWhole() {
    QTemporaryDir folder;
    const auto path = folder.filePath("vault.key").toStdString();
    QCOMPARE(keyOf(writeFileAtomically(path, "first")), "ok");
    QCOMPARE(keyOf(writeFileAtomically(path, "second")), "ok");
    QCOMPARE(QString::fromStdString(*readFile(path, 100)), "second");
    struct stat info{};
    QCOMPARE(::stat(path.c_str(), &info), 0);
    QCOMPARE(info.st_mode & 0777, 0600u);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{"vault.key"});
    QCOMPARE(keyOf(writeFileAtomically(folder.filePath("no/where").toStdString(), "x")),
             "store.io");
}

void TestEnvelope::readsNoMoreThanAllowed() {
    QTemporaryDir folder;
    const auto path = folder.filePath("file").toStdString();
    QCOMPARE(keyOf(readFile(path, 10)), "store.no_file");
    QCOMPARE(keyOf(writeFileAtomically(path, "0123456789")), "ok");
    QCOMPARE(keyOf(readFile(path, 10)), "ok");
    QCOMPARE(keyOf(readFile(path, 9)), "store.file_size");
}

QTEST_APPLESS_MAIN(TestEnvelope)
#include "tst_envelope.moc"
