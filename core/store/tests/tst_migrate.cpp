// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "tamper.h"
#include "vault_fixture.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::store;
using namespace kosh::store::test;

namespace {

constexpr Migration kGood[] = {
    kNotesV1[0],
    {2, "tags", "ALTER TABLE notes_entry ADD COLUMN tag TEXT NOT NULL DEFAULT '';"},
    {3, "rebuild",
     "CREATE TABLE notes_new (id INTEGER PRIMARY KEY, text TEXT NOT NULL, tag TEXT) "
     "STRICT;"
     "INSERT INTO notes_new SELECT id, text, tag FROM notes_entry;"
     "DROP TABLE notes_entry;"
     "ALTER TABLE notes_new RENAME TO notes_entry;"
     "CREATE INDEX notes_by_tag ON notes_entry (tag);"}};
constexpr Migration kBroken[] = {kGood[0], kGood[1], {3, "broken", "CREATE TABLE notes_x (;"}};
constexpr Migration kChanged[] = {{1, "init", "CREATE TABLE notes_entry (id INTEGER) STRICT;"}};
constexpr Migration kGap[] = {kGood[0], kGood[2]};

}  // namespace

class TestMigrate : public QObject {
    Q_OBJECT

    std::unique_ptr<Vault> m_vault;

    Result<> migrate(std::span<const Migration> migrations) {
        const ServiceSchema schema{"notes", migrations};
        return m_vault->store().migrate({&schema, 1});
    }
    std::vector<std::string> drift() { return *m_vault->wait(m_vault->store().checkDrift()); }
    bool hasBackup() const {
        return std::filesystem::exists(m_vault->path() + ".before-migration");
    }

private slots:
    void init();
    void goesUp();
    void failureRestoresTheStateBefore();
    void failureOnTheFirstStep();
    void refusesNewerVersions();
    void refusesChangedMigrations();
    void refusesBadSchemas();
    void leavesUnknownServicesAlone();
    void findsDrift();
};

void TestMigrate::init() {
    m_vault = std::make_unique<Vault>();
    COMPARE_KEY(m_vault->open(), "ok");
    COMPARE_KEY(m_vault->insert("kept"), "ok");
}

void TestMigrate::goesUp() {
    COMPARE_KEY(migrate(kGood), "ok");
    QVERIFY(!hasBackup());
    QCOMPARE(*m_vault->count(), 1);
    QCOMPARE(drift(), std::vector<std::string>{});
    COMPARE_KEY(migrate(kGood), "ok");
    m_vault->close();
    COMPARE_KEY(m_vault->openEmpty(), "ok");
    COMPARE_KEY(migrate(kGood), "ok");
    COMPARE_KEY(m_vault->insert("after"), "ok");
    QCOMPARE(*m_vault->count(), 2);
}

void TestMigrate::failureRestoresTheStateBefore() {
    const auto failed = migrate(kBroken);
    COMPARE_KEY(failed, "store.migration_failed");
    QVERIFY(failed.error().message.find("'notes'") != std::string::npos);
    QVERIFY(!hasBackup());
    // Version 2 had been committed on the way; it is gone again.
    QCOMPARE(drift(), std::vector<std::string>{});
    QCOMPARE(*m_vault->count(), 1);
    COMPARE_KEY(m_vault->insert("still works"), "ok");
    m_vault->close();
    COMPARE_KEY(m_vault->open(), "ok");
    QCOMPARE(*m_vault->count(), 2);
    COMPARE_KEY(migrate(kGood), "ok");
}

void TestMigrate::failureOnTheFirstStep() {
    constexpr Migration broken[] = {kGood[0], {2, "broken", "SELECT nonsense;"}};
    COMPARE_KEY(migrate(broken), "store.migration_failed");
    QVERIFY(!hasBackup());
    COMPARE_KEY(m_vault->insert("still works"), "ok");
}

void TestMigrate::refusesNewerVersions() {
    COMPARE_KEY(migrate(kGood), "ok");
    COMPARE_KEY(migrate(kNotesV1), "store.newer");
    COMPARE_KEY(m_vault->insert("untouched"), "ok");
}

void TestMigrate::refusesChangedMigrations() {
    COMPARE_KEY(migrate(kChanged), "store.migration_changed");
    COMPARE_KEY(m_vault->insert("untouched"), "ok");
}

void TestMigrate::refusesBadSchemas() {
    COMPARE_KEY(migrate(kGap), "store.schema");
    const auto check = [this](std::vector<std::string> names) {
        std::vector<ServiceSchema> schemas;
        for (auto& name : names) schemas.push_back({name, {}});
        return m_vault->store().migrate(schemas);
    };
    COMPARE_KEY(check({"chain", "chain_rpc"}), "store.schema");
    COMPARE_KEY(check({"chain", "chain"}), "store.schema");
    COMPARE_KEY(check({"store"}), "store.schema");
    COMPARE_KEY(check({"Bad-Name"}), "store.schema");
    COMPARE_KEY(check({"chain", "chains"}), "ok");
}

void TestMigrate::leavesUnknownServicesAlone() {
    COMPARE_KEY(m_vault->store().migrate({}), "ok");
    QCOMPARE(drift(), std::vector<std::string>{});
    QCOMPARE(*m_vault->count(), 1);
}

void TestMigrate::findsDrift() {
    QVERIFY(m_vault->wait(m_vault->store().checkIntegrity())->isIntact);
    m_vault->close();
    tamper(m_vault->path(), m_vault->key(),
           "CREATE TABLE notes_stray (id INTEGER); CREATE TABLE nobodys (id INTEGER);"
           "ALTER TABLE notes_entry ADD COLUMN more TEXT; DROP TABLE events_log");
    COMPARE_KEY(m_vault->open(), "ok");
    const std::vector<std::string> expected{
        "table events_log is missing", "table notes_entry differs from its migration",
        "table nobodys belongs to no migration", "table notes_stray belongs to no migration"};
    QCOMPARE(drift(), expected);
    const auto report = m_vault->wait(m_vault->store().checkIntegrity());
    QVERIFY(!report->isIntact);
    QCOMPARE(report->problems, expected);
}

QTEST_GUILESS_MAIN(TestMigrate)
#include "tst_migrate.moc"
