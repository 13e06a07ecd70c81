// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/rules.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::vault;
using namespace std::chrono_literals;

namespace {
const std::chrono::steady_clock::time_point kNow{100h};
}  // namespace

class VaultRulesTest : public QObject {
    Q_OBJECT

private slots:
    void threeAttemptsAreFree() {
        Attempts attempts;
        QVERIFY(attempts.waitFor(kNow) == 0s);
        attempts.failed(kNow);
        QVERIFY(attempts.waitFor(kNow) == 0s);
        attempts.failed(kNow);
        QVERIFY(attempts.waitFor(kNow) == 0s);
    }

    void thenThePauseDoublesUpTo64Seconds() {
        Attempts attempts;
        attempts.failed(kNow);
        attempts.failed(kNow);
        for (const auto pause : {1s, 2s, 4s, 8s, 16s, 32s, 64s, 64s, 64s}) {
            attempts.failed(kNow);
            QVERIFY(attempts.waitFor(kNow) == pause);
        }
    }

    void thePauseRunsDown() {
        Attempts attempts;
        for (int i = 0; i < 4; ++i) attempts.failed(kNow);
        QVERIFY(attempts.waitFor(kNow + 500ms) == 1500ms);
        QVERIFY(attempts.waitFor(kNow + 2s) == 0s);
        QVERIFY(attempts.waitFor(kNow + 9s) == 0s);
    }

    void successForgets() {
        Attempts attempts;
        for (int i = 0; i < 9; ++i) attempts.failed(kNow);
        attempts.succeeded();
        QVERIFY(attempts.waitFor(kNow) == 0s);
        attempts.failed(kNow);
        attempts.failed(kNow);
        QVERIFY(attempts.waitFor(kNow) == 0s);
    }

    void passphraseLength() {
        const auto check = [](std::size_t size) {
            const auto result =
                checkPassphrase(SharedSecret::fromText(std::string(size, 'x')), "newPassphrase");
            if (!result && result.error().details.at("field") != "newPassphrase")
                return std::string();
            return result ? std::string("ok") : result.error().key;
        };
        QCOMPARE(check(0), std::string("vault.passphrase_short"));
        QCOMPARE(check(7), std::string("vault.passphrase_short"));
        QCOMPARE(check(8), std::string("ok"));
        QCOMPARE(check(1024), std::string("ok"));
        QCOMPARE(check(1025), std::string("vault.passphrase_long"));
    }

    void onlyAbsolutePathsOfFiles() {
        QVERIFY(checkPath("/srv/a/kosh.backup").has_value());
        QVERIFY(checkPath("/srv/a..b/c").has_value());
        for (const char* path : {"", "kosh.backup", "./x", "../x", "/srv/../etc/x", "/srv/a/"}) {
            const auto result = checkPath(path);
            QVERIFY2(!result, path);
            QCOMPARE(result.error().key, std::string("vault.path"));
            QVERIFY(result.error().kind == ErrorKind::invalid);
        }
    }
};

QTEST_APPLESS_MAIN(VaultRulesTest)
#include "tst_vault_rules.moc"
