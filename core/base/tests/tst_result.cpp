// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/result.h>

#include <QtTest>

using namespace kosh;

namespace {

Result<int> half(int value) {
    if (value % 2 != 0) return fail(ErrorKind::invalid, "test.odd", "odd");
    return value / 2;
}

Result<int> quarter(int value) {
    KOSH_TRY(const int once, half(value));
    KOSH_TRY(const int twice, half(once));
    return twice;
}

Result<> checkOnly(bool isChecked, bool& elseRan) {
    if (isChecked)
        KOSH_CHECK(half(1));
    else
        elseRan = true;
    return {};
}

}  // namespace

class TestResult : public QObject {
    Q_OBJECT
private slots:
    void kindsHaveOneTable();
    void triesPropagate();
    void checkKeepsItsElse();
    void tryDoesNotStealFromANamedResult();
};

void TestResult::kindsHaveOneTable() {
    const std::array kinds{ErrorKind::invalid,      ErrorKind::unauthenticated,
                           ErrorKind::forbidden,    ErrorKind::not_found,
                           ErrorKind::conflict,     ErrorKind::precondition,
                           ErrorKind::rate_limited, ErrorKind::unavailable,
                           ErrorKind::deadline,     ErrorKind::internal};
    for (const ErrorKind kind : kinds) QVERIFY(errorKindFromString(toString(kind)) == kind);
    QVERIFY(errorKindFromString("nonsense") == ErrorKind::internal);
    QCOMPARE(httpStatus(ErrorKind::precondition), 412);
    QCOMPARE(httpStatus(ErrorKind::internal), 500);
    QCOMPARE(exitCode(ErrorKind::forbidden), 3);
    QCOMPARE(exitCode(ErrorKind::internal), 1);
}

void TestResult::triesPropagate() {
    QCOMPARE(*quarter(8), 2);
    QCOMPARE(quarter(6).error().key, std::string("test.odd"));
}

void TestResult::checkKeepsItsElse() {
    bool elseRan = false;
    QVERIFY(!checkOnly(true, elseRan));
    QVERIFY(!elseRan);
    QVERIFY(checkOnly(false, elseRan));
    QVERIFY(elseRan);
}

void TestResult::tryDoesNotStealFromANamedResult() {
    const auto use = [](Result<std::string>& named) -> Result<std::string> {
        KOSH_TRY(std::string copy, named);
        return copy;
    };
    Result<std::string> named = std::string(100, 'x');
    QVERIFY(use(named));
    QCOMPARE(named->size(), std::size_t(100));
}

QTEST_APPLESS_MAIN(TestResult)
#include "tst_result.moc"
