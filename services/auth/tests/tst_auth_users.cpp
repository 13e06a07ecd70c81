// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "auth_world.h"

using namespace kosh;
using namespace kosh::auth;
using namespace kosh::auth::test;
using namespace std::chrono_literals;

namespace {

ops::Context network() {
    ops::Context context;
    context.address = "192.0.2.7";
    return context;
}

ClaimOwner claim(const SharedSecret& code, std::string password = kPassword) {
    return {code, World::secret(password), "Meera"};
}

}  // namespace

class AuthUsersTest : public QObject {
    Q_OBJECT

private slots:
    void firstOwnerClaimsWithTheCodeOnce() {
        World w;
        QVERIFY(!w.rig.core.call([&] { return w.gate.hasOwner(); }));
        const auto shown = w.rig.call(SetupCode{}).value();
        QCOMPARE(w.rig.call(SetupCode{})->code.text(), shown.code.text());
        QCOMPARE(keyOf(w.rig.call(claim(World::secret("ABCD-EFGH-IJKL-MNOP")), network())),
                 std::string("auth.setup_code"));
        QCOMPARE(keyOf(w.rig.call(claim(shown.code, "password123"), network())),
                 std::string("auth.password_weak"));
        const auto tokens = w.rig.call(claim(shown.code), network());
        QVERIFY2(tokens, keyOf(tokens).c_str());
        QCOMPARE(w.identify(tokens->accessToken.text())->role, std::string("owner"));
        QVERIFY(w.rig.core.call([&] { return w.gate.hasOwner(); }));
        QCOMPARE(keyOf(w.rig.call(claim(shown.code), network())), std::string("auth.owner_exists"));
        QCOMPARE(keyOf(w.rig.call(SetupCode{})), std::string("auth.owner_exists"));
    }

    void setupCodeIsForThisDeviceOnlyAndExpires() {
        World w;
        ops::Principal all{"user:x", {"*"}};
        QCOMPARE(keyOf(w.rig.call(SetupCode{}, somebody("user:x", all))),
                 std::string("auth.device_only"));
        const auto shown = w.rig.call(SetupCode{}).value();
        w.rig.clock.advance(61min);
        QCOMPARE(keyOf(w.rig.call(claim(shown.code), network())), std::string("auth.setup_code"));
        QVERIFY(w.rig.call(SetupCode{})->code.text() != shown.code.text());
    }

