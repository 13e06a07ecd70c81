// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/harness.h>

#include <QSignalSpy>

using namespace kosh;
using Link = ui::NodeModel::Link;
using Stage = ui::Session::Stage;
using Step = ui::OnboardingModel::Step;

namespace {

const Error kGone{ErrorKind::unavailable, "remote.unreachable", "no node answers at 192.0.2.1:1"};
const Error kRevoked{ErrorKind::unauthenticated, "auth.revoked", "the pairing has been ended"};

/// A profile without a vault; pairing is answered by the test.
struct Paired : test::Harness {
    std::string invitation;
    ui::NodePort::Paired done;
    int retries = 0, leaves = 0;
    Paired() {
        restart({[this](SharedSecret text, ui::NodePort::Paired answer) {
                     invitation = text.text();
                     done = std::move(answer);
                 },
                 [this] { ++retries; }, [this] { ++leaves; }});
        answer<vault::GetStatus>({vault::State::absent, "", false, 0});
    }
    ui::NodeModel& node() { return *app().node(); }
    test::Screen onboarding() {
        session().start();
        return test::Screen("onboarding", "OnboardingScreen",
                            {{"model", QVariant::fromValue(app().onboarding())}}, {360, 740});
    }
    /// The window's model after pairing, its node's vault open.
    void use() {
        answer<vault::GetStatus>({vault::State::unlocked, "", true, 0});
        node().use("home");
        node().setLink(Link::Online, std::nullopt);
        QVERIFY(QTest::qWaitFor([this] { return session().stage() == Stage::Ready; }));
    }
};

}  // namespace

class TestNodes : public QObject {
    Q_OBJECT

private slots:
    void anInvitationIsPastedAndTheNodeUsed() {
        Paired paired;
        auto screen = paired.onboarding();
        QTRY_VERIFY(screen.find("Use my node"));
        screen.click("Use my node");
        QTRY_COMPARE(paired.app().onboarding()->step(), Step::Node);
        QTRY_VERIFY(screen.find("Invitation")->hasActiveFocus());
        screen.type("kosh:pair?wrong");
        QTest::keyClick(&screen.view(), Qt::Key_Return);
        QCOMPARE(paired.invitation, std::string("kosh:pair?wrong"));
        QVERIFY(paired.node().isBusy());
        QCOMPARE(screen.overflowing().join("; "), "");
        QCOMPARE(screen.nameless().join("; "), "");
        paired.done(
            fail(ErrorKind::unauthenticated, "auth.invitation", "this code is wrong or used"));
        QTRY_VERIFY(screen.shows("this code is wrong or used"));
        QVERIFY(!paired.node().isBusy());
        QVERIFY(!paired.node().isRemote());

        paired.answer<vault::GetStatus>({vault::State::locked, "", false, 0});
        QSignalSpy told(&paired.node(), &ui::NodeModel::paired);
        screen.click("Pair this device");
        paired.done(std::string("home"));
        QTRY_COMPARE(paired.session().stage(), Stage::Locked);
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.front().front().toString(), "home");
        QVERIFY(paired.node().isRemote());
        QVERIFY(!paired.app().onboarding()->isUnderWay());
        QCOMPARE(screen.warnings().join("; "), "");
    }

    void theWindowSaysWhenTheNodeIsAway() {
        Paired paired;
        paired.use();
        test::Screen screen("shell", "LinkBanner", {{"node", QVariant::fromValue(&paired.node())}},
                            {360, 740});
        QVERIFY(!screen.shows("Try now"));
        paired.node().setLink(Link::Offline, kGone);
        QTRY_VERIFY(screen.find("Try now"));
        QVERIFY(
            screen.find("home cannot be reached; reconnecting. no node answers at 192.0.2.1:1"));
        QCOMPARE(screen.overflowing().join("; "), "");
        screen.click("Try now");
        QCOMPARE(paired.retries, 1);
        paired.node().setLink(Link::Refused, kRevoked);
        QTRY_VERIFY(screen.find("home does not take this device. the pairing has been ended"));
        screen.click("Stop using it");
        QCOMPARE(paired.leaves, 1);
        QVERIFY(!paired.node().isRemote());
        QTRY_VERIFY(!screen.find("Stop using it"));
        // A last word of the node that was left changes nothing.
        paired.node().setLink(Link::Offline, kGone);
        QVERIFY(!paired.node().isRemote());
        QCOMPARE(screen.warnings().join("; "), "");
    }

    void aNodeThatCameBackLockedIsUnlockedAnew() {
        Paired paired;
        paired.use();
        QSignalSpy closing(&paired.session(), &ui::Session::closing);
        paired.node().setLink(Link::Offline, kGone);
        QCOMPARE(paired.session().stage(), Stage::Ready);
        paired.answer<vault::GetStatus>({vault::State::locked, "", false, 0});
        paired.node().setLink(Link::Online, std::nullopt);
        QTRY_COMPARE(paired.session().stage(), Stage::Locked);
        QCOMPARE(closing.size(), 1);
    }

    void aNodeThatCameBackOpenGoesOn() {
        Paired paired;
        paired.use();
        QSignalSpy closing(&paired.session(), &ui::Session::closing);
        paired.node().setLink(Link::Offline, kGone);
        const int before = paired.calls("wallet.list");
        paired.node().setLink(Link::Online, std::nullopt);
        QTRY_VERIFY(paired.calls("wallet.list") > before);
        QCOMPARE(paired.session().stage(), Stage::Ready);
        QCOMPARE(closing.size(), 0);
    }

    void leavingGoesBackToThisDevice() {
        Paired paired;
        paired.use();
        paired.answer<vault::GetStatus>({vault::State::absent, "", false, 0});
        paired.node().leave();
        QTRY_COMPARE(paired.session().stage(), Stage::Absent);
        QVERIFY(paired.node().name().isEmpty());
        paired.node().leave();
        QCOMPARE(paired.leaves, 1);
    }

    void withoutAPortThereIsOnlyThisDevice() {
        test::Harness harness;
        harness.open();
        harness.app().node()->retry();
        harness.app().node()->leave();
        QVERIFY(!harness.app().node()->isRemote());
    }
};

QTEST_MAIN(TestNodes)
#include "tst_nodes.moc"
