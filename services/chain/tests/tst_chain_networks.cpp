// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "chain_world.h"

#include <QtTest>

using namespace kosh;
using namespace kosh::chain;

class NetworksTest : public QObject {
    Q_OBJECT

private slots:
    void theListedNetworksAreThereWithoutEndpoints() {
        ChainWorld w;
        const auto chains = w.world.call(ListChains{}).value().chains;
        QCOMPARE(chains.size(), std::size_t{9});
        for (const auto& chain : chains) {
            QVERIFY(chain.endpoints.empty());
            QCOMPARE(chain.dataAsOf, std::string("2026-11-21"));
            QVERIFY(!chain.contracts.factory.isZero() && !chain.numeraire.isZero());
        }
        QCOMPARE(chains.front().nativeSymbol, std::string("ETH"));
        QCOMPARE(chains.front().contracts.quoterV2.toString(),
                 std::string("0x61fFE014bA17989E743c5F6cB21bF9697530B21e"));
    }

    void anUnknownChainNamesTheKnownOnes() {
        ChainWorld w;
        const auto error = w.world.call(GetChain{4242}).error();
        QCOMPARE(error.key, std::string("chain.unknown"));
        QVERIFY(error.kind == ErrorKind::not_found);
        QVERIFY(error.message.find("42161") != std::string::npos);
    }

