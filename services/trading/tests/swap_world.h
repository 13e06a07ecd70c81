// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/abi_codec.h>
#include <kosh/test/service_rig.h>
#include <kosh/trading/api.h>
#include <kosh/trading/module.h>
#include <kosh/vault/api.h>

#include <map>

namespace kosh::trading {

inline constexpr ChainId kChain = 31337;
inline Address addressOf(std::uint8_t last) {
    Address address;
    address.bytes[19] = last;
    return address;
}
inline const Address kSold = addressOf(0x0a);
inline const Address kBought = addressOf(0x0b);
inline const Address kPool = addressOf(0x0c);
inline const Address kRouter = addressOf(0xf1);
inline const Address kOwner = addressOf(0x99);

template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? std::string("ok") : result.error().key;
}

/// Everything around trading: chain, token, quote, vault and a wallet that signs once per reference
/// and purpose. Change it on the core thread.
class FakeMarket {
public:
    quote::Quote quote;
    U256 allowance;
    std::optional<U256> balance = U256(5'000'000);
    bool isSigningOpen = true;
    std::string simulationReason, prepareReason;
    bool takesPermits = false;         ///< As it says.
    std::optional<Error> permitError;  ///< Of signing one.
    std::string permitRefusal;         ///< What handing one in reverts with.
    bool isPermitEmpty = false;        ///< It is taken and allows nothing.
    bool locksAfterPermit = false;
    std::vector<wallet::SignPermit> permits;
    U256 amountOutNow{995'000};  ///< Of a quote asked for again.
    std::vector<quote::GetQuote> requotes;
    std::vector<chain::Endpoint> endpoints;
    std::optional<Error> broadcastError;
    /// What becomes of a transaction with this purpose once it is broadcast; default final.
    std::map<std::string, wallet::TransactionStatus> outcomes;
    std::string failure;

    using Key = std::pair<std::string, std::string>;  ///< Reference, purpose.
    std::map<Key, wallet::PrepareTransaction> prepared;
    bool isSignedDifferently = false;  ///< A repeat asked for another transaction.
    int broadcasts = 0;

    /// The saga's call of this number (from 1) has its effect, but its answer is lost.
    int loseAnswerOf = 0;
    bool isLost = false;
    bool isOffline = false;

    simulation::Run::Response review{.isSuccess = true, .canSign = true};
    std::vector<simulation::Run> studied;
    bool isReviewed = false;  ///< What comes then is the saga's.

    explicit FakeMarket(Timestamp now) {
        quote.quoteId.bytes[15] = 1;
        quote.chainId = kChain;
        quote.tokenIn = {kChain, kSold, "USDC", "USD", 6};
        quote.tokenOut = {kChain, kBought, "DAI", "Dai", 18};
        quote.amountIn = quote.maximumSpent = U256(1'000'000);
        quote.amountOut = U256(995'000);
        quote.minimumReceived = U256(990'000);
        quote.slippageBps = 50;
        quote.route = {{kPool, 500, quote.tokenIn, quote.tokenOut}};
        quote.parts = {{.shareBps = 10'000,
                        .amountIn = quote.amountIn,
                        .amountOut = quote.amountOut,
                        .minimumReceived = quote.minimumReceived,
                        .maximumSpent = quote.maximumSpent,
                        .hops = quote.route}};
        quote.gasEstimate = 150'000;
        quote.at = now;
        quote.expiresAt = now + std::chrono::seconds(600);
    }

    void answerOn(ops::FakeNode& node) {
        answerStart(node);
        answerChain(node);
        answerWallet(node);
    }

private:
    template <ops::Operation Op>
    void on(ops::FakeNode& node, std::function<Result<typename Op::Response>(const Op&)> answer) {
        node.on<Op>([answer](const Op& request, const ops::Context&) { return answer(request); });
    }
    /// For calls that only the saga and the preview make: they can be lost.
    template <ops::Operation Op>
    void onSaga(ops::FakeNode& node,
                std::function<Result<typename Op::Response>(const Op&)> answer) {
        on<Op>(node, [this, answer](const Op& request) -> Result<typename Op::Response> {
            if ((isOffline && isReviewed) || isLost)
                return fail(ErrorKind::unavailable, "chain.unavailable", "cable out");
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
        on<quote::FindQuote>(node, [this](const auto& request) -> Result<quote::Quote> {
            if (request.quoteId == quote.quoteId) return quote;
            return fail(ErrorKind::precondition, "quote.expired", "gone");
        });
        on<wallet::ListWallets>(node, [](const auto&) {
            wallet::ListWallets::Response response;
            response.wallets.emplace_back().addresses = {{kOwner, "m/44'/60'/0'/0/0", ""}};
            return response;
        });
        on<token::GetBalances>(node, [this](const auto&) {
            token::GetBalances::Response response;
            response.balances = {{quote.tokenIn, balance, ""}};
            return response;
        });
        on<vault::GetStatus>(node, [this](const auto&) {
            vault::GetStatus::Response response;
            response.isSigningUnlocked = isSigningOpen;
            return response;
        });
        on<chain::GetFees>(node, [](const auto&) {
            chain::GetFees::Response response;
            response.normal = {U256(10), U256(2)};
            return response;
        });
        on<chain::EstimateGas>(node, [this](const auto&) -> Result<chain::EstimateGas::Response> {
            if (simulationReason.empty()) return chain::EstimateGas::Response{100'000};
            return fail(ErrorKind::precondition, "chain.reverted", simulationReason);
        });
    }
    void answerChain(ops::FakeNode& node) {
        onSaga<quote::GetQuote>(node, [this](const auto& request) {
            requotes.push_back(request);
            auto fresh = quote;
            fresh.quoteId.bytes[15] = 2;
            fresh.amountOut = fresh.parts.front().amountOut = amountOutNow;
            fresh.minimumReceived = fresh.parts.front().minimumReceived =
                amountOutNow - amountOutNow / U256(200);
            fresh.expiresAt = fresh.expiresAt + std::chrono::hours(1);
            return fresh;
        });
        onSaga<chain::GetChain>(node, [this](const auto&) {
            chain::Chain chain;
            chain.entries = endpoints;
            chain.chainId = kChain;
            chain.contracts.swapRouter02 = kRouter;
            return chain;
        });
        onSaga<token::GetAllowance>(
            node, [this](const auto&) { return token::GetAllowance::Response{allowance, {}}; });
        onSaga<chain::CallContracts>(node, [this](const auto& request) {
            chain::CallContracts::Response response;
            const auto reason = reasonOf(request.calls.front().data);
            response.results = {{reason.empty(), {}, reason}};
            return response;
        });
        on<wallet::CheckPermit>(node, [this](const auto&) {
            return wallet::CheckPermit::Response{
                takesPermits, takesPermits ? "it says so" : "it has no permit", {}};
        });
        onSaga<wallet::SignPermit>(
            node, [this](const auto& request) -> Result<wallet::SignPermit::Response> {
                if (!isSigningOpen)
                    return fail(ErrorKind::precondition, "vault.signing_locked", "locked");
                if (permitError) return Failure(*permitError);
                permits.push_back(request);
                isSigningOpen = !locksAfterPermit;
                wallet::SignPermit::Response response;
                response.signature.assign(65, 0x11);
                response.signature.back() = 28;
                return response;
            });
        onSaga<chain::GetReceipt>(node, [](const auto& request) {
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
    }
    void answerWallet(ops::FakeNode& node) {
        onSaga<wallet::PrepareTransaction>(
            node, [this](const auto& request) { return prepare(request); });
        onSaga<wallet::BroadcastTransaction>(
            node, [this](const auto& request) -> Result<wallet::Transaction> {
                ++broadcasts;
                auto& transaction = m_transactions.at(request.transactionId);
                transaction.status = wallet::TransactionStatus::pending;
                if (broadcastError) return Failure(*broadcastError);
                return transaction;
            });
        node.on<wallet::ListTransactions>(
            [this](const auto& request, const auto&) -> Result<wallet::ListTransactions::Response> {
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
            if (transaction.status == wallet::TransactionStatus::pending) settle(transaction);
            return seen;
        });
    }
    /// What a call of the router reverts with.
    std::string reasonOf(const Bytes& data) const {
        static const auto kPermit =
            toHex(crypto::abi::selector("selfPermitIfNecessary(address,uint256,uint256,uint8,"
                                        "bytes32,bytes32)"));
        static const auto kSwap = toHex(crypto::abi::selector(
            "exactInputSingle((address,address,uint24,address,uint256,uint256,uint160))"));
        const auto hex = toHex(data);
        const bool hasPermit = hex.find(kPermit) != std::string::npos;
        if (hasPermit && !permitRefusal.empty()) return permitRefusal;
        if (hex.find(kSwap) == std::string::npos) return {};
        return hasPermit && isPermitEmpty ? "STF" : simulationReason;
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
        const auto reason = prepareReason.empty() && request.purpose == "swap"
                                ? reasonOf(request.data)
                                : prepareReason;
        if (!reason.empty()) return fail(ErrorKind::precondition, "chain.reverted", reason);
        wallet::Transaction transaction;
        transaction.transactionId.bytes[15] = static_cast<std::uint8_t>(prepared.size() + 1);
        transaction.hash.bytes[31] = static_cast<std::uint8_t>(prepared.size() + 1);
        transaction.chainId = request.chainId;
        transaction.from = request.from;
        transaction.to = request.to;
        transaction.value = request.value;
        transaction.purpose = request.purpose;
        transaction.reference = request.reference;
        prepared.emplace(key, request);
        m_ids.emplace(key, transaction.transactionId);
        m_transactions.emplace(transaction.transactionId, transaction);
        return transaction;
    }
    void settle(wallet::Transaction& transaction) {
        const auto it = outcomes.find(transaction.purpose);
        transaction.status = it == outcomes.end() ? wallet::TransactionStatus::final : it->second;
        if (transaction.status == wallet::TransactionStatus::failed) transaction.failure = failure;
    }
    static chain::Receipt receiptOf(const Hash256& hash) {
        chain::Log log;
        log.address = kPool;
        log.topics = {
            crypto::abi::eventTopic("Swap(address,address,int256,int256,uint160,uint128,int24)")};
        log.data = crypto::abi::Encoder()
                       .integer(I256(1'000'000))
                       .integer(I256(-995'001))
                       .uint(U256(1))
                       .uint(U256(1))
                       .integer(I256(1))
                       .take();
        chain::Receipt receipt;
        receipt.transactionHash = hash;
        receipt.blockNumber = 42;
        receipt.isSuccess = true;
        receipt.logs = {log};
        return receipt;
    }

    int m_calls = 0;
    std::map<Key, Id> m_ids;
    std::map<Id, wallet::Transaction> m_transactions;
};

/// The trading service in that market.
struct SwapWorld {
    test::ServiceRig rig{module()};
    FakeMarket market{rig.clock.now()};

    SwapWorld() {
        market.answerOn(rig.node);
        rig.start();
    }
    // The service's end still calls the market.
    ~SwapWorld() { rig.stop(); }

    template <typename F>
    auto on(F change) {
        return rig.core.call([&] { return change(market); });
    }
    StartSwap request() const {
        StartSwap request;
        request.quoteId = market.quote.quoteId;
        request.owner = kOwner;
        return request;
    }
    Swap begin() { return rig.call(request()).value(); }
    Swap get(const Id& id) { return rig.call(GetSwap{id}).value(); }
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
    /// The swap once `isReached`, with time going on; ends the test program after the deadline.
    Swap await(const Id& id, std::function<bool(const Swap&)> isReached) {
        const auto end = std::chrono::steady_clock::now() + test::kDeadline;
        for (;;) {
            auto swap = get(id);
            if (isReached(swap)) return swap;
            if (std::chrono::steady_clock::now() > end) test::giveUp("the swap stands still");
            tick();
        }
    }
    Swap end(const Id& id) {
        return await(id, [](const Swap& swap) { return swap.status != SwapStatus::pending; });
    }
    Swap run() { return end(begin().swapId); }
    /// Purposes of the signed transactions, in order of the alphabet.
    std::vector<std::string> purposes() {
        return on([](FakeMarket& m) {
            std::vector<std::string> all;
            for (const auto& [key, request] : m.prepared) all.push_back(key.second);
            return all;
        });
    }
    std::vector<SwapSettled> settled() {
        std::vector<SwapSettled> all;
        for (const auto& event : rig.eventsOf("trading.swap_settled"))
            all.push_back(events::payloadOf<SwapSettled>(event).value());
        return all;
    }
};

}  // namespace kosh::trading
