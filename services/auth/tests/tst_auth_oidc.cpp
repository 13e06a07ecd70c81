// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Signing in with an account elsewhere: the pure checks, and the service beside a provider that may
// lie, be down or change its keys.
#include "auth_world.h"

#include "domain/oidc.h"

#include <kosh/crypto/base64url.h>
#include <kosh/crypto/hash.h>

using namespace kosh;
using namespace kosh::auth;
using namespace kosh::auth::test;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kIssuerUrl = "https://id.example";

/// The value of `name` in an address's query.
std::string queryOf(std::string_view url, std::string_view name) {
    const auto at = url.find(cat(name, '='));
    const auto rest = url.substr(at + name.size() + 1);
    return std::string(rest.substr(0, rest.find('&')));
}

/// A provider that signs what it is told.
class FakeProvider final : public net::HttpClient {
public:
    explicit FakeProvider(const Clock& clock) : m_clock(clock) { useKey("first"); }

    void useKey(std::string keyId) {
        m_key.emplace(
            crypto::Ed25519PrivateKey::fromSeed(SecretBytes(crypto::sha256(asBytes(keyId)).view()))
                .value());
        m_keyId = std::move(keyId);
    }

    Task<net::HttpResponse> send(net::HttpRequest request) override {
        asked.push_back(request);
        if (isDown) {
            co_return fail(ErrorKind::unavailable, "net.connect", "nobody listens there");
        }
        net::HttpResponse response;
        response.status = 200;
        if (request.url.ends_with("/openid-configuration")) {
            response.body = cat(R"({"issuer":")", kIssuerUrl,
                                R"(","authorization_endpoint":"https://id.example/auth?tenant=1",)",
                                R"("token_endpoint":"https://id.example/token",)",
                                R"("jwks_uri":"https://id.example/keys",)",
                                R"("authorization_response_iss_parameter_supported":true})");
        } else if (request.url.ends_with("/keys")) {
            response.body =
                cat(R"({"keys":[{"kty":"OKP","crv":"Ed25519","kid":")", m_keyId, R"(","x":")",
                    crypto::toBase64Url(m_key->publicKey().view()), R"("}]})");
        } else if (refusesCode) {
            response.status = 400;
            response.body = R"({"error":"invalid_grant"})";
        } else {
            response.body = cat(R"({"token_type":"Bearer","id_token":")", token(), R"("})");
        }
        co_return response;
    }

    std::string token() const {
        const auto now = m_clock.now().micros / 1'000'000;
        const auto claims =
            cat(R"({"iss":")", issuer, R"(","aud":)", audience, R"(,"sub":")", subject,
                R"(","nonce":")", nonce, R"(","iat":)", now + ahead, R"(,"exp":)", now + life,
                R"(,"email":")", email, R"(","email_verified":)", isVerified, extra, '}');
        return crypto::jose::sign(*m_key, m_keyId, "JWT", claims);
    }

    std::string issuer{kIssuerUrl}, audience = R"("kosh")", subject = "s-1", nonce, email, extra;
    std::int64_t life = 300, ahead = 0;
    bool isVerified = true, isDown = false, refusesCode = false;
    std::vector<net::HttpRequest> asked;

private:
    const Clock& m_clock;
    std::optional<crypto::Ed25519PrivateKey> m_key;
    std::string m_keyId;
};

struct Fixture {
    kosh::test::FakeClock clock;
    FakeProvider provider{clock};
    World w{{{.name = "Example",
              .issuer = std::string(kIssuerUrl),
              .clientId = "kosh",
              .clientSecret = SharedSecret::fromText("s3cret&")},
             &provider}};
    User asha = w.add("asha", Role::member);

    Fixture() { w.gate.setSite({"https://node.example", "node.example"}); }

