// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/approval_state.h"

#include "domain/approval_logs.h"

#include <kosh/crypto/abi_codec.h>

namespace kosh::approval {

namespace abi = crypto::abi;

namespace {

Bytes ownerCall(std::string_view signature, const Address& owner) {
    return abi::Encoder(abi::selector(signature)).address(owner).take();
}

Bytes pairCall(std::string_view signature, const Address& owner, const Address& other) {
    return abi::Encoder(abi::selector(signature)).address(owner).address(other).take();
}

/// Exactly one word, else nothing: a contract may answer anything.
std::optional<U256> wordOf(const chain::CallResult& result) {
    if (!result.isSuccess || result.data.size() != 32) return std::nullopt;
    return U256::fromBigEndian(result.data);
}

std::optional<Address> addressOf(const chain::CallResult& result) {
    if (!result.isSuccess || result.data.size() != 32) return std::nullopt;
    const auto address = abi::Decoder(result.data).address();
    return address ? std::optional(*address) : std::nullopt;
}

Failure unreadable(const ApprovalKey& key) {
    return fail(
        ErrorKind::unavailable, "approval.unreadable",
        cat(key.contract.toString(), " does not tell what it allows ", key.spender.toString()));
}

/// Some tokens keep 96 bits: their "everything" is 2^96-1.
bool isMoreThanAnybodyHas(const U256& amount) {
    return amount >= U256::powerOfTwo(128) || amount == U256::powerOfTwo(96) - U256(1);
}

U256 least(const U256& a, const U256& b) {
    return a < b ? a : b;
}

Result<State> erc20State(const ApprovalKey& key, std::span<const chain::CallResult> results) {
    const auto amount = wordOf(results[0]);
    if (!amount) return unreadable(key);
    State state{*amount, isMoreThanAnybodyHas(*amount), {}, wordOf(results[1]), {}};
    if (state.balance) state.atRisk = least(state.amount, *state.balance);
    return state;
}

Result<State> operatorState(const ApprovalKey& key, std::span<const chain::CallResult> results) {
    const auto allowed = wordOf(results[0]);
    if (!allowed) return unreadable(key);
    const bool isAllowed = !allowed->isZero();
    State state{U256(isAllowed ? 1u : 0u), isAllowed, {}, wordOf(results[1]), {}};
    if (state.balance) state.atRisk = isAllowed ? *state.balance : U256{};
    return state;
}

Result<State> nftState(const ApprovalKey& key, const Address& owner,
                       std::span<const chain::CallResult> results) {
    // ownerOf and getApproved fail for a token that is burnt: nothing is left to take then.
    const auto approved = addressOf(results[0]);
    const auto holder = addressOf(results[1]);
    if (!approved && results[0].isSuccess) return unreadable(key);
    const bool isHeld = holder == owner;
    const bool isAllowed = approved == key.spender && isHeld;
    State state{U256(isAllowed ? 1u : 0u), false, {}, U256(isHeld ? 1u : 0u), {}};
    state.atRisk = state.amount;
    return state;
}

Result<State> permit2State(const ApprovalKey& key, std::span<const chain::CallResult> results,
                           Timestamp now) {
    if (!results[0].isSuccess || results[0].data.size() < 96) return unreadable(key);
    abi::Decoder words(results[0].data);
    KOSH_TRY(const auto amount, words.uint(160));
    KOSH_TRY(const auto expiration, words.uint(48));
    const auto seconds = static_cast<std::int64_t>(expiration.low64());
    State state{amount, isMoreThanAnybodyHas(amount), {}, wordOf(results[2]), {}};
    // 2^48-1 seconds are beyond what an instant can be: never.
    constexpr std::int64_t kMaxSeconds = 253'402'300'799;
    if (seconds < kMaxSeconds) state.expiresAt = Timestamp{seconds * 1'000'000};
    if (state.expiresAt && *state.expiresAt < now) {
        state.amount = {};
        state.isUnlimited = false;
    }
    if (const auto outer = wordOf(results[1]); outer && state.balance) {
        state.atRisk = least(least(state.amount, *outer), *state.balance);
    }
    return state;
}

}  // namespace

std::vector<chain::CallRequest> readCalls(const ApprovalKey& key, const Address& owner) {
    const auto call = [](const Address& to, Bytes data) {
        return chain::CallRequest{to, std::move(data), {}, {}};
    };
    const auto& contract = key.contract;
    const auto balance = call(contract, ownerCall("balanceOf(address)", owner));
    switch (key.kind) {
        case ApprovalKind::nftOperator:
            return {
                call(contract, pairCall("isApprovedForAll(address,address)", owner, key.spender)),
                balance, balance};
        case ApprovalKind::nftToken: {
            const auto of = [&](std::string_view signature) {
                return call(contract,
                            abi::Encoder(abi::selector(signature)).uint(key.tokenId).take());
            };
            return {of("getApproved(uint256)"), of("ownerOf(uint256)"), balance};
        }
        case ApprovalKind::permit2:
            return {call(permit2Address(),
                         abi::Encoder(abi::selector("allowance(address,address,address)"))
                             .address(owner)
                             .address(contract)
                             .address(key.spender)
                             .take()),
                    call(contract, pairCall("allowance(address,address)", owner, permit2Address())),
                    balance};
        case ApprovalKind::erc20:
            break;
    }
    return {call(contract, pairCall("allowance(address,address)", owner, key.spender)), balance,
            balance};
}

Result<State> stateFrom(const ApprovalKey& key, const Address& owner,
                        std::span<const chain::CallResult> results, Timestamp now) {
    KOSH_ASSERT(results.size() == kReadCalls);
    switch (key.kind) {
        case ApprovalKind::nftOperator:
            return operatorState(key, results);
        case ApprovalKind::nftToken:
            return nftState(key, owner, results);
        case ApprovalKind::permit2:
            return permit2State(key, results, now);
        case ApprovalKind::erc20:
            break;
    }
    return erc20State(key, results);
}

RevokeCall revokeCall(const ApprovalKey& key) {
    switch (key.kind) {
        case ApprovalKind::nftOperator:
            return {key.contract, abi::Encoder(abi::selector("setApprovalForAll(address,bool)"))
                                      .address(key.spender)
                                      .boolean(false)
                                      .take()};
        case ApprovalKind::nftToken:
            return {key.contract, abi::Encoder(abi::selector("approve(address,uint256)"))
                                      .address({})
                                      .uint(key.tokenId)
                                      .take()};
        case ApprovalKind::permit2:
            return {permit2Address(),
                    abi::Encoder(abi::selector("approve(address,address,uint160,uint48)"))
                        .address(key.contract)
                        .address(key.spender)
                        .uint(0)
                        .uint(0)
                        .take()};
        case ApprovalKind::erc20:
            break;
    }
    return {key.contract, abi::Encoder(abi::selector("approve(address,uint256)"))
                              .address(key.spender)
                              .uint(0)
                              .take()};
}

std::optional<U256> valueOf(const U256& amount, const U256& priceX64, std::int64_t decimals) {
    if (decimals < 0 || decimals > 57) return std::nullopt;  // 10^57 x 2^64 just fits.
    U256 whole = U256::powerOfTwo(64);
    for (std::int64_t i = 0; i < decimals; ++i) whole *= U256(10);
    return mulDiv(amount, priceX64, whole);
}

}  // namespace kosh::approval
