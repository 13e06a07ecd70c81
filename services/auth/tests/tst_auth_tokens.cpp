// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Access tokens that were not given by this node, or no longer count.
#include "auth_world.h"

#include "domain/credential.h"

#include <kosh/crypto/base64url.h>
#include <kosh/crypto/hash.h>

using namespace kosh;
using namespace kosh::auth;
using namespace kosh::auth::test;
using namespace std::chrono_literals;

namespace {

struct Parts {
    std::string header, payload, signature;
    std::string joined() const { return cat(header, '.', payload, '.', signature); }
};

Parts split(std::string_view token) {
    const auto first = token.find('.');
    const auto second = token.find('.', first + 1);
    return {std::string(token.substr(0, first)),
            std::string(token.substr(first + 1, second - first - 1)),
            std::string(token.substr(second + 1))};
}

std::string encoded(std::string_view json) {
    return crypto::toBase64Url(asBytes(json));
}

std::string decoded(std::string_view part) {
    return std::string(asText(crypto::fromBase64Url(part).value()));
}

crypto::Ed25519PrivateKey strangersKey() {
    return crypto::Ed25519PrivateKey::fromSeed(SecretBytes(Bytes(32, 9))).value();
}

/// A node where `asha` has just signed in.
struct SignedIn {
    World w;
    Tokens tokens;
    std::string token;
    std::string keyId;

    SignedIn() {
        w.add("asha", Role::member);
        tokens = w.signIn("asha").value();
        token = tokens.accessToken.text();
        keyId = w.rig.call(Jwks{}, {})->keys.front().kid;
    }
    std::string refusal(std::string_view forged) { return keyOf(w.identify(forged)); }
};

}  // namespace

class AuthTokensTest : public QObject {
    Q_OBJECT

private slots:
    void goodJwtIsTaken() {
        SignedIn s;
        const auto identity = s.w.identify(s.token).value();
        QCOMPARE(identity.role, std::string("member"));
        QCOMPARE(identity.sessionId, s.tokens.sessionId.toString());
        QVERIFY(identity.expiresAt == s.tokens.expiresAt);
        QVERIFY(identity.principal->has("wallet:send") && !identity.principal->has("auth:manage"));
        QVERIFY2(s.w.identify(s.token)->principal == identity.principal, "from the cache");
    }

    void expiredJwt() {
        SignedIn s;
        QVERIFY(s.w.identify(s.token));
        s.w.rig.clock.advance(15min);
        QCOMPARE(s.refusal(s.token), std::string("auth.token_expired"));
        s.w.rig.restart();
        QCOMPARE(s.refusal(s.token), std::string("auth.token_expired"));
    }

