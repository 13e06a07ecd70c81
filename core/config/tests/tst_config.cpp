// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/config/config.h>

#include <QtTest>

using namespace kosh;

namespace {

enum class Level : std::uint8_t { info, error };
constexpr auto enumNames(Level) {
    return std::array{std::pair{Level::info, "info"}, std::pair{Level::error, "error"}};
}

struct Limits {
    std::int64_t maxBody = 1024;
    std::vector<std::string> allowedOrigins;
    static constexpr auto fields() {
        return std::tuple{json::optional("maxBody", &Limits::maxBody, "bytes", 1, 4096),
                          json::optional("allowedOrigins", &Limits::allowedOrigins, "origins")};
    }
};
struct Settings {
    std::string profile = "default";
    Level logLevel = Level::info;
    bool isOpen = false;
    SharedSecret token;
    Limits limits;
    static constexpr auto fields() {
        return std::tuple{json::optional("profile", &Settings::profile, "which vault"),
                          json::optional("logLevel", &Settings::logLevel, "what is logged"),
                          json::optional("isOpen", &Settings::isOpen, "whether it is open"),
                          json::optional("token", &Settings::token, "opens everything"),
                          json::optional("limits", &Settings::limits, "limits")};
    }
};

config::Sources fileOf(std::string text) {
    return {"koshd.toml", std::move(text), "KOSHD_", {}, {}};
}

}  // namespace

class ConfigTest : public QObject {
    Q_OBJECT

private slots:
    void defaultsWithoutAnySource() {
        const auto settings = config::load<Settings>({}).value();
        QCOMPARE(settings.profile, std::string("default"));
        QCOMPARE(settings.limits.maxBody, std::int64_t{1024});
    }

    void flagsBeforeEnvironmentBeforeFile() {
        auto sources = fileOf(
            "profile = \"file\"\nlog-level = \"error\"\nis-open = true\n"
            "[limits]\nmax-body = 7\nallowed-origins = [\"a\", \"b\"]\n");
        sources.environment = {
            {"KOSHD_PROFILE", "environment"}, {"KOSHD_LIMITS_MAX_BODY", "8"}, {"PATH", "/bin"}};
        sources.flags = {{"limits-max-body", "9"}, {"is-open", "false"}};
        const auto settings = config::load<Settings>(sources).value();
        QCOMPARE(settings.profile, std::string("environment"));
        QVERIFY(settings.logLevel == Level::error);
        QCOMPARE(settings.limits.maxBody, std::int64_t{9});
        QCOMPARE(settings.limits.allowedOrigins, (std::vector<std::string>{"a", "b"}));
        QVERIFY(!settings.isOpen);
        sources.flags = {{"limits-allowed-origins", "x,y,z"}};
        QCOMPARE(config::load<Settings>(sources).value().limits.allowedOrigins.size(),
                 std::size_t{3});
    }

    void whatIsWrongIsToldWithItsPlace_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("flag");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("message");
        QTest::newRow("unknown key") << "\n[limits]\nmax-bodies = 1\n"
                                     << "" << ""
                                     << "config.unknown"
                                     << "koshd.toml line 3: there is no setting "
                                        "limits.max-bodies; known: allowed-origins, max-body";
        QTest::newRow("unknown table") << "[limit]\n"
                                       << "" << "" << "config.unknown"
                                       << "koshd.toml line 1";
        QTest::newRow("syntax") << "profile = \n"
                                << "" << "" << "config.syntax"
                                << "koshd.toml line 1";
        QTest::newRow("a value for a table") << "limits = 3\n"
                                             << "" << "" << "config.type"
                                             << "limits is a table";
        QTest::newRow("a date") << "profile = 2026-01-01\n"
                                << "" << "" << "config.type"
                                << "koshd.toml line 1";
        QTest::newRow("wrong type in the file") << "profile = 3\n"
                                                << "" << "" << "codec.type"
                                                << "koshd.toml line 1: field \"profile\"";
        QTest::newRow("out of range in the file") << "[limits]\nmax-body = 0\n"
                                                  << "" << ""
                                                  << "codec.range" << "koshd.toml line 2";
        QTest::newRow("no such choice") << "log-level = \"loud\"\n"
                                        << "" << "" << "codec.choice"
                                        << "koshd.toml line 1";
        QTest::newRow("element") << "[limits]\nallowed-origins = [1]\n"
                                 << "" << "" << "codec.type"
                                 << "koshd.toml line 2";
        QTest::newRow("unknown variable") << "" << "KOSHD_PROFIL" << "" << "config.unknown"
                                          << "there is no setting KOSHD_PROFIL";
        QTest::newRow("unknown flag") << "" << "" << "profil" << "config.unknown"
                                      << "command line: there is no setting --profil";
        QTest::newRow("wrong variable") << "" << "KOSHD_IS_OPEN" << "" << "codec.type"
                                        << "environment KOSHD_IS_OPEN";
        QTest::newRow("wrong flag") << "" << "" << "limits-max-body" << "codec.type"
                                    << "--limits-max-body";
    }
    void whatIsWrongIsToldWithItsPlace() {
        QFETCH(QString, file);
        QFETCH(QString, variable);
        QFETCH(QString, flag);
        auto sources = fileOf(file.toStdString());
        if (!variable.isEmpty()) sources.environment[variable.toStdString()] = "many";
        if (!flag.isEmpty()) sources.flags = {{flag.toStdString(), "many"}};
        const auto settings = config::load<Settings>(sources);
        QVERIFY(!settings);
        QTEST(QString::fromStdString(settings.error().key), "key");
        QFETCH(QString, message);
        const auto told = QString::fromStdString(settings.error().message);
        QVERIFY2(told.contains(message), qPrintable(told));
    }

    void aSecretIsNoFlag() {
        auto sources = fileOf("token = \"from the file\"\n");
        QCOMPARE(config::load<Settings>(sources).value().token.text(),
                 std::string_view("from the file"));
        sources.environment = {{"KOSHD_TOKEN", "from outside"}};
        QCOMPARE(config::load<Settings>(sources).value().token.text(),
                 std::string_view("from outside"));
        sources.flags = {{"token", "seen by everybody"}};
        const auto refused = config::load<Settings>(sources);
        QCOMPARE(refused.error().key, std::string("config.secret"));
        QVERIFY(refused.error().message.find("seen by everybody") == std::string::npos);
    }

    void settingsForHelp() {
        const auto all = config::settingsOf(json::schemaOf<Settings>());
        QCOMPARE(all.size(), std::size_t{6});
        QCOMPARE(all[4].path, std::string("limits.max-body"));
        QCOMPARE(all[4].flag, std::string("limits-max-body"));
        QCOMPARE(all[4].doc, std::string("bytes"));
    }
};

QTEST_APPLESS_MAIN(ConfigTest)
#include "tst_config.moc"
