// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "auth_world.h"

#include "domain/known_devices.h"

#include <kosh/auth/invitation.h>
#include <kosh/crypto/hash.h>

using namespace kosh;
using namespace kosh::auth;
using namespace kosh::auth::test;
using namespace std::chrono_literals;

namespace {

const Hash256 kCertificate = crypto::sha256(asBytes("a certificate"));

/// Somebody unknown who has proven to hold this certificate.
ops::Context showing(const Hash256& certificate) {
    ops::Context context;
    context.session = certificateSession(certificate);
    context.address = "192.0.2.1";
    return context;
}

}  // namespace

class AuthAccessTest : public QObject {
    Q_OBJECT

private slots:
    void nothingIsKnownWhileLocked() {
        Gate gate;
        QCOMPARE(keyOf(gate.authenticate("kosh_x")), std::string("vault.locked"));
        QCOMPARE(keyOf(gate.authenticateDevice(kCertificate)), std::string("vault.locked"));
        QVERIFY(!gate.hasOwner());
        World w;
        w.rig.stop();
        QCOMPARE(keyOf(w.gate.authenticate("kosh_x")), std::string("vault.locked"));
    }

    void aKeyDoesWhatItSaysAndNoMore() {
        World w;
        w.add("asha", Role::member);
        CreateApiKey request{"script", {"ledger:read", "trade:read"}, 0, {}};
        const auto made = w.rig.call(request, w.asUser("asha")).value();
        const auto identity = w.identify(made.secret.text()).value();
        QVERIFY(identity.principal->subject == cat("key:", made.key.keyId.toString()));
        QVERIFY(identity.principal->has("ledger:read"));
        for (const auto* scope : {"ledger:write", "auth:self", "auth:manage", "*"}) {
            QVERIFY2(!identity.principal->has(scope), scope);
        }
        QVERIFY(made.secret.text().starts_with(made.key.prefix));
        QCOMPARE(keyOf(w.identify(cat(made.secret.text(), "x"))), std::string("auth.key"));
        QCOMPARE(keyOf(w.rig.call(CreateApiKey{"more", {"ledger:read"}, 0, {}},
                                  w.as(made.secret.text()))),
                 std::string("ops.forbidden"));
    }

    void aKeyCannotHaveWhatItsMakerOrUserHasNot() {
        World w;
        w.add("owner", Role::owner);
        const auto viewer = w.add("viewer", Role::viewer);
        const auto create = [](std::string scope, std::optional<Id> user = {}) {
            return CreateApiKey{"x", {"ledger:read", std::move(scope)}, 0, user};
        };
        for (const auto* scope :
             {"ledger:write", "wallet:send", "auth:self", "auth:manage", "*", "vault:manage"}) {
            const auto refused = w.rig.call(create(scope), w.asUser("viewer"));
            QCOMPARE(keyOf(refused), std::string("auth.scope"));
            QCOMPARE(refused.error().details.at("field"), std::string("scopes[1]"));
        }
        QVERIFY(w.rig.call(create("vault:manage"), w.asUser("owner")));
        QCOMPARE(keyOf(w.rig.call(create("*"), w.asUser("owner"))), std::string("auth.scope"));
        QCOMPARE(keyOf(w.rig.call(create("wallet:send", viewer.userId), w.asUser("owner"))),
                 std::string("auth.scope"));
        QCOMPARE(keyOf(w.rig.call(CreateApiKey{"x", {}, 0, {}}, w.asUser("owner"))),
                 std::string("auth.scope"));
        QCOMPARE(keyOf(w.rig.call(create("trade:read"))), std::string("auth.user_needed"));
    }

