// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/backoff.h"
#include "domain/credential.h"
#include "domain/one_time.h"
#include "domain/password.h"
#include "domain/roles.h"

#include <kosh/crypto/otp.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::auth;
using namespace std::chrono_literals;

class AuthRulesTest : public QObject {
    Q_OBJECT

private slots:
    void readersReadAndDoersDo() {
        for (const auto role : {Role::viewer, Role::accountant}) {
            for (const auto& scope : scopesOf(role)) {
                QVERIFY2(scope.ends_with(":read") || scope == "auth:self", scope.c_str());
            }
        }
        QVERIFY(scopesOf(Role::member).contains("wallet:send"));
        for (const auto role : {Role::member, Role::accountant, Role::viewer, Role::service}) {
            for (const auto* scope :
                 {"auth:manage", "vault:manage", "vault:unlock", "wallet:export", "wallet:manage",
                  "chain:manage", "events:manage", "*", "a:scope_nobody_declared"}) {
                QVERIFY2(!ops::Principal({{}, scopesOf(role)}).has(scope), scope);
            }
        }
        QVERIFY(!scopesOf(Role::service).contains("auth:self"));
        QVERIFY(ops::Principal({{}, scopesOf(Role::owner)}).has("a:scope_nobody_declared"));
    }

    void nobodyCoversMoreThanTheyHave() {
        const ops::Principal member{"user:m", scopesOf(Role::member)};
        QVERIFY(covers(member, Role::viewer));
        QVERIFY(covers(member, Role::member));
        QVERIFY(!covers(member, Role::accountant));
        QVERIFY(!covers(member, Role::owner));
        // Every scope by name is still not all of them.
        ops::Principal many{"user:x", scopesOf(Role::member)};
        many.scopes.insert("auth:manage");
        QVERIFY(!covers(many, Role::owner));
        QVERIFY(covers(*ops::ownerPrincipal(), Role::owner));
    }

    void keysNeverHoldAuthNorAll() {
        QVERIFY(isKeyScope("ledger:read"));
        for (const auto* scope : {"auth:manage", "auth:self", "*", "", "ledger", "a:b c",
                                  "ledger:read\nx", "LEDGER:READ"}) {
            QVERIFY2(!isKeyScope(scope), scope);
        }
    }

    void weakPasswordsAreRefused_data() {
        QTest::addColumn<QString>("password");
        for (const auto* weak :
             {"short", "password123456", "P@ssw0rd2024", "qwertyuiop123", "aaaaaaaaaaaaaaaa",
              "1234567890123", "abcdefghijklm", "meera2024meera", "letmeinletmein", "admin12345678",
              "Sunshine19842020", "zxcvbnm,asdfghjkl"}) {
            QTest::newRow(weak) << weak;
        }
    }
    void weakPasswordsAreRefused() {
        QFETCH(QString, password);
        const auto text = password.toStdString();
        const auto checked = checkPassword(text, "meera", "password");
        QVERIFY(!checked);
        QCOMPARE(checked.error().key, std::string("auth.password_weak"));
        QCOMPARE(checked.error().details.at("field"), std::string("password"));
    }

    void goodPasswordsAreTaken() {
        for (const auto* good : {"correct horse battery staple", "nine purple herons",
                                 "xK4#vQ9z!m2L", "मेरा लंबा वाक्य यहाँ"}) {
            QVERIFY2(checkPassword(good, "meera", "password"), good);
        }
        QVERIFY(!checkPassword(std::string(2000, 'k'), "meera", "password"));
    }

    void waitingDoublesAndIsForgotten() {
        Backoff backoff(3);
        auto now = std::chrono::steady_clock::time_point() + 24h;
        for (int i = 0; i < 3; ++i) QVERIFY(backoff.begin("k", now));
        for (const auto pause : {1s, 2s, 4s, 8s}) {
            const auto refused = backoff.begin("k", now + pause - 1ms);
            QVERIFY(!refused && refused.error().kind == ErrorKind::rate_limited);
            QCOMPARE(refused.error().details.at("retryAfterMs"), std::string("1"));
            now += pause;
            QVERIFY(backoff.begin("k", now));
        }
        for (int i = 0; i < 40; ++i) {
            now += Backoff::kLongest;
            QVERIFY2(backoff.begin("k", now), "never longer than the longest pause");
        }
        QVERIFY(!backoff.begin("k", now + Backoff::kLongest - 1s));
        QVERIFY(backoff.begin("other", now));
        now += 1h + 1s;
        for (int i = 0; i < 3; ++i) QVERIFY(backoff.begin("k", now));
        QVERIFY(!backoff.begin("k", now));
        backoff.forget("k");
        QVERIFY(backoff.begin("k", now));
    }

    void guessersDoNotFillTheMemory() {
        Backoff backoff(1);
        auto now = std::chrono::steady_clock::time_point() + 24h;
        for (std::size_t i = 0; i < Backoff::kMostKeys + 10; ++i) {
            now += 1ms;
            QVERIFY(backoff.begin(std::to_string(i), now));
        }
        QVERIFY2(!backoff.begin(std::to_string(Backoff::kMostKeys + 9), now), "the newest stays");
        QVERIFY2(backoff.begin("0", now), "the oldest went");
    }

    void namesAndLabels() {
        QCOMPARE(*normalisedName("Meera.K@Home"), std::string("meera.k@home"));
        for (const auto* bad : {"", "a", "two words", "x\n", "émile"}) {
            QVERIFY2(!normalisedName(bad), bad);
        }
        QVERIFY(!normalisedName(std::string(65, 'a')));
        QVERIFY(!checkLabel("", false) && checkLabel("", true) && checkLabel("Phone", false));
        QVERIFY(!checkLabel("a\nb", true));
        std::string hindi;
        for (int i = 0; i < 64; ++i) hindi += "\u0915";
        QVERIFY(checkLabel(hindi, false));
        QVERIFY(!checkLabel(hindi + "\u0915", false));
    }

    void codesAreReadAsPeopleTypeThem() {
        SystemRandom random;
        const auto code = newCode(random);
        QCOMPARE(code.text().size(), std::size_t{19});
        std::string typed(code.text());
        std::erase(typed, '-');
        for (auto& c : typed) c = static_cast<char>(std::tolower(c));
        QCOMPARE(codeHash(typed + ' '), codeHash(code.text()));
        QVERIFY(codeHash("ABCD") != codeHash("ABCE"));
    }

    void oneTimePasswordsAreGoodOnce() {
        const Bytes key(20, 7);
        const Timestamp now{1'767'225'600'000'000};
        const auto counter = crypto::totpCounter(now);
        for (const std::int64_t step : {-1, 0, 1}) {
            const auto code = crypto::hotp(key, counter + static_cast<std::uint64_t>(step));
            QCOMPARE(otpCounterOf(key, code, now, 0), counter + static_cast<std::uint64_t>(step));
        }
        const auto used = static_cast<std::int64_t>(counter);
        QVERIFY(!otpCounterOf(key, crypto::hotp(key, counter), now, used));
        QVERIFY(!otpCounterOf(key, crypto::hotp(key, counter - 1), now, used));
        QVERIFY(otpCounterOf(key, crypto::hotp(key, counter + 1), now, used));
        QVERIFY(!otpCounterOf(key, crypto::hotp(key, counter + 2), now, 0));
        QVERIFY(!otpCounterOf(key, "", now, 0));
    }
};

QTEST_APPLESS_MAIN(AuthRulesTest)
#include "tst_auth_rules.moc"
