// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/amm/tick_math.h>
#include <kosh/crypto/abi_codec.h>
#include <kosh/liquidity/api.h>
#include <kosh/liquidity/module.h>
#include <kosh/pool/api.h>
#include <kosh/test/service_rig.h>
#include <kosh/vault/api.h>

#include <map>

namespace kosh::liquidity {

inline constexpr ChainId kChain = 31337;
inline Address addressOf(std::uint8_t last) {
    Address address;
    address.bytes[19] = last;
    return address;
}
inline const token::Token kUsdc{kChain, addressOf(0x0a), "USDC", "USD", 6};
inline const token::Token kWeth{kChain, addressOf(0x0b), "WETH", "Wrapped", 18};
inline const token::Token kEth{kChain, {}, "ETH", "Ether", 18};
inline const Address kPool = addressOf(0xf2), kManager = addressOf(0xf1), kOwner = addressOf(0x99);

template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? std::string("ok") : result.error().key;
}

/// Everything round the service: a chain with one pool at tick 0 and one position (7), tokens, and
/// a wallet that signs once per reference and purpose. Change it on the core thread.
class FakeNetwork {
public:
    std::map<Address, U256> balances{
        {kUsdc.address, U256(5'000'000)}, {kWeth.address, U256(5'000'000)}, {{}, U256(5'000'000)}};
    U256 allowance;
    bool isSigningOpen = true, isPoolCurrent = true;
    U256 positionLiquidity{1'000'000'000}, owed0{30}, owed1;
    Address positionOwner = kOwner;
    std::string simulationReason;
    std::vector<Address> takePermits;  ///< As these tokens say.
    Address refusesPermit;             ///< This token refuses those it asked for.
    std::vector<wallet::SignPermit> permits;
    std::map<std::string, wallet::TransactionStatus> outcomes;  ///< By purpose; default final.
    std::vector<chain::Endpoint> endpoints;
    using Key = std::pair<std::string, std::string>;  ///< Reference, purpose.
    std::map<Key, wallet::PrepareTransaction> prepared;
    bool isSignedDifferently = false;
    /// The saga's call of this number (from 1) has its effect, but its answer is lost.
    int loseAnswerOf = 0;
    bool isLost = false;
    simulation::Run::Response review{.isSuccess = true, .canSign = true};
    std::vector<simulation::Run> studied;
    bool isReviewed = false;  ///< What comes then is the saga's.

    void answerOn(ops::FakeNode& node) {
        answerStart(node);
        answerWallet(node);
    }

private:
    template <ops::Operation Op>
    void on(ops::FakeNode& node, std::function<Result<typename Op::Response>(const Op&)> answer) {
        node.on<Op>([answer](const Op& request, const ops::Context&) { return answer(request); });
    }
    template <ops::Operation Op>
    void onSaga(ops::FakeNode& node,
                std::function<Result<typename Op::Response>(const Op&)> answer) {
        on<Op>(node, [this, answer](const Op& request) -> Result<typename Op::Response> {
            if (isLost) return fail(ErrorKind::unavailable, "chain.unavailable", "cable out");
            auto given = answer(request);
            if (!isReviewed || ++m_calls != loseAnswerOf) return given;
            isLost = true;
            return fail(ErrorKind::unavailable, "chain.unavailable", "the answer got lost");
        });
    }
    void answerStart(ops::FakeNode& node) {
        on<simulation::Run>(node, [this](const auto& request) {
            isReviewed = true;
            studied.push_back(request);
            return review;
        });
        on<chain::GetChain>(node, [this](const auto&) {
            chain::Chain chain;
            chain.chainId = kChain;
            chain.contracts.factory = addressOf(0xf0);
            chain.contracts.positionManager = kManager;
            chain.contracts.wrappedNative = kWeth.address;
            chain.entries = endpoints;
            return chain;
        });
        on<wallet::ListWallets>(node, [](const auto&) {
            wallet::ListWallets::Response response;
            response.wallets.emplace_back().addresses = {{kOwner, "m/44'/60'/0'/0/0", ""}};
            return response;
        });
        on<vault::GetStatus>(node, [this](const auto&) {
            vault::GetStatus::Response response;
            response.isSigningUnlocked = isSigningOpen;
            return response;
        });
        on<token::ResolveToken>(node, [](const auto& request) -> Result<token::Token> {
            for (const auto& token : {kUsdc, kWeth, kEth}) {
                if (token.symbol == request.token || token.address.toString() == request.token)
                    return token;
            }
            return fail(ErrorKind::not_found, "token.unknown", "no such token");
        });
        on<token::DescribeTokens>(node, [](const auto& request) {
            token::DescribeTokens::Response response;
            for (const auto& address : request.addresses) {
                auto& details = response.tokens.emplace_back();
                details.address = address;
                details.token = address == kUsdc.address ? kUsdc : kWeth;
            }
            return response;
        });
        on<token::GetBalances>(node, [this](const auto& request) {
            token::GetBalances::Response response;
            for (const auto& address : request.tokens) {
                const auto& token = address.isZero()           ? kEth
                                    : address == kUsdc.address ? kUsdc
                                                               : kWeth;
                response.balances.push_back({token, balances.at(address), ""});
            }
            return response;
        });
        on<pool::FindPools>(node, [this](const auto&) {
            pool::FindPools::Response response;
            const auto price = amm::sqrtRatioAtTick(0).value();
            pool::Snapshot snapshot;
            snapshot.pool = {kChain, kPool, kUsdc.address, kWeth.address, 3000, 60};
            snapshot.state = std::make_shared<amm::PoolState>(
                amm::PoolState::createEmpty({3000, 60}, price).value());
            response.snapshots = {snapshot};
            response.isCurrent = isPoolCurrent;
            return response;
        });
    }
    void answerWallet(ops::FakeNode& node) {
        onSaga<token::GetAllowance>(
            node, [this](const auto&) { return token::GetAllowance::Response{allowance, {}}; });
        onSaga<chain::CallContracts>(node, [this](const auto& request) {
            chain::CallContracts::Response response;
            response.evidence.blockNumber = 41;
            for (const auto& call : request.calls) response.results.push_back(answerCall(call));
            return response;
        });
        onSaga<chain::GetReceipt>(node, [this](const auto& request) {
            chain::GetReceipt::Response response;
            response.receipt = receiptOf(request.hash);
            return response;
        });
        onSaga<chain::GetBlock>(node, [](const auto& request) {
            chain::Block block;
            block.number = request.number;
            block.at = {1'800'000'000'000'000};
            return block;
        });
        on<wallet::CheckPermit>(node, [this](const auto& request) {
            const bool takes = std::ranges::find(takePermits, request.token) != takePermits.end();
            return wallet::CheckPermit::Response{takes, takes ? "it says so" : "it has none", {}};
        });
        onSaga<wallet::SignPermit>(
            node, [this](const auto& request) -> Result<wallet::SignPermit::Response> {
                if (!isSigningOpen)
                    return fail(ErrorKind::precondition, "vault.signing_locked", "locked");
                permits.push_back(request);
                wallet::SignPermit::Response response;
                response.signature.assign(65, 0x11);
                response.signature.back() = 28;
                return response;
            });
        onSaga<wallet::PrepareTransaction>(
            node, [this](const auto& request) { return prepare(request); });
        onSaga<wallet::BroadcastTransaction>(
            node, [this](const auto& request) -> Result<wallet::Transaction> {
                auto& transaction = m_transactions.at(request.transactionId);
                transaction.status = wallet::TransactionStatus::pending;
                return transaction;
            });
        on<wallet::ListTransactions>(node, [this](const auto& request) {
            wallet::ListTransactions::Response response;
            for (const auto& [key, id] : m_ids) {
                if (request.reference == key.first)
                    response.transactions.push_back(m_transactions.at(id));
            }
            return response;
        });
        onSaga<wallet::GetTransaction>(node, [this](const auto& request) {
            auto& transaction = m_transactions.at(request.transactionId);
            const auto seen = transaction;
            if (transaction.status == wallet::TransactionStatus::pending) {
                const auto it = outcomes.find(transaction.purpose);
                transaction.status =
                    it == outcomes.end() ? wallet::TransactionStatus::final : it->second;
            }
            return seen;
        });
    }
    chain::CallResult answerCall(const chain::CallRequest& call) {
        const auto is = [&](std::string_view signature) {
            const auto selector = crypto::abi::selector(signature);
            return std::ranges::equal(ByteView(call.data).first(4), selector);
        };
        crypto::abi::Encoder out;
        const auto zeros = [&out](int count) {
            for (int i = 0; i < count; ++i) out.uint(0);
        };
        if (is("balanceOf(address)"))
            out.uint(1);
        else if (is("tokenOfOwnerByIndex(address,uint256)"))
            out.uint(7);
        else if (is("ownerOf(uint256)"))
            out.address(positionOwner);
        else if (is("getPool(address,address,uint24)"))
            out.address(kPool);
        else if (is("tickSpacing()"))
            out.integer(I256(60));
        else if (is("slot0()"))
            out.uint(amm::sqrtRatioAtTick(0).value()).integer(I256(0));
        else if (is("ticks(int24)") || is("feeGrowthGlobal0X128()") || is("feeGrowthGlobal1X128()"))
            zeros(4);
        else if (is("positions(bytes32)")) {
            out.uint(positionLiquidity).uint(0).uint(0).uint(owed0).uint(owed1);
        } else if (is("positions(uint256)")) {
            if (call.data.back() != 7) return {false, {}, "Invalid token ID"};
            zeros(2);
            out.address(kUsdc.address).address(kWeth.address).uint(3000);
            out.integer(I256(-600)).integer(I256(600)).uint(positionLiquidity);
            out.uint(0).uint(0).uint(owed0).uint(owed1);
        } else if (hasPermitOf(call.data, refusesPermit)) {
            return {false, {}, "permits are over"};
        } else if (!simulationReason.empty()) {
            return {false, {}, simulationReason};
        }
        return {true, out.take(), ""};
    }
    static bool hasPermitOf(const Bytes& data, const Address& token) {
        auto permit = crypto::abi::Encoder(
                          crypto::abi::selector("selfPermitIfNecessary(address,uint256,uint256,"
                                                "uint8,bytes32,bytes32)"))
                          .address(token)
                          .take();
        return !token.isZero() && toHex(data).find(toHex(permit)) != std::string::npos;
    }
    Result<wallet::Transaction> prepare(const wallet::PrepareTransaction& request) {
        const Key key{request.reference, request.purpose};
        if (const auto it = prepared.find(key); it != prepared.end()) {
            if (it->second.data != request.data || it->second.to != request.to)
                isSignedDifferently = true;
            return m_transactions.at(m_ids.at(key));
        }
        if (!isSigningOpen)
            return fail(ErrorKind::precondition, "vault.signing_locked", "signing is locked");
        wallet::Transaction transaction;
        transaction.transactionId.bytes[15] = static_cast<std::uint8_t>(prepared.size() + 1);
        transaction.hash.bytes[31] = static_cast<std::uint8_t>(prepared.size() + 1);
        transaction.purpose = request.purpose;
        transaction.reference = request.reference;
        prepared.emplace(key, request);
        m_ids.emplace(key, transaction.transactionId);
        m_transactions.emplace(transaction.transactionId, transaction);
        return transaction;
    }
    /// Mints 500 for 20 and 30; takes out all asked for as 18 and 33, with 3 of fees.
    chain::Receipt receiptOf(const Hash256& hash) const {
        const auto log = [](const Address& from, std::string_view event, auto... values) {
            chain::Log made;
            made.address = from;
            Hash256 id;
            id.bytes[31] = 7;
            made.topics = {crypto::abi::eventTopic(event), id};
            crypto::abi::Encoder data;
            (data.uint(values), ...);
            made.data = data.take();
            return made;
        };
        chain::Receipt receipt;
        receipt.transactionHash = hash;
        receipt.blockNumber = 42;
        receipt.isSuccess = true;
        receipt.logs = {log(kManager, "IncreaseLiquidity(uint256,uint128,uint256,uint256)",
                            U256(500), U256(20), U256(30)),
                        log(kManager, "DecreaseLiquidity(uint256,uint128,uint256,uint256)",
                            U256(500), U256(18), U256(33)),
                        log(kPool, "Collect(address,address,int24,int24,uint128,uint128)", U256(1),
                            U256(21), U256(33))};
        return receipt;
    }

    int m_calls = 0;
    std::map<Key, Id> m_ids;
    std::map<Id, wallet::Transaction> m_transactions;
};

/// The liquidity service in that network.
struct LiquidityWorld {
    test::ServiceRig rig{module()};
    FakeNetwork network;

    LiquidityWorld() {
        network.answerOn(rig.node);
        rig.start();
    }
    ~LiquidityWorld() { rig.stop(); }

    template <typename F>
    auto on(F change) {
        return rig.core.call([&] { return change(network); });
    }
    Mint mint() const {
        Mint mint;
        mint.chainId = kChain;
        mint.owner = kOwner;
        mint.tokenA = "WETH";
        mint.tokenB = "USDC";
        mint.amountB = "1";
        mint.tickLower = -600;
        mint.tickUpper = 600;
        return mint;
    }
    Close close() const {
        Close close;
        close.chainId = kChain;
        close.owner = kOwner;
        close.tokenId = U256(7);
        return close;
    }
    Change get(const Id& id) { return rig.call(GetChange{id}).value(); }
    Change await(const Id& id, std::function<bool(const Change&)> isReached) {
        const auto end = std::chrono::steady_clock::now() + test::kDeadline;
        for (;;) {
            auto change = get(id);
            if (isReached(change)) return change;
            if (std::chrono::steady_clock::now() > end) test::giveUp("the change stands still");
            tick();
        }
    }
    /// Fake time runs at most twenty times as fast as ours, or a slow disk would pass deadlines.
    void tick() {
        const auto now = std::chrono::steady_clock::now();
        if (now - lastTick >= std::chrono::milliseconds(1)) {
            lastTick = now;
            rig.clock.advance(std::chrono::milliseconds(20));
        }
        rig.core.call([this] { rig.sagas->wake(); });
    }
    std::chrono::steady_clock::time_point lastTick{};
    Change end(const Id& id) {
        return await(id,
                     [](const Change& change) { return change.status != ChangeStatus::pending; });
    }
    template <typename Request>
    Change run(Request request) {
        return end(rig.call(std::move(request)).value().changeId);
    }
    std::vector<std::string> purposes() {
        return on([](FakeNetwork& n) {
            std::vector<std::string> all;
            for (const auto& [key, request] : n.prepared) all.push_back(key.second);
            return all;
        });
    }
    std::vector<ChangeSettled> settled() {
        std::vector<ChangeSettled> all;
        for (const auto& event : rig.eventsOf("liquidity.change_settled"))
            all.push_back(events::payloadOf<ChangeSettled>(event).value());
        return all;
    }
};

}  // namespace kosh::liquidity