    void aKeyShrinksWithItsUser() {
        World w;
        w.add("owner", Role::owner);
        const auto user = w.add("asha", Role::member);
        CreateApiKey request{"script", {"ledger:read", "ledger:write"}, 0, {}};
        const auto made = w.rig.call(request, w.asUser("asha")).value();
        QVERIFY(w.identify(made.secret.text())->principal->has("ledger:write"));
        QVERIFY(w.rig.call(SetRole{user.userId, Role::viewer}));
        QVERIFY(!w.identify(made.secret.text())->principal->has("ledger:write"));
        QVERIFY(w.identify(made.secret.text())->principal->has("ledger:read"));
        QVERIFY(w.rig.call(DisableUser{user.userId, true}));
        QCOMPARE(keyOf(w.identify(made.secret.text())), std::string("auth.revoked"));
    }

    void aServiceWorksWithKeysOnly() {
        World w;
        w.add("owner", Role::owner);
        const auto machine = w.add("machine", Role::service);
        CreateApiKey request{"ci", {"ledger:write"}, 30, machine.userId};
        const auto made = w.rig.call(request).value();
        QCOMPARE(w.identify(made.secret.text())->role, std::string("service"));
        w.rig.clock.advance(24h * 30 - 1s);
        QVERIFY(w.identify(made.secret.text()));
        w.rig.clock.advance(1s);
        QCOMPARE(keyOf(w.identify(made.secret.text())), std::string("auth.key"));
        QCOMPARE(keyOf(w.rig.call(InviteDevice{"x", machine.userId})), std::string("auth.role"));
        QCOMPARE(keyOf(w.rig.call(SetRole{machine.userId, Role::owner})), std::string("auth.role"));
    }

    void useIsShownAndKeysEnd() {
        World w;
        w.add("asha", Role::member);
        const auto tokens = w.signIn("asha").value();
        CreateApiKey request{"script", {"ledger:read"}, 0, {}};
        const auto made = w.rig.call(request, w.as(tokens)).value();
        QVERIFY(!w.rig.call(ListApiKeys{}, w.as(tokens))->keys.front().lastUsedAt);
        QVERIFY(w.identify(made.secret.text()));
        const auto usedAt = w.rig.clock.now();
        w.rig.restart();
        const auto listed = w.rig.call(ListApiKeys{}, w.as(tokens))->keys;
        QVERIFY(listed.front().lastUsedAt == usedAt);
        QVERIFY(w.identify(made.secret.text()));
        w.add("ravi", Role::viewer);
        QCOMPARE(keyOf(w.rig.call(RevokeApiKey{made.key.keyId}, w.asUser("ravi"))),
                 std::string("auth.unknown_key"));
        QVERIFY(w.rig.call(RevokeApiKey{made.key.keyId}, w.as(tokens)));
        QCOMPARE(keyOf(w.identify(made.secret.text())), std::string("auth.key"));
        w.rig.restart();
        QCOMPARE(keyOf(w.identify(made.secret.text())), std::string("auth.key"));
        QVERIFY(w.rig.call(ListApiKeys{}, w.as(tokens))->keys.empty());
    }

    void noSecretIsStored() {
        World w;
        w.add("asha", Role::member);
        const auto tokens = w.signIn("asha").value();
        CreateApiKey request{"script", {"ledger:read"}, 0, {}};
        const auto made = w.rig.call(request, w.as(tokens)).value();
        const auto hash = crypto::sha256(asBytes(made.secret.text()));
        const auto count =
            w.rig.core.run(w.rig.vault.store().database("auth").read([hash](store::Reader& reader) {
                return reader.first("SELECT COUNT(*) FROM auth_key WHERE hash = :hash",
                                    {{":hash", hash}},
                                    [](const store::Row& row) { return row.integer(0); });
            }));
        QCOMPARE(count->value(), std::int64_t{1});
    }

