// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/approval_logs.h"
#include "domain/approval_state.h"

#include <kosh/crypto/abi_codec.h>

#include <QtTest>

using namespace kosh;
using namespace kosh::approval;

namespace {

namespace abi = crypto::abi;

Address at(std::uint8_t last) {
    Address address;
    address.bytes[19] = last;
    return address;
}
const Address kOwner = at(1), kToken = at(2), kSpender = at(3);
const Timestamp kNow{1'800'000'000'000'000};

chain::Log logOf(const Address& from, std::string_view event, std::vector<Hash256> indexed,
                 Bytes data = {}) {
    chain::Log log;
    log.address = from;
    log.topics = {abi::eventTopic(event)};
    log.topics.insert(log.topics.end(), indexed.begin(), indexed.end());
    log.data = std::move(data);
    log.blockNumber = 7;
    return log;
}
chain::CallResult word(const U256& value) {
    return {true, abi::Encoder().uint(value).take(), {}};
}
chain::CallResult account(const Address& address) {
    return {true, abi::Encoder().address(address).take(), {}};
}
const chain::CallResult kRefused{false, {}, "no"};

State stateOf(ApprovalKind kind, std::vector<chain::CallResult> results) {
    return stateFrom({kind, kToken, kSpender, U256(5)}, kOwner, results, kNow).value();
}

}  // namespace

class ApprovalDomainTest : public QObject {
    Q_OBJECT

private slots:
    void everyKindOfEventIsRead() {
        const auto erc20 = "Approval(address,address,uint256)";
        const auto owner = ownerTopic(kOwner), spender = ownerTopic(kSpender);
        Hash256 id;
        id.bytes[31] = 5;
        const std::vector<chain::Log> logs{
            logOf(kToken, erc20, {owner, spender}, abi::Encoder().uint(9).take()),
            logOf(kToken, erc20, {owner, spender, id}),
            logOf(kToken, "ApprovalForAll(address,address,bool)", {owner, spender}),
            logOf(permit2Address(), "Approval(address,address,address,uint160,uint48)",
                  {owner, ownerTopic(kToken), spender}),
            logOf(permit2Address(), "Lockdown(address,address,address)", {owner},
                  abi::Encoder().address(at(8)).address(at(9)).take())};
        const auto found = sightingsIn(logs, kOwner);
        const auto has = [&](ApprovalKey key) { return found.contains(key); };
        QCOMPARE(found.size(), std::size_t{5});
        QVERIFY(has({ApprovalKind::erc20, kToken, kSpender, {}}));
        QVERIFY(has({ApprovalKind::nftToken, kToken, kSpender, U256(5)}));
        QVERIFY(has({ApprovalKind::nftOperator, kToken, kSpender, {}}));
        QVERIFY(has({ApprovalKind::permit2, kToken, kSpender, {}}));
        QVERIFY(has({ApprovalKind::permit2, at(8), at(9), {}}));
    }

    void othersLogsDoNotCount() {
        const auto spender = ownerTopic(kSpender);
        const auto permit = "Permit(address,address,address,uint160,uint48,uint48)";
        QVERIFY(sightingsIn({logOf(kToken, "Approval(address,address,uint256)",
                                   {ownerTopic(at(77)), spender})},
                            kOwner)
                    .empty());
        // Only Permit2 itself may speak of Permit2.
        QVERIFY(sightingsIn({logOf(kToken, permit, {ownerTopic(kOwner), spender, spender})}, kOwner)
                    .empty());
        QVERIFY(sightingsIn({chain::Log{}}, kOwner).empty());
    }

    void atRiskIsTheLeast() {
        auto state = stateOf(ApprovalKind::erc20, {word(U256::max()), word(U256(10)), kRefused});
        QVERIFY(state.isUnlimited);
        QCOMPARE(state.atRisk.value().toString(), std::string("10"));
        state = stateOf(ApprovalKind::erc20, {word(U256(4)), word(U256(10)), kRefused});
        QVERIFY(!state.isUnlimited);
        QCOMPARE(state.atRisk.value().toString(), std::string("4"));
        state = stateOf(ApprovalKind::erc20, {word(U256(4)), kRefused, kRefused});
        QVERIFY(!state.atRisk);
        state = stateOf(ApprovalKind::erc20,
                        {word(U256::powerOfTwo(96) - U256(1)), kRefused, kRefused});
        QVERIFY(state.isUnlimited);
    }

