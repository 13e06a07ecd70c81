// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "remote_world.h"

#include <QtTest>

#include <sys/stat.h>

using namespace kosh;
using namespace kosh::remote;
using namespace kosh::remote::test;
using namespace std::chrono_literals;

namespace {

template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? "ok" : result.error().key;
}

unsigned modeOf(const std::string& path) {
    struct stat facts{};
    return ::stat(path.c_str(), &facts) == 0 ? facts.st_mode & 0777U : 0;
}

}  // namespace

class RemoteNodeTest : public QObject {
    Q_OBJECT

private slots:
    void pairingKeepsAKeyForTheUserAlone() {
        World w;
        const auto paired = w.pairWith(w.invitation()).value();
        QCOMPARE(paired.label, std::string("laptop"));
        QCOMPARE(w.nodes.list().size(), std::size_t{1});
        const auto files = w.nodes.credentials(paired);
        QCOMPARE(modeOf(files.keyFile), 0600U);
        QCOMPARE(modeOf(w.folder.file("nodes/home/node.json")), 0600U);
        QCOMPARE(modeOf(w.folder.file("nodes/home")), 0700U);
        QVERIFY(w.authenticator.devices.contains(
            crypto::certificateFingerprint(files.certificateFile).value()));
        QCOMPARE(keyOf(w.pairWith(w.invitation())), std::string("remote.name_taken"));
        QVERIFY(w.nodes.forget("home"));
        QVERIFY(w.nodes.list().empty());
        QCOMPARE(keyOf(w.nodes.find("home")), std::string("remote.unknown_node"));
    }

    void pairingThatFailsKeepsNothing() {
        World w;
        auto wrong = w.invitation();
        wrong.code = SharedSecret::fromText("WRONG");
        QCOMPARE(keyOf(w.pairWith(wrong)), std::string("auth.invitation"));
        auto other = w.invitation();
        other.certificate.bytes[0] ^= 1;
        QCOMPARE(keyOf(w.pairWith(other)), std::string("remote.certificate"));
        auto nobody = w.invitation();
        nobody.addresses = {"127.0.0.1:1"};
        QCOMPARE(keyOf(w.pairWith(nobody)), std::string("remote.unreachable"));
        for (const auto* name : {"..", "a/b", ".hidden"}) {
            QCOMPARE(keyOf(w.pairWith(w.invitation(), name)), std::string("remote.name"));
        }
        QVERIFY(w.nodes.list().empty());
        QVERIFY(!QFile::exists(QString::fromStdString(w.folder.file("nodes/home"))));
        // The first address that answers counts.
        auto some = w.invitation();
        some.addresses.insert(some.addresses.begin(), "127.0.0.1:1");
        QCOMPARE(w.pairWith(some)->addresses.size(), std::size_t{2});
    }

    void callsGoOnAfterAReconnection() {
        World w;
        w.pairWith(w.invitation()).value();
        const auto node = w.connect();
        const auto owner = ops::Context::owner();
        QCOMPARE(w.core.run(node->call(Add{2}, owner))->total, std::int64_t{2});
        QVERIFY(w.reaches(LinkState::online));
        QVERIFY2(!w.keys.front().empty(), "a command without a key gets one");
        w.stop();
        QVERIFY(w.reaches(LinkState::offline));
        QCOMPARE(keyOf(w.core.run(node->call(Add{1}, owner.withTimeout(50ms)))),
                 std::string("remote.offline"));
        std::optional<Result<Add::Response>> late;
        w.core.call([&] {
            async::spawn(w.core.executor(), callInto(*node, Add{3}, late), [](const Error&) {});
        });
        w.start();
        node->retryNow();
        QVERIFY(w.core.waitUntil([&] { return late.has_value(); }));
        QCOMPARE(late->value().total, std::int64_t{5});
        QVERIFY(w.reaches(LinkState::online));
        const auto keyed = owner.withKey("mine");
        QVERIFY(w.core.run(node->call(Add{1}, keyed)));
        QCOMPARE(w.keys.back(), std::string("mine"));
    }

    void eventsGoOnWhenTheNodeCameBackFromABackup() {
        World w;
        w.pairWith(w.invitation()).value();
        const auto node = w.connect();
        std::vector<std::string> types;
        std::unique_ptr<ops::Subscription> handle;
        w.core.call([&] {
            handle = *node->subscribe(
                {"*"}, 1, [&types](const events::Event& event) { types.push_back(event.type); });
            for (int i = 0; i < 5; ++i) w.publish("a.lost");
        });
        QVERIFY(w.core.waitUntil([&] { return types.size() == 5; }));
        w.stop();
        w.core.call([&w] {
            w.published.resize(2);
            w.follows = 0;
        });
        w.start();
        node->retryNow();
        QVERIFY(w.core.waitUntil([&w] { return w.follows > 0; }));
        w.core.call([&w] { w.publish("a.third"); });
        QVERIFY(w.core.waitUntil([&] { return types.back() == "a.third"; }));
        w.core.call([&] { handle.reset(); });
    }