    void aDevicePairsOnceAndActsForItsUser() {
        World w;
        w.add("asha", Role::member);
        const auto invited = w.rig.call(InviteDevice{"laptop", {}}, w.asUser("asha")).value();
        QCOMPARE(keyOf(w.identifyDevice(kCertificate)), std::string("auth.unpaired"));
        QCOMPARE(keyOf(w.rig.call(PairDevice{World::secret("WRONG")}, showing(kCertificate))),
                 std::string("auth.invitation"));
        const auto device = w.rig.call(PairDevice{invited.code}, showing(kCertificate)).value();
        QCOMPARE(device.label, std::string("laptop"));
        const auto identity = w.identifyDevice(kCertificate).value();
        QCOMPARE(identity.principal->subject, cat("user:", device.userId.toString()));
        QCOMPARE(identity.sessionId, device.deviceId.toString());
        QCOMPARE(identity.role, std::string("member"));
        QCOMPARE(keyOf(w.rig.call(PairDevice{invited.code}, showing(Hash256{}))),
                 std::string("auth.invitation"));
        w.rig.restart();
        QVERIFY(w.identifyDevice(kCertificate));
        const auto again = w.rig.call(InviteDevice{"twice", {}}, w.asUser("asha")).value();
        QCOMPARE(keyOf(w.rig.call(PairDevice{again.code}, showing(kCertificate))),
                 std::string("auth.device_paired"));
        QVERIFY(w.rig.call(RevokeDevice{device.deviceId}, w.asUser("asha")));
        QCOMPARE(keyOf(w.identifyDevice(kCertificate)), std::string("auth.revoked"));
        w.rig.restart();
        QCOMPARE(keyOf(w.identifyDevice(kCertificate)), std::string("auth.revoked"));
        QVERIFY2(w.rig.call(PairDevice{again.code}, showing(kCertificate)),
                 "a refused pairing does not use the code up");
    }

    void pairingNeedsACertificateOfTheTransport() {
        World w;
        w.add("asha", Role::member);
        const auto invited = w.rig.call(InviteDevice{"laptop", {}}, w.asUser("asha")).value();
        const auto key = std::string("auth.certificate_needed");
        QCOMPARE(keyOf(w.rig.call(PairDevice{invited.code}, {})), key);
        QCOMPARE(keyOf(w.rig.call(PairDevice{invited.code})), key);
        QCOMPARE(keyOf(w.rig.call(PairDevice{invited.code}, w.asUser("asha"))), key);
        auto context = showing(kCertificate);
        context.session.pop_back();
        QCOMPARE(keyOf(w.rig.call(PairDevice{invited.code}, context)), key);
        QVERIFY(w.rig.call(PairDevice{invited.code}, showing(kCertificate)));
    }

    void pairedDevicesAreKnownWhileTheVaultIsLocked() {
        kosh::test::TempFolder folder;
        const auto file = folder.file("devices.json");
        const std::vector<KnownDevice> known{{Id{{1}}, Id{{2}}, kCertificate, Role::owner},
                                             {Id{{3}}, Id{{2}}, Hash256{}, Role::viewer}};
        {
            Gate gate(file);
            QCOMPARE(keyOf(gate.authenticateDevice(kCertificate)), std::string("vault.locked"));
            QVERIFY(!gate.hasOwner());
            QVERIFY(gate.remember({known.back()}));
            QVERIFY(!gate.hasOwner());
            QVERIFY(gate.remember(known));
            QVERIFY(gate.authenticateDevice(kCertificate)->principal->has("vault:unlock"));
        }
        Gate gate(file);
        const auto identity = gate.authenticateDevice(kCertificate).value();
        QVERIFY(gate.hasOwner());
        QCOMPARE(identity.sessionId, known.front().deviceId.toString());
        QCOMPARE(identity.principal->subject, cat("user:", known.front().userId.toString()));
        QVERIFY(!gate.authenticateDevice(Hash256{})->principal->has("vault:unlock"));
        QCOMPARE(keyOf(gate.authenticateDevice(crypto::sha256(asBytes("other")))),
                 std::string("vault.locked"));
        QVERIFY(gate.remember({}));
        QCOMPARE(keyOf(Gate(file).authenticateDevice(kCertificate)), std::string("vault.locked"));
    }

