// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/transfer_probe.h"

#include "domain/contract.h"
#include "domain/text.h"

#include <kosh/crypto/abi_codec.h>
#include <kosh/crypto/hash.h>

namespace kosh::token {
namespace {

namespace abi = crypto::abi;

// Proxies and tokens with many fields keep balances further down; these cover the usual compilers'
// layouts.
constexpr std::uint64_t kSlots = 64;
constexpr std::size_t kCalls = 4;

Address accountNamed(std::string_view name) {
    const auto hash = crypto::keccak256(asBytes(name));
    return Address::fromBytes(hash.view().subspan(12)).value();
}

Hash256 wordOf(const U256& value) {
    Hash256 word;
    word.bytes = value.toBigEndian();
    return word;
}

Hash256 padded(const Address& address) {
    Hash256 word;
    std::ranges::copy(address.bytes, word.bytes.begin() + 12);
    return word;
}

Hash256 mappingSlot(const Hash256& first, const Hash256& second) {
    Bytes both(first.bytes.begin(), first.bytes.end());
    both.insert(both.end(), second.bytes.begin(), second.bytes.end());
    return crypto::keccak256(both);
}

Bytes transferCall(const Address& to, const U256& amount) {
    return abi::Encoder(abi::selector("transfer(address,uint256)")).address(to).uint(amount).take();
}

std::optional<U256> numberIn(const chain::SimulatedCall& call) {
    if (!call.isSuccess || call.data.size() != 32) return std::nullopt;
    return U256::fromBigEndian(call.data);
}

}  // namespace

Address probeHolder() {
    return accountNamed("kosh transfer probe: holder");
}

Address probeRecipient() {
    return accountNamed("kosh transfer probe: recipient");
}

U256 pretendedBalance() {
    return U256::powerOfTwo(96);
}

chain::SimulateCalls probe(ChainId chainId, const Address& token, const Address& holder,
                           const U256& amount, bool isPretended) {
    chain::SimulateCalls request;
    request.chainId = chainId;
    const auto call = [&](Bytes data) {
        request.calls.push_back({token, std::move(data), holder, {}});
    };
    call(balanceOfCall(holder));
    call(transferCall(probeRecipient(), amount));
    call(balanceOfCall(holder));
    call(balanceOfCall(probeRecipient()));
    if (isPretended) {
        chain::StateOverride pretended;
        pretended.address = token;
        const auto key = padded(holder);
        const auto value = wordOf(pretendedBalance());
        for (std::uint64_t slot = 0; slot < kSlots; ++slot) {
            pretended.storage.push_back({mappingSlot(key, wordOf(U256(slot))), value});
            pretended.storage.push_back({mappingSlot(wordOf(U256(slot)), key), value});
        }
        request.overrides.push_back(std::move(pretended));
    }
    return request;
}

std::optional<U256> heldIn(const std::vector<chain::SimulatedCall>& results) {
    return results.empty() ? std::nullopt : numberIn(results[0]);
}

Traits traitsFrom(const std::vector<chain::SimulatedCall>& results, const U256& amount,
                  Timestamp now) {
    KOSH_ASSERT(results.size() == kCalls);
    Traits traits;
    traits.checkedAt = now;
    const auto& transfer = results[1];
    traits.refusesTransfers = !transfer.isSuccess;
    if (!transfer.isSuccess) {
        traits.reason = cleaned(transfer.reason, 200);
        return traits;
    }
    traits.returnsNothing = transfer.data.empty();
    const auto before = heldIn(results), after = numberIn(results[2]), got = numberIn(results[3]);
    if (transfer.data.size() == 32) {
        traits.returnsFalse = U256::fromBigEndian(transfer.data).isZero();
    }
    if (traits.returnsFalse.value_or(false)) {
        traits.reason = "transfer() says false";
        return traits;
    }
    if (!before || !after || !got || amount.isZero()) {
        traits.reason = "the balances could not be read";
        return traits;
    }
    // The larger loss counts: a fee may be taken from what arrives or on top of what was sent.
    const auto spent = checkedSub(*before, *after).value_or(amount);
    const auto sent = spent > amount ? spent : amount;
    const auto lost = checkedSub(sent, *got).value_or(U256{});
    const auto bps = mulDivRoundingUp(lost, U256(10'000), sent).value_or(U256(10'000));
    traits.feeBps = static_cast<std::int64_t>(bps.low64());
    return traits;
}

}  // namespace kosh::token
