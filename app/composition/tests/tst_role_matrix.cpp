// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Every declared operation tried by every role, through the dispatcher.
#include "domain/roles.h"

#include <kosh/app/engine.h>
#include <kosh/ops/nodes.h>
#include <kosh/test/fakes.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::auth;

namespace {

/// What the roles mean, said without the table: who reads changes nothing, who works neither runs
/// the node nor takes keys away from it.
bool mayCall(Role role, const ops::Info& info) {
    if (info.scope.empty() || role == Role::owner) return true;
    if (info.scope == "auth:self") return role != Role::service;
    if (info.scope == "audit:read") return role == Role::accountant;
    if (info.scope.ends_with(":read")) return true;
    if (role == Role::viewer || role == Role::accountant) return false;
    if (info.scope == "token:manage") return role == Role::member;
    return info.scope.ends_with(":write") || info.scope.ends_with(":send") ||
           info.scope.ends_with(":execute");
}

struct Fixture {
    test::FakeClock clock;
    test::TestObserver observing{clock};
    ops::Dispatcher dispatcher{clock, observing.observer()};
    test::CoreLoop core;

    Fixture() { dispatcher.declare(app::allOperations()); }

    /// What stands in the way; a call that is let in ends at the handler that is not there.
    std::string outcome(const ops::OperationType& type,
                        std::shared_ptr<const ops::Principal> principal) {
        const auto request = type.makeRequest();
        const auto response = type.makeResponse();
        ops::Context context;
        context.principal = std::move(principal);
        const auto done =
            core.run(dispatcher.dispatch(type, request.get(), response.get(), context));
        return done ? "ok" : done.error().key;
    }
};

std::shared_ptr<const ops::Principal> inRole(Role role) {
    return std::make_shared<const ops::Principal>(ops::Principal{"user:x", scopesOf(role)});
}

}  // namespace

class RoleMatrixTest : public QObject {
    Q_OBJECT

private slots:
    void everyRoleDoesWhatItMayAndNoMore() {
        Fixture f;
        std::size_t pairs = 0;
        for (const auto* type : f.dispatcher.declared()) {
            for (const auto& [role, name] : enumNames(Role())) {
                const auto expected = mayCall(role, type->info) ? "vault.locked" : "ops.forbidden";
                const auto outcome = f.outcome(*type, inRole(role));
                QVERIFY2(outcome == expected,
                         cat(name, " × ", type->info.name, " (", type->info.scope, "): ", outcome)
                             .c_str());
                ++pairs;
            }
        }
        qInfo("%zu pairs", pairs);
        QVERIFY(pairs > 500);
    }

    void nobodySignedInReachesOnlyWhatIsOpen() {
        Fixture f;
        for (const auto* type : f.dispatcher.declared()) {
            const auto expected = type->info.scope.empty() ? "vault.locked" : "ops.unauthenticated";
            QCOMPARE(f.outcome(*type, nullptr), std::string(expected));
        }
    }

    void whatIsOpenIsKnown() {
        Fixture f;
        std::vector<std::string> open;
        for (const auto* type : f.dispatcher.declared()) {
            if (type->info.scope.empty()) open.emplace_back(type->info.name);
        }
        std::ranges::sort(open);
        const std::vector<std::string> expected{"auth.claim_owner",
                                                "auth.jwks",
                                                "auth.me",
                                                "auth.oidc_begin",
                                                "auth.oidc_sign_in",
                                                "auth.pair_device",
                                                "auth.passkey_challenge",
                                                "auth.passkey_sign_in",
                                                "auth.provider",
                                                "auth.refresh",
                                                "auth.sign_in",
                                                "vault.status"};
        QVERIFY2(std::ranges::includes(open, expected), "the sign-in needs no sign-in");
        for (const auto& name : open) {
            const bool isKnown = std::ranges::count(expected, name) == 1;
            const bool isQuery = f.dispatcher.find(name)->info.kind == ops::Kind::query;
            QVERIFY2(isKnown || isQuery, cat(name, " is a command that anybody may give").c_str());
        }
    }

    void readScopesChangeNothingOfAnybodys() {
        Fixture f;
        // What it finds on the chain is kept, as the next question would find it again.
        const std::vector<std::string_view> known{"token.inspect"};
        for (const auto* type : f.dispatcher.declared()) {
            const auto& info = type->info;
            if (info.kind == ops::Kind::query || !info.scope.ends_with(":read")) continue;
            QVERIFY2(std::ranges::count(known, info.name) == 1, std::string(info.name).c_str());
        }
    }

    void noRowOfTheTableIsIdle() {
        Fixture f;
        for (const auto& [role, name] : enumNames(Role())) {
            if (role == Role::owner) continue;
            for (const auto& scope : scopesOf(role)) {
                const auto declared = f.dispatcher.declared();
                const bool isUsed = std::ranges::any_of(
                    declared, [&](const auto* type) { return type->info.scope == scope; });
                QVERIFY2(isUsed, cat("no operation asks for ", scope).c_str());
            }
        }
    }
};

QTEST_GUILESS_MAIN(RoleMatrixTest)
#include "tst_role_matrix.moc"