    void lockingLeavesPairedDevicesKnown() {
        World w;
        w.add("owner", Role::owner);
        const auto invited = w.rig.call(InviteDevice{"laptop", {}}, w.asUser("owner")).value();
        const auto device = w.rig.call(PairDevice{invited.code}, showing(kCertificate)).value();
        w.rig.stop();
        QCOMPARE(w.identifyDevice(kCertificate)->sessionId, device.deviceId.toString());
        w.rig.restart();
        QVERIFY(w.rig.call(RevokeDevice{device.deviceId}));
        w.rig.stop();
        QCOMPARE(keyOf(w.identifyDevice(kCertificate)), std::string("vault.locked"));
    }

    void invitationsSayHowToReachTheNode() {
        World w;
        w.add("asha", Role::member);
        QVERIFY(!w.rig.call(InviteDevice{"laptop", {}}, w.asUser("asha"))->invitation);
        w.rig.core.call([&] { w.gate.announce({{"192.0.2.1:8443", "[::1]:1"}, kCertificate}); });
        const auto invited = w.rig.call(InviteDevice{"laptop", {}}, w.asUser("asha")).value();
        const auto read = Invitation::parse(invited.invitation->text()).value();
        QVERIFY((read.addresses == std::vector<std::string>{"192.0.2.1:8443", "[::1]:1"}));
        QCOMPARE(read.certificate, kCertificate);
        QVERIFY(read.code.text() == invited.code.text());
        QVERIFY(w.rig.call(PairDevice{read.code}, showing(kCertificate)));
    }

    void invitationTextsAreReadStrictly() {
        const Invitation whole{{"node.example:8443"},
                               kCertificate,
                               World::secret("ABCD-EFGH"),
                               Timestamp{1'800'000'000'000'000}};
        const std::string text(whole.toText().text());
        const auto keyFor = [](const std::string& given) {
            return keyOf(Invitation::parse(given));
        };
        QCOMPARE(keyFor(cat(" \n", text, "\r\n")), std::string("ok"));
        QVERIFY(Invitation::parse(text)->expiresAt == whole.expiresAt);
        const auto with = [&text](std::string_view part, std::string_view other) {
            auto changed = text;
            return changed.replace(changed.find(part), part.size(), other);
        };
        for (const auto& wrong :
             {std::string(), std::string("kosh:pair?"), text + "&", text + "&x=1", text + "&v=1",
              with("v=1", "v=2"), with("&c=ABCD-EFGH", ""), with("v=1&", ""), with(":8443", ""),
              with(":8443", ":0"), with(":8443", ":65536"), with("node.example", "a/b"),
              with("node.example", "[::1"), with("ABCD-EFGH", ""), with("ABCD", "AB CD"),
              with("e=18", "e=-18"), with("e=18", "e=018"), with("&f=", "&f=A"),
              text + std::string(3000, '1')}) {
            QCOMPARE(keyFor(wrong), std::string("auth.invitation_text"));
        }
    }

    void invitationsExpire() {
        World w;
        w.add("asha", Role::member);
        const auto invited = w.rig.call(InviteDevice{"laptop", {}}, w.asUser("asha")).value();
        w.rig.clock.advance(15min);
        QCOMPARE(keyOf(w.rig.call(PairDevice{invited.code}, showing(kCertificate))),
                 std::string("auth.invitation"));
    }

    void aCertificateIsNoToken() {
        World w;
        w.add("asha", Role::member);
        const auto invited = w.rig.call(InviteDevice{"laptop", {}}, w.asUser("asha")).value();
        QVERIFY(
            w.rig.call(PairDevice{invited.code}, showing(crypto::sha256(asBytes("kosh_guess")))));
        QVERIFY(w.identifyDevice(crypto::sha256(asBytes("kosh_guess"))));
        QCOMPARE(keyOf(w.identify("kosh_guess")), std::string("auth.key"));
    }
};

QTEST_GUILESS_MAIN(AuthAccessTest)
#include "tst_auth_access.moc"