    OidcBegin::Response begin() { return w.rig.call(OidcBegin{}, {}).value(); }
    /// What the browser brings back from where it was sent.
    OidcSignIn answer(const OidcBegin::Response& begun) {
        provider.nonce = queryOf(begun.url, "nonce");
        return {begun.ticket, SharedSecret::fromText("code"), queryOf(begun.url, "state"),
                std::string(kIssuerUrl), "phone"};
    }
    Result<Tokens> signIn(OidcSignIn request) { return w.rig.call(std::move(request), {}); }
    std::string outcome() { return keyOf(signIn(answer(begin()))); }
    Result<AdmittedIdentity> admit(std::string subject, std::string email = {}) {
        return w.rig.call(AdmitIdentity{asha.userId, std::move(subject), std::move(email)});
    }
};

}  // namespace

class AuthOidcTest : public QObject {
    Q_OBJECT

private slots:
    void anAdmittedAccountSignsIn() {
        Fixture f;
        QCOMPARE(f.outcome(), std::string("auth.not_admitted"));
        QVERIFY(f.admit("s-1"));
        const auto begun = f.begin();
        QVERIFY(begun.url.starts_with("https://id.example/auth?tenant=1&response_type=code&"));
        QCOMPARE(queryOf(begun.url, "redirect_uri"),
                 std::string("https%3A%2F%2Fnode.example%2Fconsole"));
        QCOMPARE(queryOf(begun.url, "code_challenge_method"), std::string("S256"));
        const auto tokens = f.signIn(f.answer(begun)).value();
        QCOMPARE(tokens.userId, f.asha.userId);
        QCOMPARE(f.w.identify(tokens.accessToken.text())->role, std::string("member"));
        QVERIFY(f.w.rig.call(ListIdentities{})->identities.front().lastUsedAt.has_value());
        // The verifier that goes to the provider is the one whose hash went ahead.
        const auto trade =
            std::ranges::find(f.provider.asked, "https://id.example/token", &net::HttpRequest::url);
        const auto last = std::ranges::find_if(
            f.provider.asked.rbegin(), f.provider.asked.rend(),
            [](const auto& one) { return one.url == "https://id.example/token"; });
        const auto hash = crypto::sha256(asBytes(queryOf(last->body, "code_verifier")));
        QCOMPARE(queryOf(begun.url, "code_challenge"), crypto::toBase64Url(hash.view()));
        QCOMPARE(trade->purpose, std::string("sign-in with Example"));
        QVERIFY2(trade->body.find("s3cret") == std::string::npos, "the secret is in the header");
        const std::pair<std::string, std::string> header{"Authorization",
                                                         "Basic a29zaDpzM2NyZXQlMjY="};
        QVERIFY(std::ranges::count(trade->headers, header) == 1);
    }

    void anEmailAddressAdmitsWhoComesFirst() {
        Fixture f;
        QVERIFY(f.admit({}, "Asha@Family.example"));
        f.provider.email = "asha@family.EXAMPLE";
        f.provider.isVerified = false;
        QCOMPARE(f.outcome(), std::string("auth.not_admitted"));
        f.provider.isVerified = true;
        QCOMPARE(f.outcome(), std::string("ok"));
        f.provider.subject = "s-2";
        QCOMPARE(f.outcome(), std::string("auth.not_admitted"));
        f.provider.subject = "s-1";
        f.provider.email = "married@family.example";
        QCOMPARE(f.outcome(), std::string("ok"));
    }

    void removedAndDisabledAreOut() {
        Fixture f;
        const auto identity = f.admit("s-1").value();
        QCOMPARE(keyOf(f.admit("s-1")), std::string("auth.identity_known"));
        QVERIFY(f.w.rig.call(DisableUser{f.asha.userId, true}));
        QCOMPARE(f.outcome(), std::string("auth.not_admitted"));
        QVERIFY(f.w.rig.call(DisableUser{f.asha.userId, false}));
        QCOMPARE(f.outcome(), std::string("ok"));
        QVERIFY(f.w.rig.call(RemoveIdentity{identity.identityId}));
        QCOMPARE(f.outcome(), std::string("auth.not_admitted"));
        QCOMPARE(keyOf(f.w.rig.call(RemoveIdentity{identity.identityId})),
                 std::string("auth.unknown_identity"));
    }