    void forgedJwt() {
        SignedIn s;
        const auto good = split(s.token);
        auto claims = decoded(good.payload);
        claims.replace(claims.find("\"exp\":") + 6, 1, "9");
        auto forged = good;
        forged.payload = encoded(claims);
        QCOMPARE(s.refusal(forged.joined()), std::string("auth.token"));
        for (std::size_t i = 0; i < s.token.size(); i += 3) {
            auto changed = s.token;
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            QVERIFY2(s.refusal(changed) == "auth.token", changed.c_str());
        }
        for (std::size_t size = 0; size < s.token.size(); size += 7) {
            QCOMPARE(s.refusal(s.token.substr(0, size)), std::string("auth.token"));
        }
        QCOMPARE(s.refusal(s.token + '.'), std::string("auth.token"));
        QCOMPARE(s.refusal(s.token + "="), std::string("auth.token"));
        QCOMPARE(s.refusal(std::string(200'000, 'a')), std::string("auth.token"));
        QVERIFY(s.w.identify(s.token));
    }

    void noneAlgJwt() {
        SignedIn s;
        for (const auto* name : {"none", "None", "NONE", "nOnE", ""}) {
            auto forged = split(s.token);
            forged.header =
                encoded(cat(R"({"alg":")", name, R"(","typ":"at+jwt","kid":")", s.keyId, R"("})"));
            QCOMPARE(s.refusal(forged.joined()), std::string("auth.token"));
            forged.signature.clear();
            QCOMPARE(s.refusal(forged.joined()), std::string("auth.token"));
        }
    }

    void publicKeyAsHmacSecretJwt() {
        SignedIn s;
        const auto jwk = s.w.rig.call(Jwks{}, {})->keys.front();
        auto forged = split(s.token);
        forged.header = encoded(cat(R"({"alg":"HS256","typ":"at+jwt","kid":")", s.keyId, R"("})"));
        const auto text = cat(forged.header, '.', forged.payload);
        for (const auto& key :
             {crypto::fromBase64Url(jwk.x).value(), Bytes(jwk.x.begin(), jwk.x.end())}) {
            forged.signature = crypto::toBase64Url(crypto::hmacSha256(key, asBytes(text)).view());
            QCOMPARE(s.refusal(forged.joined()), std::string("auth.token"));
        }
    }

    void wrongKeyJwt() {
        SignedIn s;
        const auto claims = decoded(split(s.token).payload);
        const auto key = strangersKey();
        for (const auto& keyId : {s.keyId, std::string("another"), std::string()}) {
            QCOMPARE(s.refusal(crypto::jose::sign(key, keyId, kAccessType, claims)),
                     std::string("auth.token"));
        }
    }

    void kidConfusionJwt() {
        SignedIn s;
        const auto older = s.keyId;
        QVERIFY(s.w.rig.call(RotateKeys{}));
        const auto keys = s.w.rig.call(Jwks{}, {})->keys;
        QCOMPARE(keys.size(), std::size_t{2});
        const auto newer = keys.at(0).kid == older ? keys.at(1).kid : keys.at(0).kid;
        auto forged = split(s.token);
        for (const auto& keyId : {newer, cat("../", older), cat(older, "'--"), cat(older, '.')}) {
            forged.header =
                encoded(cat(R"({"alg":"EdDSA","typ":"at+jwt","kid":")", keyId, R"("})"));
            QCOMPARE(s.refusal(forged.joined()), std::string("auth.token"));
        }
        // A key that the token brings along.
        const auto key = strangersKey();
        const auto header =
            cat(R"({"alg":"EdDSA","typ":"at+jwt","kid":"mine","jwk":{"kty":"OKP",)",
                R"("crv":"Ed25519","x":")", crypto::toBase64Url(key.publicKey().view()), R"("}})");
        const auto text = cat(encoded(header), '.', forged.payload);
        QCOMPARE(s.refusal(cat(text, '.', crypto::toBase64Url(key.sign(asBytes(text))))),
                 std::string("auth.token"));
    }

    void rotatedKeysVerifyUntilTheirTokensEnd() {
        SignedIn s;
        QVERIFY(s.w.rig.call(RotateKeys{}));
        QVERIFY2(s.w.identify(s.token), "signed by the key before");
        const auto next = s.w.refresh(s.tokens).value();
        QVERIFY(s.w.identify(next.accessToken.text()));
        s.w.rig.clock.advance(21min);
        s.w.rig.restart();
        QCOMPARE(s.w.rig.call(Jwks{}, {})->keys.size(), std::size_t{1});
    }

    void keysRotateByThemselves() {
        SignedIn s;
        s.w.rig.clock.advance(24h * 31);
        s.w.rig.restart();
        QVERIFY(s.w.rig.call(Jwks{}, {})->keys.front().kid != s.keyId);
    }

    void anotherTypeOfToken() {
        SignedIn s;
        // Everything right but the type: an ID token is not an access token.
        const auto seed =
            s.w.rig.core.run(s.w.rig.vault.store().database("auth").read([](store::Reader& reader) {
                return reader.first("SELECT seed FROM auth_signing_key", {},
                                    [](const store::Row& row) { return row.get<Bytes>(0); });
            }));
        const auto own =
            crypto::Ed25519PrivateKey::fromSeed(SecretBytes(seed.value().value())).value();
        const auto claims = decoded(split(s.token).payload);
        QVERIFY(s.w.identify(crypto::jose::sign(own, s.keyId, kAccessType, claims)));
        QCOMPARE(s.refusal(crypto::jose::sign(own, s.keyId, "JWT", claims)),
                 std::string("auth.token"));
        for (const auto* name : {"iss", "aud", "sub", "sid"}) {
            auto other = claims;
            const auto at = other.find(cat('"', name, "\":\"")) + std::string(name).size() + 4;
            other[at] = other[at] == '0' ? '1' : '0';
            QVERIFY2(!s.w.identify(crypto::jose::sign(own, s.keyId, kAccessType, other)), name);
        }
    }

    void theJwksHoldsNoSecret() {
        SignedIn s;
        const auto text = json::encodeText(s.w.rig.call(Jwks{}, {}).value());
        QVERIFY(text.find("\"d\"") == text.npos);
        const auto document = json::Document::parse(text).value();
        const auto keys = crypto::jose::KeySet::parse(document.root()).value();
        constexpr std::array kAllowed{crypto::jose::Algorithm::eddsa};
        QVERIFY2(crypto::jose::verify(s.token, keys, kAllowed),
                 "anybody can check a token with it");
    }
};

QTEST_GUILESS_MAIN(AuthTokensTest)
#include "tst_auth_tokens.moc"
