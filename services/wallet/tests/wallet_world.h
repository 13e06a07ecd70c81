// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/aead.h>
#include <kosh/crypto/transaction.h>
#include <kosh/test/service_rig.h>
#include <kosh/vault/signing_keyring.h>
#include <kosh/wallet/api.h>
#include <kosh/wallet/module.h>

#include <map>
#include <set>

namespace kosh::wallet {

inline constexpr ChainId kChain = 31337;
inline constexpr std::string_view kPhrase =
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
inline constexpr std::string_view kVaultPassphrase = "correct horse";
inline const Address kOwner = Address::parse("0x9858EfFD232B4033E47d90003D41EC34EcaEda94").value();
inline const Address kStranger =
    Address::parse("0x00000000000000000000000000000000000000bb").value();
inline const Address kUsdc = Address::parse("0x00000000000000000000000000000000000000cc").value();

/// Seals under a fixed key; locks when told.
class FakeKeyring final : public vault::SigningKeyring {
public:
    Result<Bytes> seal(ByteView secret, std::string_view purpose, std::string_view id) override {
        if (isLocked) return locked();
        return crypto::aesGcmSeal(m_key, Bytes(crypto::kGcmNonceSize), associated(purpose, id),
                                  secret);
    }
    Result<SecretBytes> open(ByteView sealed, std::string_view purpose,
                             std::string_view id) override {
        if (isLocked) return locked();
        return crypto::aesGcmOpen(m_key, Bytes(crypto::kGcmNonceSize), associated(purpose, id),
                                  sealed);
    }
    Task<> reauthenticate(SharedSecret passphrase) override {
        if (passphrase.text() != kVaultPassphrase)
            co_return fail(ErrorKind::unauthenticated, "vault.passphrase", "wrong passphrase");
        co_return ok();
    }
    bool isLocked = false;

private:
    static Failure locked() {
        return fail(ErrorKind::precondition, "vault.signing_locked", "signing is locked");
    }
    static Bytes associated(std::string_view purpose, std::string_view id) {
        const auto text = cat(purpose, '|', id);
        return {text.begin(), text.end()};
    }
    SecretBytes m_key = test::testKey();
};

/// What the chain and token services would answer; change it on the core thread.
struct FakeChain {
    std::uint64_t head = 100;
    U256 wei = U256::powerOfTwo(70);
    std::uint64_t gas = 21'000;
    std::string revertReason;  ///< Of estimates and replays.
    std::uint64_t latest = 0, pending = 0;
    std::map<Hash256, chain::Receipt> receipts;
    std::set<Hash256> known;
    std::vector<Bytes> sent;
    std::optional<Error> sendError;
    std::optional<U256> usdc = U256(5'000'000);
    bool isOffline = false;
    bool isCustom = false;
    bool isForgetful = false;  ///< Takes transactions and keeps none in its mempool.
    chain::GetFees::Response fees{.baseFeePerGas = U256(4),
                                  .slow = {U256(9), U256(1)},
                                  .normal = {U256(10), U256(2)},
                                  .fast = {U256(11), U256(3)},
                                  .evidence = {}};
    std::set<Address> used;  ///< Sent from, for discovery.
    std::set<Address> contracts;
    std::function<chain::CallResult(const chain::CallRequest&)> onCall;
    std::vector<bool> privately;  ///< How each of `sent` was asked to go.
    std::vector<chain::Endpoint> endpoints;
    simulation::Run::Response review{.isSuccess = true, .canSign = true};

    /// Puts a transaction into a new block.
    void mine(const Hash256& hash, bool isSuccess = true) {
        ++head;
        ++latest;
        receipts[hash] = {.transactionHash = hash,
                          .blockNumber = head,
                          .isSuccess = isSuccess,
                          .gasUsed = 21'000,
                          .effectiveGasPrice = U256(7),
                          .l1Fee = U256(3)};
    }

