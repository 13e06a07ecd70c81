// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "auth_world.h"

using namespace kosh;
using namespace kosh::auth;
using namespace kosh::auth::test;
using namespace std::chrono_literals;

class AuthSessionsTest : public QObject {
    Q_OBJECT

private slots:
    void everyWrongSignInHasOneAnswer() {
        World w;
        w.add("asha", Role::member);
        w.add("machine", Role::service);
        QVERIFY(w.rig.call(DisableUser{w.add("gone", Role::member).userId, true}));
        const auto wrong = w.signIn("asha", "not the one");
        QVERIFY(!wrong && wrong.error().kind == ErrorKind::unauthenticated);
        for (const auto* name : {"nobody", "gone", "machine", "not a name", ""}) {
            QCOMPARE(w.signIn(name).error(), wrong.error());
        }
        QCOMPARE(w.signIn("asha", std::string(5000, 'x')).error(), wrong.error());
    }

    void guessingIsSlowedByUserAndByAddress() {
        World w;
        w.add("asha", Role::member);
        w.add("ravi", Role::member);
        for (int i = 0; i < 5; ++i) {
            const auto from = cat("198.51.100.", i);
            QCOMPARE(keyOf(w.signIn("asha", "wrong", {}, from)), std::string("auth.credentials"));
        }
        const auto refused = w.signIn("asha", kPassword, {}, "198.51.100.77");
        QCOMPARE(keyOf(refused), std::string("auth.wait"));
        QCOMPARE(refused.error().details.at("retryAfterMs"), std::string("1000"));
        QVERIFY2(w.signIn("ravi", kPassword, {}, "198.51.100.77"), "others are not held up");
        w.rig.clock.advance(1s);
        QVERIFY(w.signIn("asha", kPassword, {}, "198.51.100.77"));
        for (int i = 0; i < 30; ++i) {
            QCOMPARE(keyOf(w.signIn(cat("guess", i), "wrong", {}, "203.0.113.9")),
                     std::string("auth.credentials"));
        }
        QCOMPARE(keyOf(w.signIn("asha", kPassword, {}, "203.0.113.9")), std::string("auth.wait"));
        QVERIFY(w.signIn("asha", kPassword, {}, "203.0.113.10"));
    }

    void refreshTokensRotate() {
        World w;
        w.add("asha", Role::member);
        const auto first = w.signIn("asha").value();
        const auto second = w.refresh(first).value();
        QVERIFY(second.refreshToken.text() != first.refreshToken.text());
        QVERIFY(second.accessToken.text() != first.accessToken.text());
        QCOMPARE(second.sessionId, first.sessionId);
        QVERIFY(w.identify(second.accessToken.text()));
        QVERIFY(w.refresh(second));
    }

    void refreshReuseKillsTheFamily() {
        World w;
        w.add("asha", Role::member);
        const auto other = w.signIn("asha").value();
        const auto first = w.signIn("asha").value();
        const auto second = w.refresh(first).value();
        const auto third = w.refresh(second).value();
        QCOMPARE(keyOf(w.refresh(first)), std::string("auth.refresh_reused"));
        for (const auto& tokens : {first, second, third}) {
            QCOMPARE(keyOf(w.identify(tokens.accessToken.text())), std::string("auth.revoked"));
            QVERIFY(!w.refresh(tokens));
        }
        QVERIFY2(w.refresh(other), "another sign-in is another family");
        const auto ended = w.rig.eventsOf("auth.access_ended");
        QCOMPARE(ended.size(), std::size_t{1});
        w.rig.restart();
        QCOMPARE(keyOf(w.identify(third.accessToken.text())), std::string("auth.revoked"));
    }

    void sessionsSurviveARestartAndEnd() {
        World w;
        w.add("asha", Role::member);
        const auto tokens = w.signIn("asha").value();
        w.rig.restart();
        QVERIFY(w.identify(tokens.accessToken.text()));
        w.rig.clock.advance(15min);
        QCOMPARE(keyOf(w.identify(tokens.accessToken.text())), std::string("auth.token_expired"));
        const auto next = w.refresh(tokens).value();
        QVERIFY(w.identify(next.accessToken.text()));
        w.rig.clock.advance(24h * 15);
        QCOMPARE(keyOf(w.refresh(next)), std::string("auth.token_expired"));
    }

    void sessionsEndAfterTheirLifeHoweverOftenRefreshed() {
        World w;
        w.add("asha", Role::member);
        auto tokens = w.signIn("asha").value();
        for (int day = 0; day < 60; day += 10) {
            if (auto next = w.refresh(tokens)) tokens = *std::move(next);
            w.rig.clock.advance(24h * 10);
        }
        QCOMPARE(keyOf(w.refresh(tokens)), std::string("auth.token_expired"));
    }

    void peopleSeeAndEndTheirOwnSessionsOnly() {
        World w;
        w.add("owner", Role::owner);
        w.add("asha", Role::member);
        w.add("ravi", Role::viewer);
        const auto asha = w.signIn("asha").value();
        const auto ravi = w.signIn("ravi").value();
        const auto mine = w.rig.call(ListSessions{}, w.as(asha)).value().sessions;
        QCOMPARE(mine.size(), std::size_t{1});
        QVERIFY(mine.front().isThisOne && mine.front().address == "192.0.2.1");
        ListSessions others{ravi.userId};
        QCOMPARE(keyOf(w.rig.call(others, w.as(asha))), std::string("ops.forbidden"));
        QCOMPARE(keyOf(w.rig.call(RevokeSession{ravi.sessionId}, w.as(asha))),
                 std::string("auth.unknown_session"));
        QVERIFY(w.identify(ravi.accessToken.text()));
        QVERIFY(w.rig.call(RevokeSession{ravi.sessionId}, w.asUser("owner")));
        QCOMPARE(keyOf(w.identify(ravi.accessToken.text())), std::string("auth.revoked"));
        QVERIFY(w.rig.call(SignOut{}, w.as(asha)));
        QCOMPARE(keyOf(w.identify(asha.accessToken.text())), std::string("auth.revoked"));
        QCOMPARE(keyOf(w.rig.call(SignOut{})), std::string("auth.no_session"));
    }

    void meSaysWhoAsks() {
        World w;
        w.add("asha", Role::accountant);
        const auto me = w.rig.call(Me{}, w.asUser("asha")).value();
        QCOMPARE(me.name, std::string("asha"));
        QVERIFY(me.role == Role::accountant && me.subject.starts_with("user:"));
        QVERIFY(std::ranges::count(me.scopes, std::string("audit:read")) == 1);
        QCOMPARE(w.rig.call(Me{})->subject, std::string("owner"));
        QCOMPARE(keyOf(w.rig.call(Me{}, {})), std::string("auth.nobody"));
    }
};

QTEST_GUILESS_MAIN(AuthSessionsTest)
#include "tst_auth_sessions.moc"
