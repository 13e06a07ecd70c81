// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "auth_world.h"

#include <kosh/crypto/otp.h>

using namespace kosh;
using namespace kosh::auth;
using namespace kosh::auth::test;
using namespace std::chrono_literals;

namespace {

/// RFC 4648 base32 as an authenticator app reads it.
Bytes fromBase32(std::string_view text) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    Bytes bytes;
    std::uint32_t pending = 0;
    unsigned bits = 0;
    for (const char c : text) {
        pending = (pending << 5) | static_cast<std::uint32_t>(kAlphabet.find(c));
        bits += 5;
        if (bits < 8) continue;
        bits -= 8;
        bytes.push_back(static_cast<std::uint8_t>(pending >> bits));
    }
    return bytes;
}

/// A user whose authenticator is set up.
struct Phone {
    World w;
    Bytes key;
    std::vector<SharedSecret> recovery;

    Phone() {
        w.add("asha", Role::member);
        const auto tokens = w.signIn("asha").value();
        const auto begun = w.rig.call(OtpBegin{World::secret(kPassword)}, w.as(tokens)).value();
        key = fromBase32(begun.secret.text());
        recovery = w.rig.call(OtpConfirm{World::secret(code())}, w.as(tokens))->recoveryCodes;
        next();
    }
    std::string code() const { return crypto::hotp(key, crypto::totpCounter(w.rig.clock.now())); }
    void next() { w.rig.clock.advance(30s); }
};

}  // namespace

class AuthOtpTest : public QObject {
    Q_OBJECT

private slots:
    void theSecretIsWhatAppsTake() {
        World w;
        w.add("asha", Role::member);
        const auto begun = w.rig.call(OtpBegin{World::secret(kPassword)}, w.asUser("asha")).value();
        QCOMPARE(begun.secret.text().size(), std::size_t{32});
        QCOMPARE(begun.uri.text(), std::string_view(cat("otpauth://totp/Kosh:asha?secret=",
                                                        begun.secret.text(), "&issuer=Kosh")));
        QVERIFY2(w.signIn("asha"), "not in force before it is confirmed");
    }

    void aCodeIsNeededFromThenOn() {
        Phone p;
        QCOMPARE(p.recovery.size(), std::size_t{10});
        const auto none = p.w.signIn("asha");
        QCOMPARE(keyOf(none), std::string("auth.otp_required"));
        QCOMPARE(keyOf(p.w.signIn("asha", "wrong one", p.code())), std::string("auth.credentials"));
        QCOMPARE(keyOf(p.w.signIn("asha", kPassword, "000000")), std::string("auth.otp"));
        QVERIFY(p.w.signIn("asha", kPassword, p.code()));
        QVERIFY(p.w.rig.call(ListUsers{})->users.front().hasOtp);
    }

    void replayedTotpIsRefused() {
        Phone p;
        const auto code = p.code();
        QVERIFY(p.w.signIn("asha", kPassword, code));
        QCOMPARE(keyOf(p.w.signIn("asha", kPassword, code)), std::string("auth.otp"));
        p.w.rig.restart();
        QCOMPARE(keyOf(p.w.signIn("asha", kPassword, code)), std::string("auth.otp"));
        p.next();
        QCOMPARE(keyOf(p.w.signIn("asha", kPassword, code)), std::string("auth.otp"));
        QVERIFY(p.w.signIn("asha", kPassword, p.code()));
    }

    void theConfirmingCodeIsUsedUp() {
        World w;
        w.add("asha", Role::member);
        const auto tokens = w.signIn("asha").value();
        QCOMPARE(keyOf(w.rig.call(OtpConfirm{World::secret("123456")}, w.as(tokens))),
                 std::string("auth.otp_not_begun"));
        const auto begun = w.rig.call(OtpBegin{World::secret(kPassword)}, w.as(tokens)).value();
        const auto code =
            crypto::hotp(fromBase32(begun.secret.text()), crypto::totpCounter(w.rig.clock.now()));
        QVERIFY(w.rig.call(OtpConfirm{World::secret(code)}, w.as(tokens)));
        QCOMPARE(keyOf(w.signIn("asha", kPassword, code)), std::string("auth.otp"));
    }

    void recoveryCodesAreGoodOnce() {
        Phone p;
        const std::string code(p.recovery.at(3).text());
        QVERIFY(p.w.signIn("asha", kPassword, code));
        QCOMPARE(keyOf(p.w.signIn("asha", kPassword, code)), std::string("auth.otp"));
        QVERIFY(p.w.signIn("asha", kPassword, std::string(p.recovery.at(4).text())));
    }

    void guessedCodesAreSlowed() {
        Phone p;
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(keyOf(p.w.signIn("asha", kPassword, cat("00000", i))),
                     std::string("auth.otp"));
        }
        QCOMPARE(keyOf(p.w.signIn("asha", kPassword, p.code())), std::string("auth.wait"));
    }

    void aPasskeyIsMadeWithPasswordAndCode() {
        Phone p;
        p.w.gate.setSite({"https://node.example", "node.example"});
        const auto context = p.w.as(p.w.signIn("asha", kPassword, p.code()).value());
        p.next();
        PasskeyBegin begin{World::secret(kPassword), {}};
        QCOMPARE(keyOf(p.w.rig.call(begin, context)), std::string("auth.otp_required"));
        begin.code = World::secret("000000");
        QCOMPARE(keyOf(p.w.rig.call(begin, context)), std::string("auth.otp"));
        begin.code = World::secret(p.code());
        QVERIFY(p.w.rig.call(begin, context));
        QCOMPARE(keyOf(p.w.rig.call(begin, context)), std::string("auth.otp"));
    }

    void itIsRemovedWithPasswordAndCode() {
        Phone p;
        const auto context = p.w.as(p.w.signIn("asha", kPassword, p.code()).value());
        p.next();
        OtpRemove remove{World::secret("wrong"), World::secret(p.code())};
        QCOMPARE(keyOf(p.w.rig.call(remove, context)), std::string("auth.credentials"));
        remove = {World::secret(kPassword), World::secret("000000")};
        QCOMPARE(keyOf(p.w.rig.call(remove, context)), std::string("auth.otp"));
        remove.code = World::secret(p.code());
        QVERIFY(p.w.rig.call(remove, context));
        QVERIFY(p.w.signIn("asha"));
    }
};

QTEST_GUILESS_MAIN(AuthOtpTest)
#include "tst_auth_otp.moc"