    void aTicketIsGoodOnceInItsOwnBrowser() {
        Fixture f;
        QVERIFY(f.admit("s-1"));
        auto request = f.answer(f.begin());
        QVERIFY(f.signIn(request));
        QCOMPARE(keyOf(f.signIn(request)), std::string("auth.oidc_state"));
        auto strange = f.answer(f.begin());
        strange.state = f.answer(f.begin()).state;
        QCOMPARE(keyOf(f.signIn(strange)), std::string("auth.oidc_state"));
        auto forged = f.answer(f.begin());
        forged.ticket = SharedSecret::fromText("kosh-ticket_x");
        QCOMPARE(keyOf(f.signIn(forged)), std::string("auth.oidc_state"));
        const auto late = f.answer(f.begin());
        f.w.rig.clock.advance(10min);
        QCOMPARE(keyOf(f.signIn(late)), std::string("auth.oidc_state"));
    }

    void anotherProvidersAnswerIsRefused() {
        Fixture f;
        QVERIFY(f.admit("s-1"));
        for (const auto* issuer : {"", "https://evil.example"}) {
            auto request = f.answer(f.begin());
            request.issuer = issuer;
            QCOMPARE(keyOf(f.signIn(request)), std::string("auth.oidc"));
        }
    }

    void aTokenForOthersIsRefused_data() {
        QTest::addColumn<QString>("change");
        for (const auto* change :
             {"issuer", "audience", "party", "no party", "nonce", "expired", "future", "not yet",
              "no time", "nobody", "empty audience", "whole"}) {
            QTest::newRow(change) << change;
        }
    }
    void aTokenForOthersIsRefused() {
        QFETCH(QString, change);
        Fixture f;
        QVERIFY(f.admit("s-1"));
        auto request = f.answer(f.begin());
        auto& p = f.provider;
        if (change == "issuer") p.issuer = "https://id.example/";
        if (change == "audience") p.audience = R"("other")";
        if (change == "party") p.extra = R"(,"azp":"other")";
        if (change == "no party") p.audience = R"(["kosh","other"])";
        if (change == "empty audience") p.audience = "[]";
        if (change == "nonce") p.nonce = "another";
        if (change == "expired") p.life = -61;
        if (change == "future") p.ahead = 61;
        if (change == "not yet") p.extra = R"(,"nbf":99999999999)";
        if (change == "no time") p.extra = R"(,"nbf":"soon")";
        if (change == "nobody") p.subject.clear();
        QCOMPARE(keyOf(f.signIn(request)), std::string(change == "whole" ? "ok" : "auth.oidc"));
    }

    void severalAudiencesNeedTheParty() {
        Fixture f;
        QVERIFY(f.admit("s-1"));
        f.provider.audience = R"(["other","kosh"])";
        f.provider.extra = R"(,"azp":"kosh")";
        QCOMPARE(f.outcome(), std::string("ok"));
    }

    void keysRotate() {
        Fixture f;
        QVERIFY(f.admit("s-1"));
        QCOMPARE(f.outcome(), std::string("ok"));
        QCOMPARE(f.outcome(), std::string("ok"));
        const auto timesAsked = [&f] {
            return std::ranges::count(f.provider.asked, "https://id.example/keys",
                                      &net::HttpRequest::url);
        };
        QCOMPARE(timesAsked(), 1);
        f.provider.useKey("second");
        QCOMPARE(f.outcome(), std::string("ok"));
        QCOMPARE(timesAsked(), 2);
    }

    void algorithmsOfTheTokenAreTheListed() {
        const crypto::jose::KeySet keys;
        const oidc::Expected expected{std::string(kIssuerUrl), "kosh", "n", Timestamp{}};
        for (const auto* header :
             {R"({"alg":"none"})", R"({"alg":"HS256"})", R"({"alg":"ES512"})"}) {
            const auto token = cat(crypto::toBase64Url(asBytes(std::string_view(header))), ".e30.");
            QCOMPARE(keyOf(oidc::readIdToken(token, keys, expected)),
                     std::string("jose.algorithm"));
        }
    }

