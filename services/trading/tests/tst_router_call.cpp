// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/router_call.h"
#include "router_fixture.h"

#include <kosh/transact/steps.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::trading;

namespace {

Address addressOf(std::uint8_t last) {
    Address address;
    address.bytes[19] = last;
    return address;
}
const Address kA = addressOf(0xa1);
const Address kB = addressOf(0xb1);
const Address kWrapped = addressOf(0xe1);
const Address kRouter = addressOf(0xf1);
const Address kOwner = Address::parse("0x9858EfFD232B4033E47d90003D41EC34EcaEda94").value();
constexpr std::uint64_t kDeadline = 1'893'456'000;

token::Token tokenAt(const Address& address) {
    return {1, address, "T", "T", 6};
}
quote::Hop hop(const Address& in, std::uint32_t fee, const Address& out) {
    return {addressOf(9), fee, tokenAt(in), tokenAt(out)};
}

/// 1,000,000 for at least 990,000, or at most 1,005,000 for 995,000.
quote::Quote quoteOf(std::vector<quote::Hop> route, bool isExactOutput = false) {
    quote::Quote quote;
    quote.chainId = 1;
    quote.tokenIn = route.front().tokenIn;
    quote.tokenOut = route.back().tokenOut;
    quote.isExactOutput = isExactOutput;
    quote.amountIn = U256(1'000'000);
    quote.amountOut = U256(995'000);
    quote.minimumReceived = isExactOutput ? quote.amountOut : U256(990'000);
    quote.maximumSpent = isExactOutput ? U256(1'005'000) : quote.amountIn;
    quote.route = route;
    quote.parts = {{.shareBps = 10'000,
                    .amountIn = quote.amountIn,
                    .amountOut = quote.amountOut,
                    .minimumReceived = quote.minimumReceived,
                    .maximumSpent = quote.maximumSpent,
                    .hops = std::move(route)}};
    return quote;
}

RouterCall build(const quote::Quote& quote) {
    chain::Contracts contracts;
    contracts.swapRouter02 = kRouter;
    contracts.wrappedNative = kWrapped;
    return buildSwapCall(quote, contracts, kOwner, kDeadline);
}
/// The native coin has the zero address; the route goes through its wrapped form.
quote::Quote sellingNative(quote::Quote quote) {
    quote.tokenIn = tokenAt({});
    return quote;
}
quote::Quote buyingNative(quote::Quote quote) {
    quote.tokenOut = tokenAt({});
    return quote;
}

bool contains(const Bytes& data, std::string_view hex) {
    return toHex(data).find(hex) != std::string::npos;
}

}  // namespace

class RouterCallTest : public QObject {
    Q_OBJECT

    static void same(const Bytes& data, std::string_view expected) {
        QCOMPARE(toHex(data), std::string(expected));
    }

private slots:
    void exactInput() {
        const auto single = build(quoteOf({hop(kA, 500, kB)}));
        same(single.data, fixture::kExactInputSingle);
        QVERIFY(single.router == kRouter);
        QVERIFY(single.value.isZero());
        const auto path = build(quoteOf({hop(kA, 500, kWrapped), hop(kWrapped, 3000, kB)}));
        same(path.data, fixture::kExactInputPath);
        QVERIFY(path.value.isZero());
    }

    void exactOutput() {
        same(build(quoteOf({hop(kA, 500, kB)}, true)).data, fixture::kExactOutputSingle);
        const auto path = build(quoteOf({hop(kA, 500, kWrapped), hop(kWrapped, 3000, kB)}, true));
        same(path.data, fixture::kExactOutputPath);
        QVERIFY(path.value.isZero());
    }

    void nativeCoinIn() {
        const auto call = build(sellingNative(quoteOf({hop(kWrapped, 3000, kB)})));
        same(call.data, fixture::kExactInputNativeIn);
        QVERIFY(call.value == U256(1'000'000));
    }

    void nativeCoinInForAnExactOutputGetsItsChange() {
        const auto call = build(sellingNative(quoteOf({hop(kWrapped, 3000, kB)}, true)));
        same(call.data, fixture::kExactOutputNativeIn);
        QVERIFY(call.value == U256(1'005'000));
        const auto path =
            build(sellingNative(quoteOf({hop(kWrapped, 500, kA), hop(kA, 3000, kB)}, true)));
        same(path.data, fixture::kExactOutputPathNativeIn);
    }

    void nativeCoinOutIsUnwrapped() {
        const auto call = build(buyingNative(quoteOf({hop(kA, 500, kWrapped)})));
        same(call.data, fixture::kExactInputNativeOut);
        QVERIFY(call.value.isZero());
        same(build(buyingNative(quoteOf({hop(kA, 100, kB), hop(kB, 3000, kWrapped)}))).data,
             fixture::kExactInputPathNativeOut);
        same(build(buyingNative(quoteOf({hop(kA, 500, kWrapped)}, true))).data,
             fixture::kExactOutputNativeOut);
    }

    void partsAreCallsOfOneMulticall() {
        auto quote = quoteOf({hop(kA, 500, kB)});
        auto second = quoteOf({hop(kA, 500, kWrapped), hop(kWrapped, 3000, kB)}).parts.front();
        const auto one = toHex(build(quote).data), other = [&] {
            auto alone = quote;
            alone.parts = {second};
            return toHex(build(alone).data);
        }();
        quote.parts.push_back(second);
        const auto both = toHex(build(quote).data);
        // Selector, deadline, offset, count, offsets: then the calls with their lengths.
        constexpr std::size_t kWord = 64;
        const auto callOf = [](const std::string& data) { return data.substr(8 + 4 * kWord); };
        QVERIFY(both.find(callOf(one)) != std::string::npos);
        QVERIFY(both.find(callOf(other)) != std::string::npos);
        QCOMPARE(both.substr(8 + 2 * kWord, kWord), cat(std::string(kWord - 1, '0'), "2"));
        QVERIFY(both.starts_with(one.substr(0, 8 + 2 * kWord)));
    }

    void selectors() {
        const auto first = quoteOf({hop(kA, 500, kB)});
        const auto longer = quoteOf({hop(kA, 500, kWrapped), hop(kWrapped, 3000, kB)});
        QVERIFY(toHex(build(first).data).starts_with("5ae401dc"));
        QVERIFY(contains(build(first).data, "04e45aaf"));
        QVERIFY(contains(build(longer).data, "b858183f"));
        auto exact = first;
        exact.isExactOutput = true;
        QVERIFY(contains(build(exact).data, "5023b4df"));
        QVERIFY(contains(build(sellingNative(exact)).data, "12210e8a"));
        QVERIFY(contains(build(buyingNative(first)).data, "49404b7c"));
        exact = longer;
        exact.isExactOutput = true;
        QVERIFY(contains(build(exact).data, "09b81346"));
    }

    void paths() {
        const std::vector route{hop(kA, 500, kWrapped), hop(kWrapped, 10'000, kB)};
        const std::string zeros(38, '0');
        QCOMPARE(toHex(encodePath(route, false)),
                 cat(zeros, "a1", "0001f4", zeros, "e1", "002710", zeros, "b1"));
        QCOMPARE(toHex(encodePath(route, true)),
                 cat(zeros, "b1", "002710", zeros, "e1", "0001f4", zeros, "a1"));
        QVERIFY(encodePath({}, false).empty());
    }

    void approval() {
        same(transact::approveCall(kRouter, U256(1'005'000)), fixture::kApprove);
        same(transact::approveCall(kRouter, U256::max()), fixture::kApproveUnlimited);
    }
};

QTEST_APPLESS_MAIN(RouterCallTest)
#include "tst_router_call.moc"
