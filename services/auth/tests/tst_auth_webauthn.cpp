// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Passkeys as an authenticator in software makes them, whole and broken.
#include "software_authenticator.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::auth;
using namespace kosh::auth::test;

namespace {

const Site kSite{"https://node.example:8443", "node.example"};
const Bytes kChallenge(32, 5);

std::string keyOf(const auto& result) {
    return result ? "ok" : result.error().key;
}

Result<Registered> registered(const Made& made, const Bytes& challenge = kChallenge) {
    return verifyRegistration(kSite, challenge, made.clientData, made.attestation);
}

}  // namespace

class AuthWebauthnTest : public QObject {
    Q_OBJECT

private slots:
    void registersAndSignsIn_data() {
        QTest::addColumn<int>("algorithm");
        QTest::newRow("ES256") << -7;
        QTest::newRow("EdDSA") << -8;
        QTest::newRow("RS256") << -257;
    }
    void registersAndSignsIn() {
        QFETCH(int, algorithm);
        const auto kind = static_cast<PasskeyAlgorithm>(algorithm);
        SoftwareAuthenticator phone(kind);
        const auto made = registered(phone.create(kSite, kChallenge)).value();
        QVERIFY(made.credentialId == phone.credentialId);
        QVERIFY(made.key.algorithm == kind);
        const auto used = phone.get(kSite, kChallenge);
        const auto count = verifyAssertion(kSite, kChallenge, made.key, made.signCount,
                                           used.clientData, used.authData, used.signature);
        QCOMPARE(*count, made.signCount + 1);
        for (std::size_t i = 0; i < used.authData.size(); ++i) {
            auto changed = used.authData;
            changed[i] ^= 1;
            QCOMPARE(keyOf(verifyAssertion(kSite, kChallenge, made.key, made.signCount,
                                           used.clientData, changed, used.signature)),
                     std::string("auth.passkey"));
        }
        auto signature = used.signature;
        signature.back() ^= 1;
        QVERIFY(!verifyAssertion(kSite, kChallenge, made.key, 0, used.clientData, used.authData,
                                 signature));
        SoftwareAuthenticator other(kind);
        const auto stranger = registered(other.create(kSite, kChallenge)).value();
        QVERIFY(!verifyAssertion(kSite, kChallenge, stranger.key, 0, used.clientData, used.authData,
                                 used.signature));
    }

    void replayedWebauthnIsRefused() {
        SoftwareAuthenticator phone(PasskeyAlgorithm::es256);
        const auto made = registered(phone.create(kSite, kChallenge)).value();
        const auto used = phone.get(kSite, kChallenge);
        const auto verify = [&](const Bytes& challenge, std::uint32_t count) {
            return keyOf(verifyAssertion(kSite, challenge, made.key, count, used.clientData,
                                         used.authData, used.signature));
        };
        QCOMPARE(verify(kChallenge, made.signCount), std::string("ok"));
        QCOMPARE(verify(kChallenge, made.signCount + 1), std::string("auth.passkey_cloned"));
        QCOMPARE(verify(Bytes(32, 6), made.signCount), std::string("auth.passkey"));
        QCOMPARE(verify({}, made.signCount), std::string("auth.passkey"));
    }

    void authenticatorsWithoutACounterAreTaken() {
        SoftwareAuthenticator phone(PasskeyAlgorithm::eddsa);
        phone.countsUp = false;
        phone.counter = 0;
        const auto made = registered(phone.create(kSite, kChallenge)).value();
        for (int i = 0; i < 2; ++i) {
            const auto used = phone.get(kSite, kChallenge);
            QCOMPARE(keyOf(verifyAssertion(kSite, kChallenge, made.key, 0, used.clientData,
                                           used.authData, used.signature)),
                     std::string("ok"));
        }
    }

    void attestationsAreNotBelieved() {
        SoftwareAuthenticator phone(PasskeyAlgorithm::es256);
        phone.format = "packed";
        phone.statement = {0xa2, 0x63, 'a', 'l', 'g', 0x26, 0x63, 's', 'i', 'g', 0x41, 0x00};
        QCOMPARE(keyOf(registered(phone.create(kSite, kChallenge))), std::string("ok"));
        phone.statement = {0x01};
        QCOMPARE(keyOf(registered(phone.create(kSite, kChallenge))), std::string("auth.passkey"));
    }

    void whatIsForOthersIsRefused_data() {
        QTest::addColumn<QString>("change");
        for (const auto* change : {"origin", "type", "cross", "party", "absent", "unverified",
                                   "backup", "trailing", "no credential", "no json"}) {
            QTest::newRow(change) << change;
        }
    }
    void whatIsForOthersIsRefused() {
        QFETCH(QString, change);
        SoftwareAuthenticator phone(PasskeyAlgorithm::es256);
        auto site = kSite;
        if (change == "origin") phone.origin = "https://node.example.evil.test";
        if (change == "type") phone.createType = "webauthn.get";
        if (change == "cross") phone.isCrossOrigin = true;
        if (change == "party") site.host = "other.example";
        if (change == "absent") phone.flags = 0x04;
        if (change == "unverified") phone.flags = 0x01;
        if (change == "backup") phone.flags = 0x01 | 0x04 | 0x10;
        if (change == "trailing") phone.trailing = Bytes{0};
        if (change == "no credential") phone.bringsCredential = false;
        auto made = phone.create(site, kChallenge);
        if (change == "no json") made.clientData = Bytes{'{'};
        QCOMPARE(keyOf(registered(made)), std::string("auth.passkey"));
    }

    void cutAttestationsAreRefused() {
        SoftwareAuthenticator phone(PasskeyAlgorithm::es256);
        const auto made = phone.create(kSite, kChallenge);
        for (std::size_t size = 0; size < made.attestation.size(); ++size) {
            Made cut = made;
            cut.attestation.resize(size);
            QVERIFY(!registered(cut));
        }
    }
};

QTEST_APPLESS_MAIN(AuthWebauthnTest)
#include "tst_auth_webauthn.moc"