    void guessedSetupCodesEndIt() {
        World w;
        const auto shown = w.rig.call(SetupCode{}).value();
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(keyOf(w.rig.call(claim(World::secret("WRONG")), network())),
                     std::string("auth.setup_code"));
        }
        QCOMPARE(keyOf(w.rig.call(claim(shown.code), network())), std::string("auth.setup_code"));
    }

    void usersAreAddedAndListed() {
        World w;
        w.add("Zoya", Role::viewer);
        w.add("books", Role::service);
        const auto users = w.rig.call(ListUsers{})->users;
        QCOMPARE(users.size(), std::size_t{2});
        QCOMPARE(users.at(1).name, std::string("zoya"));
        QVERIFY(users.at(1).hasPassword && !users.at(0).hasPassword);
        AddUser twice{"ZOYA", Role::member, World::secret(kPassword)};
        QCOMPARE(keyOf(w.rig.call(twice)), std::string("auth.name_taken"));
        AddUser unnamed{"a b", Role::member, World::secret(kPassword)};
        QCOMPARE(keyOf(w.rig.call(unnamed)), std::string("auth.name"));
        AddUser none{"nopass", Role::member, {}};
        QCOMPARE(keyOf(w.rig.call(none)), std::string("auth.password_weak"));
    }

    void nobodyGivesAwayMoreThanTheyHave() {
        World w;
        const auto owner = w.add("owner", Role::owner);
        const auto viewer = w.add("viewer", Role::viewer);
        ops::Principal clerk{"", {"auth:manage", "auth:self"}};
        const auto context = somebody(cat("user:", viewer.userId.toString()), clerk);
        AddUser request{"mine", Role::owner, World::secret(kPassword)};
        QCOMPARE(keyOf(w.rig.call(request, context)), std::string("auth.role"));
        QCOMPARE(keyOf(w.rig.call(SetRole{viewer.userId, Role::owner}, context)),
                 std::string("auth.role"));
        QCOMPARE(keyOf(w.rig.call(SetRole{owner.userId, Role::viewer}, context)),
                 std::string("auth.role"));
        QCOMPARE(keyOf(w.rig.call(DisableUser{owner.userId, true}, context)),
                 std::string("auth.role"));
        QCOMPARE(keyOf(w.rig.call(
                     ResetPassword{owner.userId, World::secret("a longer phrase"), true}, context)),
                 std::string("auth.role"));
        CreateApiKey key{"x", {"ledger:read"}, 0, owner.userId};
        QCOMPARE(keyOf(w.rig.call(key, context)), std::string("auth.role"));
        InviteDevice device{"x", owner.userId};
        QCOMPARE(keyOf(w.rig.call(device, context)), std::string("auth.role"));
    }

    void theLastOwnerStays() {
        World w;
        const auto owner = w.add("owner", Role::owner);
        QCOMPARE(keyOf(w.rig.call(SetRole{owner.userId, Role::member})),
                 std::string("auth.last_owner"));
        QCOMPARE(keyOf(w.rig.call(DisableUser{owner.userId, true})),
                 std::string("auth.last_owner"));
        QVERIFY(w.signIn("owner"));
        w.add("second", Role::owner);
        QVERIFY(w.rig.call(SetRole{owner.userId, Role::member}));
    }

    void aChangedRoleCountsAtOnce() {
        World w;
        w.add("owner", Role::owner);
        const auto user = w.add("asha", Role::owner);
        const auto tokens = w.signIn("asha").value();
        QVERIFY(w.identify(tokens.accessToken.text()));
        QVERIFY(w.rig.call(SetRole{user.userId, Role::viewer}));
        QCOMPARE(keyOf(w.identify(tokens.accessToken.text())), std::string("auth.revoked"));
        QCOMPARE(keyOf(w.refresh(tokens)), std::string("auth.token"));
        QCOMPARE(w.identify(w.signIn("asha")->accessToken.text())->role, std::string("viewer"));
        QVERIFY(!w.rig.eventsOf("auth.access_ended").empty());
    }

    void aDisabledUserIsOutUntilLetIn() {
        World w;
        w.add("owner", Role::owner);
        const auto user = w.add("asha", Role::member);
        const auto tokens = w.signIn("asha").value();
        QVERIFY(w.rig.call(DisableUser{user.userId, true})->isDisabled);
        QCOMPARE(keyOf(w.identify(tokens.accessToken.text())), std::string("auth.revoked"));
        QCOMPARE(keyOf(w.signIn("asha")), std::string("auth.credentials"));
        QVERIFY(!w.rig.call(DisableUser{user.userId, false})->isDisabled);
        QVERIFY(w.signIn("asha"));
    }

    void passwordsAreChangedAndReset() {
        World w;
        const auto user = w.add("asha", Role::member);
        const auto here = w.signIn("asha").value();
        const auto there = w.signIn("asha").value();
        ChangePassword change{World::secret("wrong"), World::secret("quiet orange lanterns")};
        QCOMPARE(keyOf(w.rig.call(change, w.as(here))), std::string("auth.credentials"));
        change.password = World::secret(kPassword);
        QVERIFY(w.rig.call(change, w.as(here)));
        QVERIFY2(w.identify(here.accessToken.text()), "one's own session goes on");
        QCOMPARE(keyOf(w.identify(there.accessToken.text())), std::string("auth.revoked"));
        QCOMPARE(keyOf(w.signIn("asha")), std::string("auth.credentials"));
        QVERIFY(w.signIn("asha", "quiet orange lanterns"));
        QVERIFY(
            w.rig.call(ResetPassword{user.userId, World::secret("seven brass kettles"), false}));
        QCOMPARE(keyOf(w.identify(here.accessToken.text())), std::string("auth.revoked"));
        QVERIFY(w.signIn("asha", "seven brass kettles"));
        QCOMPARE(keyOf(w.rig.call(change)), std::string("auth.no_user"));
    }
};

QTEST_GUILESS_MAIN(AuthUsersTest)
#include "tst_auth_users.moc"