    void aCustomChainSurvivesARestart() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        w.world.restart();
        const auto chain = w.world.call(GetChain{kPractice});
        QVERIFY(chain.has_value());
        QVERIFY(chain->isCustom);
        QCOMPARE(chain->confirmations, 2);
        QCOMPARE(chain->endpoints.at(0), std::string("http://127.0.0.1:8545"));
        QCOMPARE(w.on([](FakePool& pool) { return pool.configured[kPractice].size(); }),
                 std::size_t{1});
        QCOMPARE(w.world.eventsOf("chain.changed").size(), std::size_t{1});
    }

    void anEndpointOfAnotherChainIsNotAdded() {
        ChainWorld w;
        w.on([](FakePool& pool) { pool.probes.emplace("http://127.0.0.1:8545", ChainId{1}); });
        QCOMPARE(w.add().error().key, std::string("chain.id_mismatch"));
        QVERIFY(!w.world.call(GetChain{kPractice}));
        QVERIFY(w.world.eventsOf("chain.*").empty());
    }

    void anUnreachableEndpointIsNotAdded() {
        ChainWorld w;
        w.on([](FakePool& pool) {
            pool.probes.emplace("http://127.0.0.1:8545",
                                fail(ErrorKind::unavailable, "chain.endpoint_unreachable", "no"));
        });
        QCOMPARE(w.add().error().key, std::string("chain.endpoint_unreachable"));
        QVERIFY(!w.world.call(GetChain{kPractice}));
    }

    void aMainNetworkKeepsItsContracts() {
        ChainWorld w;
        auto chain = ChainWorld::practice();
        chain.chainId = 1;
        QCOMPARE(w.add(chain).error().key, std::string("chain.listed"));
    }

    void badDefinitionsNameTheField() {
        ChainWorld w;
        auto chain = ChainWorld::practice();
        chain.name = "a\nb";
        QCOMPARE(w.add(chain).error().details.at("field"), std::string("chain.name"));
        chain = ChainWorld::practice();
        chain.endpoints.clear();
        QCOMPARE(w.add(chain).error().details.at("field"), std::string("chain.endpoints"));
        chain.endpoints = {"ftp://127.0.0.1"};
        QCOMPARE(w.add(chain).error().key, std::string("chain.endpoint_url"));
    }

    void keysAreHiddenAndAShownUrlMeansTheStoredOne() {
        ChainWorld w;
        const std::string url = "https://user:pass@node.example/v3/0123456789abcdef?apikey=X";
        const std::string shown = "https://node.example/v3/…";
        w.on([&](FakePool& pool) { pool.probes.emplace(url, ChainId{1}); });
        QCOMPARE(w.world.call(SetEndpoints{1, {url}}).value().endpoints.at(0), shown);
        const std::string other = "https://second.example";
        w.on([&](FakePool& pool) { pool.probes.emplace(other, ChainId{1}); });
        QVERIFY(w.world.call(SetEndpoints{1, {shown, other}}).has_value());
        const auto configured = w.on([](FakePool& pool) { return pool.configured[1]; });
        QCOMPARE(configured.at(0).url, url);
        QCOMPARE(w.world.call(GetChain{1}).value().endpoints.at(0), shown);
    }

    void entriesKeepTheirSettingsAcrossARestart() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        const std::vector<Endpoint> entries{
            {.url = "http://b.example", .weight = 3, .order = 7},
            {.url = "http://a.example", .order = 2, .role = EndpointRole::read},
            {.url = "http://off.example", .order = 3, .isEnabled = false},
            {.url = "http://relay.example", .order = 9, .role = EndpointRole::broadcast}};
        const auto set = w.world.call(SetEndpoints{kPractice, {}, entries}).value();
        w.world.restart();
        const auto chain = w.world.call(GetChain{kPractice}).value();
        QCOMPARE(chain.entries.size(), std::size_t{4});
        QVERIFY(chain.entries == set.entries);
        QCOMPARE(chain.entries.at(0).url, std::string("http://a.example"));
        QCOMPARE(chain.entries.at(2).weight, std::int64_t{3});
        QVERIFY(!chain.entries.at(1).isEnabled);
        // The shorthand shows what is read from.
        QVERIFY(chain.endpoints ==
                (std::vector<std::string>{"http://a.example", "http://b.example"}));
        // Writing it keeps the private relay.
        const auto shorter = w.world.call(SetEndpoints{kPractice, {"http://c.example"}}).value();
        QCOMPARE(shorter.entries.size(), std::size_t{2});
        QVERIFY(shorter.entries.at(1).role == EndpointRole::broadcast);
    }

    void entriesAndUrlsTogetherAreRefused() {
        ChainWorld w;
        const auto error =
            w.world.call(SetEndpoints{1, {"http://a.example"}, {{.url = "http://b.example"}}})
                .error();
        QCOMPARE(error.details.at("field"), std::string("entries"));
    }

    void aPrivateBroadcastNeedsAPrivateEndpoint() {
        ChainWorld w;
        QVERIFY(w.add().has_value());
        const Bytes raw{0x02, 0x01};
        const auto hash = crypto::keccak256(raw).toString();
        w.on([&](FakePool& pool) {
            pool.answers["eth_sendRawTransaction"] =
                [hash](const std::string&) -> Result<std::string> { return cat('"', hash, '"'); };
        });
        const auto refused = w.world.call(SendRawTransaction{kPractice, raw, true}).error();
        QCOMPARE(refused.key, std::string("chain.no_private_endpoint"));
        QVERIFY(refused.kind == ErrorKind::precondition);
        QVERIFY(w.on([](FakePool& pool) { return pool.audiences.empty(); }));
        QVERIFY(w.world
                    .call(SetEndpoints{
                        kPractice,
                        {},
                        {{.url = "http://a.example"},
                         {.url = "http://relay.example", .role = EndpointRole::broadcast}}})
                    .has_value());
        QVERIFY(w.world.call(SendRawTransaction{kPractice, raw, true}).has_value());
        QVERIFY(w.world.call(SendRawTransaction{kPractice, raw}).has_value());
        QVERIFY(w.on([](FakePool& pool) {
            return pool.audiences ==
                   std::vector<Audience>{Audience::privateOnly, Audience::everybody};
        }));
    }

    void offlineEndpointsMayBeChosen() {
        ChainWorld w;
        w.on([](FakePool& pool) {
            pool.probes.emplace("https://offline.example",
                                fail(ErrorKind::unavailable, "chain.endpoint_unreachable", "no"));
        });
        QVERIFY(w.world.call(SetEndpoints{1, {"https://offline.example"}}).has_value());
    }
};

QTEST_GUILESS_MAIN(NetworksTest)
#include "tst_chain_networks.moc"