    void aProviderThatIsDownIsSaidSo() {
        Fixture f;
        QVERIFY(f.admit("s-1"));
        f.provider.isDown = true;
        QCOMPARE(keyOf(f.w.rig.call(OidcBegin{}, {})), std::string("auth.provider_down"));
        f.provider.isDown = false;
        const auto request = f.answer(f.begin());
        f.provider.isDown = true;
        QCOMPARE(keyOf(f.signIn(request)), std::string("auth.provider_down"));
        f.provider.isDown = false;
        f.provider.refusesCode = true;
        const auto refused = f.signIn(f.answer(f.begin()));
        QCOMPARE(keyOf(refused), std::string("auth.oidc"));
        QVERIFY(refused.error().message.ends_with("invalid_grant"));
    }

    void descriptionsAreReadWithCare() {
        const auto read = [](std::string_view text) {
            return keyOf(oidc::readMetadata(kIssuerUrl, text));
        };
        const std::string good =
            R"({"issuer":"https://id.example","authorization_endpoint":"https://id.example/a",)"
            R"("token_endpoint":"https://id.example/t","jwks_uri":"https://id.example/k"})";
        QCOMPARE(read(good), std::string("ok"));
        const auto changed = [&good](std::string_view from, std::string_view to) {
            auto text = good;
            text.replace(text.find(from), from.size(), to);
            return text;
        };
        QCOMPARE(read(changed("https://id.example\"", "https://id.example/\"")),
                 std::string("auth.provider"));
        QCOMPARE(read(changed("https://id.example/t", "http://id.example/t")),
                 std::string("auth.provider"));
        QCOMPARE(read(changed("jwks_uri", "keys")), std::string("auth.provider"));
        QCOMPARE(read(changed("{", R"({"code_challenge_methods_supported":["plain"],)")),
                 std::string("auth.provider"));
        for (const auto* url : {"http://localhost@evil.example", "http://localhost.evil.example",
                                "https://", "ftp://x", "https://a b", "https://a@b"}) {
            QVERIFY2(!oidc::isSafeUrl(url), url);
        }
    }

    void whatIsMissingIsSaid() {
        World w;
        QVERIFY(w.rig.call(GetProvider{}, {})->name.empty());
        QCOMPARE(keyOf(w.rig.call(OidcBegin{}, {})), std::string("auth.no_provider"));
        Fixture f;
        f.w.gate.setSite({});
        QCOMPARE(keyOf(f.w.rig.call(OidcBegin{}, {})), std::string("auth.no_host"));
        QCOMPARE(f.w.rig.call(GetProvider{}, {})->name, std::string("Example"));
        QCOMPARE(keyOf(f.admit({})), std::string("auth.identity"));
        QCOMPARE(keyOf(f.admit("s", "a@b")), std::string("auth.identity"));
        QCOMPARE(keyOf(f.admit({}, "nobody")), std::string("auth.identity"));
        const auto machine = f.w.add("machine", Role::service);
        QCOMPARE(keyOf(f.w.rig.call(AdmitIdentity{machine.userId, "s", {}})),
                 std::string("auth.role"));
        Provider provider;
        QVERIFY(provider.check());
        provider.name = "X";
        QCOMPARE(provider.check().error().details.at("field"), std::string("issuer"));
        provider.issuer = "http://id.example";
        QCOMPARE(provider.check().error().details.at("field"), std::string("issuer"));
        provider.issuer = kIssuerUrl;
        QCOMPARE(provider.check().error().details.at("field"), std::string("clientId"));
        provider.clientId = "kosh";
        QVERIFY(provider.check());
    }
};

QTEST_GUILESS_MAIN(AuthOidcTest)
#include "tst_auth_oidc.moc"
