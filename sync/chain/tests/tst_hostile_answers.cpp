// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "hostile_stack.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::chain;
using test::HostileStack;
using test::Mode;

/// What an endpoint can do to the transport: the other one answers, and the status tells why.
class HostileAnswersTest : public QObject {
    Q_OBJECT

    /// The first endpoint misbehaves; the caller gets the second's answer and sees the reason.
    static void failsOver(Mode mode, const char* reason) {
        HostileStack s;
        s.sim->setBalance({}, U256(7));
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        s.a.behave(mode);
        const auto answer = s.balance();
        QVERIFY2(answer.has_value(), answer ? "" : answer.error().message.c_str());
        QCOMPARE(answer->evidence.endpoint, s.b.host());
        QCOMPARE(answer->wei.toString(), std::string("7"));
        const auto status = s.statusOf(s.a);
        QCOMPARE(status.state, std::string("degraded"));
        QVERIFY2(status.reason.find(reason) != std::string::npos, status.reason.c_str());
    }

private slots:
    void anEndpointThatIsDownIsReplaced() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        s.a.down();
        QCOMPARE(s.balance().value().evidence.endpoint, s.b.host());
        QVERIFY(s.statusOf(s.a).reason.find("cannot be reached") != std::string::npos ||
                s.statusOf(s.a).reason.find("broke off") != std::string::npos);
    }
    void anEndpointThatComesBackIsUsedAgain() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        s.a.down();
        QCOMPARE(s.balance().value().evidence.endpoint, s.b.host());
        s.a.up();
        QTRY_COMPARE_WITH_TIMEOUT(s.balance().value().evidence.endpoint, s.a.host(), 20'000);
        QVERIFY(s.becomes(s.a, "ok"));
    }
    void aHangingFirstEndpointHoldsNobodyUp() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        s.a.behave(Mode::hang);
        QCOMPARE(s.balance().value().evidence.endpoint, s.b.host());
        // From now on it is asked last: nobody waits for it again.
        const auto asked = s.a.requests("eth_getBalance");
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(s.balance().value().evidence.endpoint, s.b.host());
        }
        QCOMPARE(s.a.requests("eth_getBalance"), asked);
        QVERIFY(s.statusOf(s.a).reason.find("did not answer") != std::string::npos);
    }
    void aHangingSoleEndpointIsGivenUpInTime() {
        HostileStack s;
        QVERIFY(s.use({s.a.url()}));
        s.a.behave(Mode::hang);
        const auto answer = s.balance();
        QCOMPARE(answer.error().key, std::string("chain.unavailable"));
        QVERIFY(answer.error().message.find("did not answer in time") != std::string::npos);
        s.a.behaveAll();
        QTRY_VERIFY_WITH_TIMEOUT(s.balance().has_value(), 20'000);
    }
    void aSlowEndpointIsAskedLastAndForgivenWhenQuick() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        s.a.setDelay(std::chrono::milliseconds(800));
        QCOMPARE(s.balance().value().evidence.endpoint, s.b.host());
        QVERIFY(s.becomes(s.a, "degraded", "did not answer within 300 ms"));
        const auto shown = s.world.call(GetChainStatus{HostileStack::kChain}).value();
        QCOMPARE(shown.endpoints.at(0).state, std::string("degraded"));
        s.a.behaveAll();
        QTRY_VERIFY_WITH_TIMEOUT((s.checkUp(), s.statusOf(s.a).state == "ok"), 20'000);
        QCOMPARE(s.balance().value().evidence.endpoint, s.a.host());
    }
    void aStallInTheMiddleOfABodyIsCutShort() { failsOver(Mode::stallMidBody, "did not answer"); }
    void aBodyThatBreaksOffIsNoAnswer() { failsOver(Mode::cut, "broke off"); }
    void tooManyRequestsIsRespectedAndShown() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        s.a.setRetryAfter(60);
        s.a.behave(Mode::tooMany);
        QCOMPARE(s.balance().value().evidence.endpoint, s.b.host());
        const auto asked = s.a.requests();
        s.a.behaveAll();
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(s.balance().value().evidence.endpoint, s.b.host());
        }
        QCOMPARE(s.a.requests(), asked);
        const auto status = s.statusOf(s.a);
        QCOMPARE(status.state, std::string("degraded"));
        QVERIFY2(status.reason.find("left alone for 60 s") != std::string::npos,
                 status.reason.c_str());
    }
    void aLimitThatIsExceededIsALimit() { failsOver(Mode::limited, "too many requests"); }
    void aPageInsteadOfAnAnswerIsToldAsOne() { failsOver(Mode::html, "a web page"); }
    void garbageIsNoAnswer() { failsOver(Mode::garbage, "not a JSON-RPC answer"); }
    void anEmptyAnswerIsNone() { failsOver(Mode::empty, "not a JSON-RPC answer"); }
    void anAnswerToAnotherQuestionIsNone() { failsOver(Mode::otherId, "another id"); }
    void aServerErrorIsPassedBy() { failsOver(Mode::serverError, "HTTP 503"); }
    void twoGigabytesAreCutOff() {
        failsOver(Mode::flood, "answered more than is accepted");
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        s.a.behave(Mode::flood, "eth_getBalance");
        QVERIFY(s.balance().has_value());
        QTRY_VERIFY(s.a.bytesSent() > (std::uint64_t{4} << 20));
        // What the limit lets in and what sockets buffer, not two gigabytes.
        QVERIFY2(s.a.bytesSent() < (std::uint64_t{64} << 20),
                 std::to_string(s.a.bytesSent()).c_str());
    }
    void twoAnnouncedGigabytesAreNotWaitedFor() {
        failsOver(Mode::announced, "answered more than is accepted");
    }
    void aLengthTooShortIsNoAnswer() { failsOver(Mode::shortLength, "not a JSON-RPC answer"); }
    void aLengthTooLongIsNotWaitedFor() { failsOver(Mode::longLength, "did not answer"); }
    void aMethodThatIsMissingIsAskedElsewhere() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        s.a.behave(Mode::missing, "eth_getLogs");
        const GetLogs request{HostileStack::kChain, 1, 50, {}, {}};
        QCOMPARE(s.world.call(request).value().evidence.endpoint, s.b.host());
        QVERIFY(s.statusOf(s.a).reason.find("does not offer eth_getLogs") != std::string::npos);
        // Other methods still go to the first, logs no more.
        const auto asked = s.a.requests("eth_getLogs");
        QCOMPARE(s.balance().value().evidence.endpoint, s.a.host());
        QVERIFY(s.world.call(request).has_value());
        QCOMPARE(s.a.requests("eth_getLogs"), asked);
    }
    void aCheckUpFindsAMissingMethodBeforeItIsNeeded() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        s.a.behave(Mode::missing, "eth_getLogs");
        s.checkUp();
        QVERIFY(s.statusOf(s.a).reason.find("does not offer eth_getLogs") != std::string::npos);
        const auto asked = s.a.requests("eth_getLogs");
        QVERIFY(s.world.call(GetLogs{HostileStack::kChain, 1, 50, {}, {}}).has_value());
        QCOMPARE(s.a.requests("eth_getLogs"), asked);
    }
    void allEndpointsDownIsToldAndRecoveredFrom() {
        HostileStack s;
        QVERIFY(s.use({s.a.url(), s.b.url()}));
        s.a.down();
        s.b.down();
        const auto answer = s.balance();
        QCOMPARE(answer.error().key, std::string("chain.unavailable"));
        QVERIFY(!s.world.call(GetChainStatus{HostileStack::kChain}).value().head);
        s.b.up();
        QTRY_VERIFY_WITH_TIMEOUT(s.balance().has_value(), 20'000);
    }
};

QTEST_GUILESS_MAIN(HostileAnswersTest)
#include "tst_hostile_answers.moc"
