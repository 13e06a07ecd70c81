// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "vault_fixture.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::store;
using namespace kosh::store::test;

namespace {
constexpr Migration kOther[] = {
    {1, "init",
     "CREATE TABLE other_secret (id INTEGER PRIMARY KEY, text TEXT) STRICT;"
     "INSERT INTO other_secret VALUES (1, 'not yours');"}};
constexpr Migration kSearch[] = {{1, "init", "CREATE VIRTUAL TABLE search_text USING fts5(body);"}};
}  // namespace

/// Each statement is tried by the service "notes".
class TestAuthorizer : public QObject {
    Q_OBJECT

    Vault m_vault;

    Result<std::int64_t> runAs(std::string service, std::string sql) {
        auto db = m_vault.store().database(std::move(service));
        return m_vault.wait(
            db.write([sql = std::move(sql)](Transaction& tx) { return tx.execute(sql, {}); }));
    }

private slots:
    void initTestCase();
    void statement_data();
    void statement();
    void readersObeyToo();
    void cachedStatementStaysItsOwners();
    void migration_data();
    void migration();
};

void TestAuthorizer::initTestCase() {
    COMPARE_KEY(m_vault.openEmpty(), "ok");
    const std::vector<ServiceSchema> schemas{notesSchema(), {"other", kOther}, {"search", kSearch}};
    COMPARE_KEY(m_vault.store().migrate(schemas), "ok");
}

void TestAuthorizer::statement_data() {
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("expected");
    const auto denied = [](const char* sql) { QTest::newRow(sql) << sql << "store.denied"; };
    const auto allowed = [](const char* sql) { QTest::newRow(sql) << sql << "ok"; };
    denied("SELECT text FROM other_secret");
    denied("SELECT count(*) FROM other_secret");
    denied("SELECT 1 FROM notes_entry WHERE id IN (SELECT id FROM other_secret)");
    denied("INSERT INTO other_secret VALUES (2, 'x')");
    denied("UPDATE other_secret SET text = 'x'");
    denied("DELETE FROM other_secret");
    denied("INSERT INTO notes_entry (text) SELECT text FROM other_secret");
    denied("SELECT sql FROM sqlite_master");
    denied("SELECT * FROM sqlite_schema");
    denied("SELECT * FROM store_schema");
    denied("SELECT * FROM events_log");
    denied("INSERT INTO events_log (type) VALUES ('forged')");
    denied("CREATE TABLE notes_more (id INTEGER)");
    denied("CREATE TEMP TABLE notes_more (id INTEGER)");
    denied("DROP TABLE notes_entry");
    denied("ALTER TABLE notes_entry ADD COLUMN more TEXT");
    denied("CREATE INDEX notes_by_text ON notes_entry (text)");
    denied("CREATE TRIGGER notes_t AFTER INSERT ON notes_entry BEGIN SELECT 1; END");
    denied("CREATE VIEW notes_view AS SELECT 1");
    denied("ATTACH ':memory:' AS more");
    denied("PRAGMA synchronous=OFF");
    denied("PRAGMA key='x'");
    denied("PRAGMA writable_schema=1");
    denied("SELECT * FROM pragma_table_info('other_secret')");
    denied("SELECT load_extension('x')");
    denied("SELECT sqlcipher_export('x')");
    denied("BEGIN");
    denied("COMMIT");
    denied("ROLLBACK");
    denied("SAVEPOINT mine");
    denied("ANALYZE");
    denied("REINDEX");
    allowed("SELECT id, upper(text) FROM notes_entry WHERE text LIKE 'a%'");
    allowed("SELECT count(*) FROM notes_entry");
    allowed(
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 9) "
        "SELECT x FROM n");
    allowed("SELECT value FROM json_each('[1]')");
    allowed("INSERT INTO notes_entry (text) VALUES ('fine') ON CONFLICT DO NOTHING");
}

void TestAuthorizer::statement() {
    QFETCH(QString, sql);
    QFETCH(QString, expected);
    COMPARE_KEY(runAs("notes", sql.toStdString()), expected);
    COMPARE_KEY(runAs("notes", "DELETE FROM notes_entry"), "ok");
    COMPARE_KEY(runAs("other", "SELECT text FROM other_secret"), "ok");
}

void TestAuthorizer::readersObeyToo() {
    const auto read = m_vault.wait(m_vault.notes().read([](Reader& reader) {
        return reader.first("SELECT text FROM other_secret", {},
                            [](const Row& row) { return row.get<std::string>(0); });
    }));
    COMPARE_KEY(read, "store.denied");
}

void TestAuthorizer::cachedStatementStaysItsOwners() {
    constexpr auto kQuery = "SELECT text FROM other_secret WHERE id = 1";
    COMPARE_KEY(runAs("other", kQuery), "ok");
    COMPARE_KEY(runAs("notes", kQuery), "store.denied");
    COMPARE_KEY(runAs("search", "INSERT INTO search_text (body) VALUES ('full text')"), "ok");
    COMPARE_KEY(runAs("search", "SELECT body FROM search_text WHERE search_text MATCH 'full'"),
                "ok");
    COMPARE_KEY(runAs("notes", "SELECT body FROM search_text"), "store.denied");
}

void TestAuthorizer::migration_data() {
    QTest::addColumn<QString>("sql");
    QTest::newRow("reads another's") << "CREATE TABLE late_t AS SELECT * FROM other_secret";
    QTest::newRow("writes another's") << "DELETE FROM other_secret";
    QTest::newRow("drops another's") << "DROP TABLE other_secret";
    QTest::newRow("foreign name") << "CREATE TABLE lately (id INTEGER)";
    QTest::newRow("index on another's") << "CREATE INDEX late_i ON other_secret (text)";
    QTest::newRow("trigger on another's")
        << "CREATE TRIGGER late_t AFTER INSERT ON other_secret BEGIN SELECT 1; END";
    QTest::newRow("foreign key to another's")
        << "CREATE TABLE late_t (id INTEGER REFERENCES other_secret (id))";
    QTest::newRow("commits") << "COMMIT; BEGIN";
    QTest::newRow("pragma") << "PRAGMA user_version=9";
    QTest::newRow("attach") << "ATTACH ':memory:' AS x";
}

void TestAuthorizer::migration() {
    QFETCH(QString, sql);
    const std::string text = sql.toStdString();
    const Migration late{1, "init", text};
    const ServiceSchema schema{"late", {&late, 1}};
    COMPARE_KEY(m_vault.store().migrate({&schema, 1}), "store.migration_failed");
    COMPARE_KEY(runAs("other", "SELECT text FROM other_secret"), "ok");
}

QTEST_GUILESS_MAIN(TestAuthorizer)
#include "tst_authorizer.moc"