    void eventsResumeWhereTheyStopped() {
        World w;
        w.pairWith(w.invitation()).value();
        w.core.call([&w] { w.publish("a.old"); });
        const auto node = w.connect();
        std::vector<std::int64_t> all, some, whole;
        std::vector<std::unique_ptr<ops::Subscription>> handles;
        const auto follow = [&](std::vector<std::string> topics, std::int64_t from, auto& into) {
            w.core.call([&] {
                handles.push_back(*node->subscribe(
                    topics, from, [&into](const auto& event) { into.push_back(event.sequence); }));
            });
        };
        follow({"*"}, 0, all);
        follow({"b.*"}, 0, some);
        // Events go on while the subscription is being made: it begins somewhere among them.
        QVERIFY(w.core.waitUntil([&] {
            w.publish("b.first");
            return !all.empty() && !some.empty();
        }));
        w.stop();
        w.core.call([&] {
            w.publish("a.meanwhile");
            w.publish("b.meanwhile");
        });
        w.start();
        node->retryNow();
        const auto last = w.core.call([&] { return w.published.back().sequence; });
        QVERIFY(w.core.waitUntil([&] { return all.back() == last && some.back() == last; }));
        follow({"*"}, 1, whole);
        QVERIFY(w.core.waitUntil([&] { return whole.size() == w.published.size(); }));
        w.core.call([&] { w.publish("a.end"); });
        QVERIFY(w.core.waitUntil([&] {
            return whole.size() == w.published.size() && all.back() == w.published.back().sequence;
        }));
        for (std::size_t i = 0; i < whole.size(); ++i) {
            QCOMPARE(whole[i], static_cast<std::int64_t>(i) + 1);
        }
        for (std::size_t i = 1; i < all.size(); ++i) QCOMPARE(all[i], all[i - 1] + 1);
        QVERIFY2(std::ranges::find(some, last - 1) == some.end(), "only its own topics");
        QVERIFY(std::ranges::is_sorted(some));
        w.core.call([&] { handles.clear(); });
    }

    void refusalsAreToldToEveryCaller() {
        World w;
        w.pairWith(w.invitation()).value();
        const auto node = w.connect();
        const auto owner = ops::Context::owner();
        QVERIFY(w.core.run(node->call(Add{1}, owner)));
        w.core.call([&w] {
            w.authenticator.refusal = {ErrorKind::unauthenticated, "auth.revoked", "revoked"};
        });
        QCOMPARE(keyOf(w.core.run(node->call(Add{1}, owner))), std::string("auth.revoked"));
        QVERIFY(w.reaches(LinkState::refused));
        QCOMPARE(w.core.call([&w] { return w.statuses.back().reason->key; }),
                 std::string("auth.revoked"));
        QCOMPARE(w.total, std::int64_t{1});
        w.core.call([&w] { w.authenticator.refusal.reset(); });
        node->retryNow();
        QVERIFY(w.reaches(LinkState::online));
        QVERIFY(w.core.run(node->call(Add{1}, owner)));
    }

    void anotherNodeAtTheAddressIsRefused() {
        World w;
        w.pairWith(w.invitation()).value();
        w.stop();
        QVERIFY(QFile::remove(QString::fromStdString(w.folder.file("node.pem"))));
        QVERIFY(crypto::ensureCertificate(w.folder.file("node.pem"), w.folder.file("node.key"),
                                          {"node", {"127.0.0.1"}, true}));
        w.start();
        const auto node = w.connect();
        QVERIFY(w.reaches(LinkState::refused));
        QCOMPARE(keyOf(w.core.run(node->call(Add{1}, ops::Context::owner()))),
                 std::string("remote.certificate"));
    }

    void somebodyAtATerminalIsToldAtOnce() {
        World w;
        w.pairWith(w.invitation()).value();
        w.stop();
        const auto node = w.connect({.failsFast = true});
        QCOMPARE(keyOf(w.core.run(node->call(Add{1}, ops::Context::owner()))),
                 std::string("remote.offline"));
    }

private:
    static Task<> callInto(NetworkNode& node, Add request,
                           std::optional<Result<Add::Response>>& into) {
        into = co_await node.call(request, ops::Context::owner());
        co_return ok();
    }
};

QTEST_GUILESS_MAIN(RemoteNodeTest)
#include "tst_remote_node.moc"
