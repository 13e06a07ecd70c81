// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/call.h"

namespace kosh::liquidity {

namespace {

/// Takes out what is owed; as the coin it goes through the manager, which unwraps and sweeps.
void addCollect(std::vector<Bytes>& calls, const Change& change, const Address& wrapped) {
    calls.push_back(amm::collectCall(change.tokenId, change.isNative ? Address{} : change.owner));
    if (!change.isNative) return;
    const bool isFirst = change.token0.address == wrapped;
    calls.push_back(
        amm::unwrapNativeCall(isFirst ? change.minimum0 : change.minimum1, change.owner));
    calls.push_back(amm::sweepTokenCall((isFirst ? change.token1 : change.token0).address,
                                        isFirst ? change.minimum1 : change.minimum0, change.owner));
}

U256 coinPaid(const Change& change, const Address& wrapped) {
    if (!change.isNative) return {};
    return change.token0.address == wrapped ? change.desired0 : change.desired1;
}

}  // namespace

Bytes permitCall(const transact::SignedPermit& permit) {
    // Whoever sees the permit may hand it in alone; the manager then finds the allowance it needs.
    return amm::selfPermitIfNecessaryCall(
        permit.token, permit.amount, U256(permit.deadline),
        {static_cast<std::uint8_t>(permit.v), permit.r, permit.s});
}

ManagerCall managerCall(const Change& change, const Address& wrapped, std::uint64_t deadline,
                        const std::vector<transact::SignedPermit>& permits) {
    const amm::Amounts desired{change.desired0, change.desired1};
    const amm::Amounts minimum{change.minimum0, change.minimum1};
    std::vector<Bytes> calls;
    for (const auto& permit : permits) calls.push_back(permitCall(permit));
    switch (change.kind) {
        case ChangeKind::mint:
            calls.push_back(
                amm::mintCall({{change.token0.address, change.token1.address, change.feePips},
                               {change.tickLower, change.tickUpper},
                               desired,
                               minimum,
                               change.owner,
                               deadline}));
            break;
        case ChangeKind::increase:
            calls.push_back(
                amm::increaseLiquidityCall({change.tokenId, desired, minimum, deadline}));
            break;
        case ChangeKind::decrease:
        case ChangeKind::close:
            if (!change.liquidity.isZero()) {
                calls.push_back(amm::decreaseLiquidityCall(
                    {change.tokenId, change.liquidity, minimum, deadline}));
            }
            addCollect(calls, change, wrapped);
            break;
        case ChangeKind::collect:
            addCollect(calls, change, wrapped);
            break;
    }
    const auto value = change.kind == ChangeKind::mint || change.kind == ChangeKind::increase
                           ? coinPaid(change, wrapped)
                           : U256{};
    if (!value.isZero()) calls.push_back(amm::refundEthCall());
    if (change.kind == ChangeKind::close) calls.push_back(amm::burnPositionCall(change.tokenId));
    return {value, amm::multicall(std::move(calls))};
}

U256 allowanceNeeded(const Change& change, const Address& wrapped, bool isFirst) {
    if (change.kind != ChangeKind::mint && change.kind != ChangeKind::increase) return {};
    const auto& token = isFirst ? change.token0 : change.token1;
    if (change.isNative && token.address == wrapped) return {};
    return isFirst ? change.desired0 : change.desired1;
}

std::string approvalPurpose(bool isFirst) {
    return isFirst ? "approve" : "approve_second";
}

std::string purposeOf(ChangeKind kind) {
    for (const auto& [value, name] : enumNames(ChangeKind{})) {
        if (value == kind) return cat("liquidity_", name);
    }
    return "liquidity";
}

}  // namespace kosh::liquidity