    void whatCannotBeReadIsNoZero() {
        const std::vector<chain::CallResult> results{kRefused, word(U256(1)), word(U256(1))};
        const auto state =
            stateFrom({ApprovalKind::erc20, kToken, kSpender, {}}, kOwner, results, kNow);
        QCOMPARE(state.error().key, std::string("approval.unreadable"));
    }

    void permit2NeedsItsOwnAllowanceAndTime() {
        const auto inner = [](std::uint64_t amount, std::uint64_t until) {
            return chain::CallResult{
                true, abi::Encoder().uint(amount).uint(until).uint(0).take(), {}};
        };
        auto state = stateOf(ApprovalKind::permit2,
                             {inner(50, 1'900'000'000), word(U256(20)), word(U256(90))});
        QCOMPARE(state.atRisk.value().toString(), std::string("20"));
        QCOMPARE(state.expiresAt.value().micros, std::int64_t{1'900'000'000'000'000});
        state = stateOf(ApprovalKind::permit2,
                        {inner(50, 1'700'000'000), word(U256(20)), word(U256(90))});
        QVERIFY(state.amount.isZero());
        QVERIFY(state.atRisk.value().isZero());
    }

    void anNftThatIsSoldIsNotAtRisk() {
        QCOMPARE(stateOf(ApprovalKind::nftToken, {account(kSpender), account(kOwner), kRefused})
                     .amount.toString(),
                 std::string("1"));
        QVERIFY(stateOf(ApprovalKind::nftToken, {account(kSpender), account(at(50)), kRefused})
                    .amount.isZero());
        QVERIFY(stateOf(ApprovalKind::nftToken, {kRefused, kRefused, kRefused}).amount.isZero());
    }

    void idsAreReadAsTheyAreWritten() {
        for (const auto kind : {ApprovalKind::erc20, ApprovalKind::nftOperator,
                                ApprovalKind::nftToken, ApprovalKind::permit2}) {
            ApprovalKey key{kind, kToken, kSpender, {}};
            if (kind == ApprovalKind::nftToken) key.tokenId = U256::max();
            QVERIFY(ApprovalKey::parse(key.toString()).value() == key);
        }
        const auto base = cat(":", kToken.toString(), ":", kSpender.toString());
        for (const auto& text : {cat("erc21", base), cat("erc20", base, ":1"), std::string{},
                                 cat("nft_token", base), std::string("erc20:0x12:0x34")}) {
            QCOMPARE(ApprovalKey::parse(text).error().key, std::string("approval.id"));
        }
    }

    void valuesFollowThePrice() {
        // 2.5 units of 18 decimals at 3,000.0 of a token with 6.
        const auto price = U256(3'000'000'000) * U256::powerOfTwo(64);
        const auto amount = U256(2'500'000'000'000'000'000);
        QCOMPARE(valueOf(amount, price, 18).value().toString(), std::string("7500000000"));
        QVERIFY(!valueOf(U256::max(), U256::max(), 0));
        QVERIFY(!valueOf(amount, price, 200));
    }

    void revokingAsksForZero() {
        const auto call = revokeCall({ApprovalKind::erc20, kToken, kSpender, {}});
        QVERIFY(call.to == kToken);
        QCOMPARE(toHex(ByteView(call.data).first(4)), std::string("095ea7b3"));
        QVERIFY(U256::fromBigEndian(ByteView(call.data).last(32)).isZero());
        QVERIFY(revokeCall({ApprovalKind::permit2, kToken, kSpender, {}}).to == permit2Address());
        const auto forAll = revokeCall({ApprovalKind::nftOperator, kToken, kSpender, {}});
        QCOMPARE(toHex(ByteView(forAll.data).first(4)), std::string("a22cb465"));
    }
};

QTEST_APPLESS_MAIN(ApprovalDomainTest)
#include "tst_approval_domain.moc"
