// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "vault_fixture.h"

#include <QtTest>

#include <latch>

using namespace kosh;
using namespace kosh::store;
using namespace kosh::store::test;

namespace {

constexpr Migration kValues[] = {
    {1, "init",
     "CREATE TABLE values_row (id INTEGER PRIMARY KEY, a ANY, b ANY, c ANY, d ANY, e ANY) "
     "STRICT;"}};

std::int64_t countNotes(Reader& reader) {
    auto count = reader.first("SELECT count(*) FROM notes_entry", {},
                              [](const Row& row) { return row.integer(0); });
    return count && *count ? **count : -1;
}

}  // namespace

class TestRead : public QObject {
    Q_OBJECT

    Vault m_vault;

private slots:
    void initTestCase();
    void wordsSortLikeNumbers();
    void valuesComeBack();
    void emptyIsNotNull();
    void seesOneSnapshot();
    void cannotWrite();
    void sameStatementInsideItself();
    void throwingJobIsAnError();
    void readsInParallel();
};

void TestRead::initTestCase() {
    COMPARE_KEY(m_vault.openEmpty(), "ok");
    const std::vector<ServiceSchema> schemas{notesSchema(), {"values", kValues}};
    COMPARE_KEY(m_vault.store().migrate(schemas), "ok");
}

void TestRead::wordsSortLikeNumbers() {
    const std::vector<I256> rising{
        *I256::parse("-578960446186580977117854925043439539266349923328202820197287920039565648"
                     "19968"),
        I256(-256),
        I256(-1),
        I256(0),
        I256(1),
        I256(255),
        I256(256),
        *I256::parse("578960446186580977117854925043439539266349923328202820197287920039565648"
                     "19967")};
    for (std::size_t i = 0; i < rising.size(); ++i) {
        QCOMPARE(i256FromWord(toWord(rising[i])), rising[i]);
        if (i > 0) QVERIFY(toWord(rising[i - 1]) < toWord(rising[i]));
    }
    QVERIFY(toWord(U256(255)) < toWord(U256(256)));
    QVERIFY(toWord(U256(256)) < toWord(U256::max()));
    QCOMPARE(u256FromWord(toWord(U256::max())), U256::max());
}

void TestRead::valuesComeBack() {
    const Id id = *Id::parse("0190a0b0-0000-7000-8000-000000000001");
    const Hash256 hash = *Hash256::parse(std::string(64, 'a'));
    auto db = m_vault.store().database("values");
    const auto written = m_vault.wait(db.write([=](Transaction& tx) {
        return tx.execute("INSERT INTO values_row VALUES (1, :a, :b, :c, :d, :e)",
                          {{":a", U256::max()},
                           {":b", I256(-5)},
                           {":c", id},
                           {":d", hash},
                           {":e", Timestamp{1234567}}});
    }));
    COMPARE_KEY(written, "ok");
    const auto same = m_vault.wait(db.read([=](Reader& reader) {
        return reader.first(
            "SELECT a, b, c, d, e, NULL, 'text', 1 FROM values_row", {}, [=](const Row& row) {
                return row.get<U256>(0) == U256::max() && row.get<I256>(1) == I256(-5) &&
                       row.get<Id>(2) == id && row.get<Hash256>(3) == hash &&
                       row.get<Timestamp>(4) == Timestamp{1234567} &&
                       !row.get<std::optional<U256>>(5) &&
                       row.get<std::optional<std::string>>(6) == "text" && row.get<bool>(7) &&
                       row.get<std::uint32_t>(7) == 1;
            });
    }));
    QVERIFY(same && *same && **same);
}

void TestRead::emptyIsNotNull() {
    const auto types = m_vault.wait(m_vault.notes().read([](Reader& reader) {
        return reader.first(
            "SELECT typeof(:text), typeof(:blob), typeof(:none)",
            {{":text", std::string_view()},
             {":blob", ByteView()},
             {":none", std::optional<std::int64_t>()}},
            [](const Row& row) { return cat(row.text(0), " ", row.text(1), " ", row.text(2)); });
    }));
    QCOMPARE(QString::fromStdString(types->value()), "text blob null");
}

void TestRead::seesOneSnapshot() {
    const auto before = *m_vault.count();
    std::latch begun{1}, written{1};
    auto counts = m_vault.begin(
        m_vault.notes().read([&](Reader& reader) -> Result<std::pair<std::int64_t, std::int64_t>> {
            const auto first = countNotes(reader);
            begun.count_down();
            written.wait();
            return std::pair{first, countNotes(reader)};
        }));
    begun.wait();
    COMPARE_KEY(m_vault.insert("written while somebody reads"), "ok");
    written.count_down();
    const auto seen = Vault::finish(counts);
    QCOMPARE(seen->first, before);
    QCOMPARE(seen->second, before);
    QCOMPARE(*m_vault.count(), before + 1);
}

void TestRead::cannotWrite() {
    const auto before = *m_vault.count();
    const auto result = m_vault.wait(m_vault.notes().read([](Reader& reader) {
        return reader.query("INSERT INTO notes_entry (text) VALUES ('sneaked in')", {},
                            [](const Row&) { return true; });
    }));
    COMPARE_KEY(result, "store.sql");
    QCOMPARE(*m_vault.count(), before);
}

void TestRead::sameStatementInsideItself() {
    const auto rows = m_vault.wait(m_vault.notes().read([](Reader& reader) -> Result<int> {
        constexpr auto kNumbers = "SELECT value FROM json_each(:list)";
        int seen = 0;
        Result<> inner;
        KOSH_CHECK(reader.query(kNumbers, {{":list", "[1,2,3]"}}, [&](const Row&) {
            inner = reader.query(kNumbers, {{":list", "[4,5]"}}, [&](const Row&) {
                ++seen;
                return true;
            });
            return inner.has_value();
        }));
        KOSH_CHECK(inner);
        return seen;
    }));
    QCOMPARE(*rows, 6);
}

void TestRead::throwingJobIsAnError() {
    const auto thrown = m_vault.wait(m_vault.notes().read([](Reader& reader) -> Result<> {
        return reader.query("SELECT 1", {}, [](const Row&) -> bool { throw 1; });
    }));
    COMPARE_KEY(thrown, "store.exception");
    QVERIFY(m_vault.count().has_value());
}

void TestRead::readsInParallel() {
    // Both must be inside at once: with one connection the first would wait for ever.
    std::latch both{2};
    const auto meet = [&both](Reader& reader) -> Result<std::int64_t> {
        both.arrive_and_wait();
        return countNotes(reader);
    };
    auto first = m_vault.begin(m_vault.notes().read(meet));
    auto second = m_vault.begin(m_vault.notes().read(meet));
    QCOMPARE(*Vault::finish(first), *Vault::finish(second));
}

QTEST_GUILESS_MAIN(TestRead)
#include "tst_read.moc"
