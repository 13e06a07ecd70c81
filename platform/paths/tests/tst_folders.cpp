// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/paths/paths.h>

#include <QTemporaryDir>
#include <QtTest>

using namespace kosh;
using namespace kosh::platform;
namespace fs = std::filesystem;

namespace {

constexpr fs::perms kPrivate = fs::perms::owner_all;

fs::perms modeOf(const fs::path& path) {
    return fs::status(path).permissions();
}

}  // namespace

class TestFolders : public QObject {
    Q_OBJECT
private slots:
    void init();
    void koshHomeHoldsEverything();
    void xdgFoldersAreUsed();
    void homeIsTheLastResort();
    void relativeXdgValuesAreIgnored();
    void nothingSaysWhere();
    void openFoldersAreClosed();
    void theRootKeepsItsRights();
    void aLinkIsRefused();
    void aFileInTheWayIsRefused();
    void profileNamesCannotLeaveTheFolder_data();
    void profileNamesCannotLeaveTheFolder();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_root;
};

void TestFolders::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_root = m_folder->path().toStdString();
}

void TestFolders::koshHomeHoldsEverything() {
    const std::string home = m_root / "deep" / "kosh";
    const auto paths = openPaths({home, m_root / "data", m_root / "run", m_root}, "main");
    QVERIFY(paths.has_value());
    QCOMPARE(paths->profile, fs::path(home) / "main");
    QCOMPARE(paths->runtime, fs::path(home) / "main" / "run");
    QCOMPARE(paths->socketFile(), fs::path(home) / "main" / "run" / "koshd.sock");
    for (const auto& folder : {fs::path(home), paths->profile, paths->runtime}) {
        QCOMPARE(modeOf(folder), kPrivate);
    }
    QVERIFY(!fs::exists(m_root / "data"));
}

void TestFolders::xdgFoldersAreUsed() {
    const auto paths = openPaths({"", m_root / "data", m_root / "run", m_root / "home"}, "main");
    QVERIFY(paths.has_value());
    QCOMPARE(paths->profile, m_root / "data/kosh/main");
    QCOMPARE(paths->runtime, m_root / "run/kosh/main");
    QCOMPARE(modeOf(paths->runtime), kPrivate);
    QVERIFY(!fs::exists(m_root / "home"));
}

void TestFolders::homeIsTheLastResort() {
    const auto paths = openPaths({"", "", "", m_root}, "main");
    QVERIFY(paths.has_value());
    QCOMPARE(paths->profile, m_root / ".local/share/kosh/main");
    QCOMPARE(paths->runtime, m_root / ".local/share/kosh/main/run");
}

void TestFolders::relativeXdgValuesAreIgnored() {
    const auto paths = openPaths({"", "data", "run", m_root}, "main");
    QVERIFY(paths.has_value());
    QCOMPARE(paths->profile, m_root / ".local/share/kosh/main");
    QCOMPARE(paths->runtime, m_root / ".local/share/kosh/main/run");
}

void TestFolders::nothingSaysWhere() {
    QCOMPARE(openPaths({}, "main").error().key, std::string("paths.home"));
}

void TestFolders::openFoldersAreClosed() {
    const fs::path profile = m_root / "main";
    fs::create_directory(profile);
    fs::permissions(profile, fs::perms::all);
    QVERIFY(openPaths({m_root, "", "", ""}, "main").has_value());
    QCOMPARE(modeOf(profile), kPrivate);
}

void TestFolders::theRootKeepsItsRights() {
    const fs::perms before = fs::perms::owner_all | fs::perms::group_read;
    fs::permissions(m_root, before);
    QVERIFY(openPaths({m_root, "", "", ""}, "main").has_value());
    QCOMPARE(modeOf(m_root), before);
}

void TestFolders::aLinkIsRefused() {
    fs::create_directory(m_root / "elsewhere");
    fs::create_directory_symlink(m_root / "elsewhere", m_root / "main");
    QCOMPARE(openPaths({m_root, "", "", ""}, "main").error().key, std::string("paths.not_private"));
}

void TestFolders::aFileInTheWayIsRefused() {
    QFile file(QString::fromStdString(m_root / "file"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(openPaths({m_root, "", "", ""}, "file").error().key, std::string("paths.not_private"));
    QCOMPARE(openPaths({m_root / "file", "", "", ""}, "main").error().key,
             std::string("paths.create"));
    QCOMPARE(openPaths({m_root / "file" / "below", "", "", ""}, "main").error().key,
             std::string("paths.create"));
}

void TestFolders::profileNamesCannotLeaveTheFolder_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << "";
    QTest::newRow("parent") << "..";
    QTest::newRow("separator") << "a/b";
    QTest::newRow("space") << "a b";
    QTest::newRow("too long") << QString(65, 'a');
}

void TestFolders::profileNamesCannotLeaveTheFolder() {
    QFETCH(QString, name);
    const auto paths = openPaths({m_root, "", "", ""}, name.toStdString());
    QCOMPARE(paths.error().key, std::string("paths.profile"));
    QCOMPARE(paths.error().details.at("field"), std::string("profile"));
}

QTEST_APPLESS_MAIN(TestFolders)
#include "tst_folders.moc"
