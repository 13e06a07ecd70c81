// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/abi_codec.h>
#include <kosh/crypto/ens.h>
#include <kosh/name/api.h>
#include <kosh/name/module.h>
#include <kosh/test/service_rig.h>

#include <QtTest>

#include <map>

using namespace kosh;
using namespace kosh::name;

namespace {

namespace abi = crypto::abi;

Address at(std::uint8_t last) {
    Address address;
    address.bytes[19] = last;
    return address;
}
const Address kRegistry = Address::parse("0x00000000000C2E074eC69A0dFb2997BA6C7d2e1e").value();
const Address kPlain = at(2), kWild = at(3), kAway = at(4), kHolder = at(9);

/// A registry with an ordinary resolver, a wildcard one and one that answers elsewhere.
struct World {
    test::ServiceRig rig{module()};
    std::map<Hash256, Address> resolvers, addresses;
    std::map<Hash256, std::string> names;

    World() {
        rig.node.on<chain::GetChain>([](const chain::GetChain& request, const auto&) {
            chain::Chain chain;
            chain.chainId = request.chainId;
            chain.name = "Somewhere";
            return chain;
        });
        rig.node.on<chain::CallContracts>([this](const chain::CallContracts& request, const auto&) {
            chain::CallContracts::Response response;
            response.evidence.blockNumber = 5;
            for (const auto& call : request.calls) response.results.push_back(answer(call));
            return response;
        });
        rig.start();
    }
    ~World() { rig.stop(); }

    void set(const std::string& name, const Address& resolver, const Address& address) {
        resolvers[crypto::ens::namehash(name)] = resolver;
        addresses[crypto::ens::namehash(name)] = address;
    }
    void nameItself(const Address& address, std::string name) {
        const auto node = crypto::ens::namehash(cat(toHex(address.view()), ".addr.reverse"));
        resolvers[node] = kPlain;
        names[node] = std::move(name);
    }
    Result<ResolveName::Response> resolve(std::string name) {
        return rig.call(ResolveName{std::move(name), 1});
    }

private:
    chain::CallResult answer(const chain::CallRequest& call) {
        if (call.to == kWild) {
            const auto inner = abi::Encoder().address(at(0x55)).take();
            return {toHex(ByteView(call.data).first(4)) == "9061b923",
                    abi::Encoder().bytes(inner).take(),
                    {}};
        }
        if (call.to == kAway) return {false, {0x55, 0x6f, 0x18, 0x30, 0}, "lookup"};
        const auto node = Hash256::fromBytes(ByteView(call.data).subspan(4, 32)).value();
        const auto selector = toHex(ByteView(call.data).first(4));
        if (call.to == kRegistry) return {true, abi::Encoder().address(resolvers[node]).take(), {}};
        if (selector == "691f3431") return {true, abi::Encoder().string(names[node]).take(), {}};
        return {true, abi::Encoder().address(addresses[node]).take(), {}};
    }
};

}  // namespace

class NameServiceTest : public QObject {
    Q_OBJECT

private slots:
    void aNameIsFoundAndCheckedBack() {
        World w;
        w.set("foo.eth", kPlain, kHolder);
        auto found = w.resolve("FOO.eth").value();
        QCOMPARE(found.name, std::string("foo.eth"));
        QVERIFY(found.address == kHolder && found.resolver == kPlain && !found.isPrimary);
        w.nameItself(kHolder, "foo.eth");
        QVERIFY(w.resolve("foo.eth").value().isPrimary);
        QCOMPARE(w.rig.call(ReverseName{kHolder, 1}).value().name.value(), std::string("foo.eth"));
    }

    void aClaimedNameIsNotBelieved() {
        World w;
        w.set("foo.eth", kPlain, kHolder);
        w.nameItself(at(0x66), "foo.eth");
        auto told = w.rig.call(ReverseName{at(0x66), 1}).value();
        QVERIFY(!told.name && !told.reason.empty());
        w.nameItself(kHolder, "Foo.eth");
        QVERIFY(!w.rig.call(ReverseName{kHolder, 1}).value().name);
        QVERIFY(!w.rig.call(ReverseName{at(0x67), 1}).value().name);
    }

    void wildcardsAnswerForTheirChildren() {
        World w;
        w.set("wild.eth", kWild, {});
        QVERIFY(w.resolve("any.thing.wild.eth").value().address == at(0x55));
    }

    void whatIsNotThereIsAnError() {
        World w;
        QCOMPARE(w.resolve("nobody.eth").error().key, std::string("name.not_found"));
        w.set("empty.eth", kPlain, {});
        QCOMPARE(w.resolve("empty.eth").error().key, std::string("name.not_found"));
        w.set("away.eth", kAway, {});
        QCOMPARE(w.resolve("away.eth").error().key, std::string("name.offchain"));
        const auto wrong = w.resolve("a..eth").error();
        QCOMPARE(wrong.key, std::string("ens.empty_label"));
        QCOMPARE(wrong.details.at("field"), std::string("name"));
    }

    void otherNetworksNeedARegistry() {
        World w;
        w.set("foo.eth", kPlain, kHolder);
        const ResolveName request{"foo.eth", 31337};
        QCOMPARE(w.rig.call(request).error().key, std::string("name.no_registry"));
        QVERIFY(w.rig.call(SetRegistry{31337, kRegistry}).has_value());
        w.rig.restart();
        QVERIFY(w.rig.call(request).value().address == kHolder);
        QVERIFY(w.rig.call(SetRegistry{31337, {}}).has_value());
        QCOMPARE(w.rig.call(request).error().key, std::string("name.no_registry"));
    }
};

QTEST_GUILESS_MAIN(NameServiceTest)
#include "tst_name_service.moc"