    void answerOn(ops::FakeNode& node) {
        answerReads(node);
        answerTransactions(node);
        answerTokens(node);
    }

private:
    static Failure offline() {
        return fail(ErrorKind::unavailable, "chain.unavailable", "cable out");
    }
    template <ops::Operation Op>
    void on(ops::FakeNode& node, std::function<Result<typename Op::Response>(const Op&)> answer) {
        node.on<Op>([this, answer](const Op& request,
                                   const ops::Context&) -> Result<typename Op::Response> {
            if (isOffline) return offline();
            return answer(request);
        });
    }
    void answerReads(ops::FakeNode& node) {
        on<chain::GetChain>(node, [this](const auto& request) -> Result<chain::Chain> {
            if (request.chainId != kChain)
                return fail(ErrorKind::not_found, "chain.unknown", "known: 31337");
            chain::Chain chain;
            chain.chainId = kChain;
            chain.confirmations = 2;
            chain.isCustom = isCustom;
            chain.entries = endpoints;
            return chain;
        });
        on<simulation::Run>(node, [this](const auto&) { return review; });
        on<chain::WaitForBlock>(node, [this](const auto&) { return chain::Block{.number = head}; });
        on<chain::GetBlock>(node, [](const chain::GetBlock& request) {
            return chain::Block{.number = request.number,
                                .at = {static_cast<std::int64_t>(request.number) * 1'000'000}};
        });
        on<chain::GetFees>(node, [this](const auto&) { return fees; });
        on<chain::GetCode>(node, [this](const chain::GetCode& request) {
            chain::GetCode::Response response;
            for (const auto& address : request.addresses) {
                response.codes.push_back(
                    {address, contracts.contains(address) ? 100u : 0u, {}, {}});
            }
            return response;
        });
        on<chain::GetNativeBalance>(
            node, [this](const auto&) { return chain::GetNativeBalance::Response{.wei = wei}; });
        on<chain::EstimateGas>(node, [this](const auto&) -> Result<chain::EstimateGas::Response> {
            if (revertReason.empty()) return chain::EstimateGas::Response{gas};
            return fail(ErrorKind::precondition, "chain.reverted", revertReason);
        });
        on<chain::CallContracts>(node, [this](const chain::CallContracts& request) {
            chain::CallContracts::Response response;
            for (const auto& call : request.calls) {
                response.results.push_back(onCall ? onCall(call)
                                                  : chain::CallResult{false, {}, revertReason});
            }
            return response;
        });
    }
    void answerTransactions(ops::FakeNode& node) {
        on<chain::GetTransactionCount>(node, [this](const chain::GetTransactionCount& request) {
            if (used.contains(request.address)) return chain::GetTransactionCount::Response{3, 3};
            return chain::GetTransactionCount::Response{latest, std::max(latest, pending)};
        });
        on<chain::SendRawTransaction>(
            node, [this](const auto& request) -> Result<chain::SendRawTransaction::Response> {
                if (sendError) return Failure(*sendError);
                const auto hash = crypto::SignedTransaction::decode(request.raw).value().hash;
                sent.push_back(request.raw);
                privately.push_back(request.isPrivate);
                if (!isForgetful) known.insert(hash);
                return chain::SendRawTransaction::Response{hash};
            });
        on<chain::GetReceipt>(node, [this](const auto& request) {
            chain::GetReceipt::Response response;
            if (const auto it = receipts.find(request.hash); it != receipts.end())
                response.receipt = it->second;
            response.isKnown = response.receipt || known.contains(request.hash);
            return response;
        });
    }
    void answerTokens(ops::FakeNode& node) {
        on<token::ResolveToken>(node, [](const auto& request) -> Result<token::Token> {
            if (request.chainId != kChain)
                return fail(ErrorKind::not_found, "chain.unknown", "known: 31337");
            if (request.token == "ETH") return token::Token{kChain, {}, "ETH", "Ether", 18};
            if (request.token == "USDC" || request.token == kUsdc.toString())
                return token::Token{kChain, kUsdc, "USDC", "USD", 6};
            return fail(ErrorKind::not_found, "token.unknown", "known: ETH, USDC");
        });
        on<token::GetBalances>(node, [this](const token::GetBalances& request) {
            token::GetBalances::Response response;
            if (request.owner != kOwner) {
                response.balances = {{{kChain, {}, "ETH", "Ether", 18}, U256{}, ""}};
                return response;
            }
            response.balances = {{{kChain, kUsdc, "USDC", "USD", 6}, usdc, ""}};
            return response;
        });
    }
};

/// The wallet service with one imported wallet.
struct WalletWorld {
    FakeKeyring keyring;
    FakeChain chain;
    test::ServiceRig rig{module(keyring)};

    WalletWorld() {
        chain.answerOn(rig.node);
        rig.start();
    }
    Wallet import(std::string_view phrase = kPhrase) {
        ImportWallet request;
        request.phrase = SharedSecret::fromText(phrase);
        return rig.call(request).value();
    }
    /// Changes the fake chain on the core thread.
    template <typename F>
    auto on(F change) {
        return rig.core.call([&] { return change(chain); });
    }
    static PrepareTransaction transfer(std::string reference) {
        PrepareTransaction request;
        request.chainId = kChain;
        request.from = kOwner;
        request.to = kStranger;
        request.value = U256(1000);
        request.purpose = "send";
        request.reference = std::move(reference);
        return request;
    }
    static Send send(std::string token, std::string amount) {
        Send request;
        request.chainId = kChain;
        request.from = kOwner;
        request.to = kStranger;
        request.token = std::move(token);
        request.amount = std::move(amount);
        return request;
    }
    Transaction get(const Id& id) { return rig.call(GetTransaction{id}).value(); }
    /// The transaction as soon as `isReached`; ends the test program after the deadline.
    Transaction await(const Id& id, std::function<bool(const Transaction&)> isReached) {
        const auto end = std::chrono::steady_clock::now() + test::kDeadline;
        for (;;) {
            auto transaction = get(id);
            if (isReached(transaction)) return transaction;
            if (std::chrono::steady_clock::now() > end) test::giveUp("the state never came");
        }
    }
    Transaction await(const Id& id, TransactionStatus status) {
        return await(id, [status](const Transaction& t) { return t.status == status; });
    }
};

template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? std::string("ok") : result.error().key;
}

}  // namespace kosh::wallet
