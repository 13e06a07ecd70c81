// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "auth_world.h"
#include "software_authenticator.h"

using namespace kosh;
using namespace kosh::auth;
using namespace kosh::auth::test;
using namespace std::chrono_literals;

namespace {

const Site kSite{"https://node.example:8443", "node.example"};

std::string text(ByteView bytes) {
    return crypto::toBase64Url(bytes);
}

/// `asha` with a passkey.
struct Phone {
    World w;
    SoftwareAuthenticator key{PasskeyAlgorithm::es256};
    ops::Context asha;

    Phone() {
        w.add("owner", Role::owner);
        w.add("asha", Role::member);
        asha = w.asUser("asha");
        w.gate.setSite(kSite);
    }
    Result<Passkey> add(const ops::Context& context) {
        const auto begun = w.rig.call(PasskeyBegin{World::secret(kPassword), {}}, context).value();
        const auto challenge = crypto::fromBase64Url(begun.challenge).value();
        const auto made = key.create(kSite, challenge);
        return w.rig.call(PasskeyFinish{"phone", text(made.clientData), text(made.attestation)},
                          context);
    }
    PasskeySignIn answer() {
        const auto asked = w.rig.call(PasskeyChallenge{}, {}).value();
        const auto made = key.get(kSite, crypto::fromBase64Url(asked.challenge).value());
        return {text(key.credentialId), text(made.clientData), text(made.authData),
                text(made.signature), "phone"};
    }
    Result<Tokens> signIn(PasskeySignIn request) { return w.rig.call(std::move(request), {}); }
};

}  // namespace

class AuthPasskeysTest : public QObject {
    Q_OBJECT

private slots:
    void aPasskeySignsIn() {
        Phone p;
        QVERIFY(p.add(p.asha));
        const auto tokens = p.signIn(p.answer()).value();
        QCOMPARE(p.w.identify(tokens.accessToken.text())->role, std::string("member"));
        QVERIFY(p.w.rig.call(ListPasskeys{}, p.asha)->passkeys.front().lastUsedAt.has_value());
        p.w.rig.restart();
        QVERIFY(p.signIn(p.answer()));
    }

    void replayedWebauthnSignIn() {
        Phone p;
        QVERIFY(p.add(p.asha));
        const auto used = p.answer();
        QVERIFY(p.signIn(used));
        QCOMPARE(keyOf(p.signIn(used)), std::string("auth.passkey"));
        // A failed try uses the challenge up as well.
        auto broken = p.answer();
        const auto good = broken.signature;
        broken.signature = text(Bytes(70, 1));
        QCOMPARE(keyOf(p.signIn(broken)), std::string("auth.passkey"));
        broken.signature = good;
        QCOMPARE(keyOf(p.signIn(broken)), std::string("auth.passkey"));
        const auto late = p.answer();
        p.w.rig.clock.advance(5min);
        QCOMPARE(keyOf(p.signIn(late)), std::string("auth.passkey"));
        p.key.counter -= 5;
        QCOMPARE(keyOf(p.signIn(p.answer())), std::string("auth.passkey_cloned"));
    }

    void challengesAreForOnePurpose() {
        Phone p;
        QVERIFY(p.add(p.asha));
        p.w.add("ravi", Role::viewer);
        const auto ravi = p.w.asUser("ravi");
        SoftwareAuthenticator other(PasskeyAlgorithm::eddsa);
        const auto begun = p.w.rig.call(PasskeyBegin{World::secret(kPassword), {}}, p.asha).value();
        const auto made = other.create(kSite, crypto::fromBase64Url(begun.challenge).value());
        PasskeyFinish finish{"x", text(made.clientData), text(made.attestation)};
        QCOMPARE(keyOf(p.w.rig.call(finish, ravi)), std::string("auth.passkey"));
        QCOMPARE(keyOf(p.w.rig.call(finish, p.asha)), std::string("auth.passkey"));
        const auto asked = p.w.rig.call(PasskeyChallenge{}, {}).value();
        const auto stray = other.create(kSite, crypto::fromBase64Url(asked.challenge).value());
        finish = {"x", text(stray.clientData), text(stray.attestation)};
        QCOMPARE(keyOf(p.w.rig.call(finish, p.asha)), std::string("auth.passkey"));
    }

    void passkeysAreTheirUsersOwn() {
        Phone p;
        const auto passkey = p.add(p.asha).value();
        QCOMPARE(keyOf(p.add(p.w.asUser("owner"))), std::string("auth.passkey_known"));
        p.w.add("ravi", Role::viewer);
        QVERIFY(p.w.rig.call(ListPasskeys{}, p.w.asUser("ravi"))->passkeys.empty());
        QCOMPARE(keyOf(p.w.rig.call(RemovePasskey{passkey.credentialId}, p.w.asUser("ravi"))),
                 std::string("auth.unknown_passkey"));
        QVERIFY(p.signIn(p.answer()));
        QVERIFY(p.w.rig.call(RemovePasskey{passkey.credentialId}, p.asha));
        QCOMPARE(keyOf(p.signIn(p.answer())), std::string("auth.passkey"));
    }

    void adisabledUsersPasskeyIsRefused() {
        Phone p;
        const auto passkey = p.add(p.asha).value();
        QVERIFY(p.w.rig.call(DisableUser{passkey.userId, true}));
        QCOMPARE(keyOf(p.signIn(p.answer())), std::string("auth.passkey"));
    }

    void aPasswordSetByAnOwnerForgetsThem() {
        Phone p;
        const auto passkey = p.add(p.asha).value();
        QVERIFY(p.w.rig.call(
            ResetPassword{passkey.userId, World::secret("two green lanterns"), false}));
        QCOMPARE(keyOf(p.signIn(p.answer())), std::string("auth.passkey"));
    }

    void theSiteIsReadWithCare() {
        World w;
        QCOMPARE(keyOf(w.rig.call(PasskeyChallenge{}, {})), std::string("auth.no_host"));
        for (const auto* url : {"", "node.example", "http://node.example", "https://",
                                "https://.example", "https://Node.example", "https://node.example/",
                                "https://node.example:x", "https://a@node.example",
                                "https://node.example:", "https://a b", "ftp://localhost"}) {
            QCOMPARE(keyOf(Site::fromUrl(url)), std::string("auth.public_url"));
        }
        QCOMPARE(Site::fromUrl("https://node.example:8443")->host, std::string("node.example"));
        QCOMPARE(Site::fromUrl("http://localhost:8080")->host, std::string("localhost"));
        for (const auto* url : {"https://192.0.2.1", "https://[2001:db8::1]:8443",
                                "http://127.0.0.1:80", "http://[::1]"}) {
            const auto site = Site::fromUrl(url).value();
            QCOMPARE(site.origin, std::string(url));
            QVERIFY2(site.host.empty(), "browsers give passkeys to names only");
        }
    }
};

QTEST_GUILESS_MAIN(AuthPasskeysTest)
#include "tst_auth_passkeys.moc"
