// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/deposit.h"
#include "service.h"

#include <kosh/amm/position_math.h>
#include <kosh/transact/checks.h>

namespace kosh::liquidity {

Task<PreviewMint::Response> LiquidityService::previewMint(PreviewMint request,
                                                          ops::Context context) {
    const auto own = inner(context);
    KOSH_CO_TRY(const auto chain, co_await chainOf(request.chainId, own));
    PreviewMint::Response response;
    KOSH_CO_TRY(response.change,
                co_await planMint(chain, partOf<MintFields>(request), request.slippageBps, own));
    auto& change = response.change;
    change.status = ChangeStatus::pending;
    KOSH_CO_TRY(const auto market,
                co_await marketOf(chain, request.tokenA, request.tokenB, request.feePips, own));
    const auto& price = market.snapshot.state->price();
    const auto cost = depositAt(change, price.sqrtPriceX96);
    response.amount0 = cost.amount0;
    response.amount1 = cost.amount1;
    response.isInRange = price.tick >= change.tickLower && price.tick < change.tickUpper;
    if (auto can = co_await transact::checkOwner(m_env.node, change.owner, own); !can)
        response.problems.push_back(can.error().message);
    if (auto can = co_await checkDeposit(chain, change, own); !can)
        response.problems.push_back(can.error().message);
    Choices choices;
    choices.unlimitedApproval = request.unlimitedApproval;
    choices.usePermit = request.usePermit;
    KOSH_CO_TRY(auto plan, co_await planOf(chain, change, choices, own));
    for (const auto& approval : plan.approvals) {
        if (approval.way == wallet::ApprovalWay::transaction)
            response.needsApproval.push_back(approval.token);
    }
    change.approvalPlans = std::move(plan.approvals);
    KOSH_CO_TRY(response.review,
                co_await transact::reviewOf(m_env.node, chain.chainId, std::move(plan.calls), own));
    co_return response;
}

Task<ChangePreview> LiquidityService::previewOf(chain::Chain chain, Position position,
                                                Change change, Choices choices,
                                                ops::Context context) {
    ChangePreview preview;
    if (change.kind == ChangeKind::increase) {
        const auto cost = depositAt(change, position.sqrtPriceX96);
        preview.amount0 = cost.amount0;
        preview.amount1 = cost.amount1;
        if (auto can = co_await checkDeposit(chain, change, context); !can)
            preview.problems.push_back(can.error().message);
    } else {
        const auto out =
            amm::amountsInRange(position.sqrtPriceX96, {position.tickLower, position.tickUpper},
                                change.liquidity, amm::Rounding::down);
        if (!out) {
            co_return fail(ErrorKind::internal, "liquidity.amount_range",
                           "the position's amounts leave their range");
        }
        preview.amount0 = out->amount0;
        preview.amount1 = out->amount1;
        preview.fees0 = position.fees0;
        preview.fees1 = position.fees1;
    }
    KOSH_CO_TRY(auto plan, co_await planOf(chain, change, std::move(choices), context));
    change.approvalPlans = std::move(plan.approvals);
    preview.change = std::move(change);
    KOSH_CO_TRY(preview.review, co_await transact::reviewOf(m_env.node, chain.chainId,
                                                            std::move(plan.calls), context));
    co_return preview;
}

Task<ChangePreview> LiquidityService::previewIncrease(PreviewIncrease request,
                                                      ops::Context context) {
    const auto own = inner(context);
    KOSH_CO_TRY(const auto chain, co_await chainOf(request.chainId, own));
    KOSH_CO_TRY(const auto position,
                co_await ownPosition(chain, request.tokenId, request.owner, own));
    KOSH_CO_TRY(auto change, co_await planIncrease(chain, position, partOf<IncreaseFields>(request),
                                                   request.slippageBps));
    Choices choices;
    choices.unlimitedApproval = request.unlimitedApproval;
    choices.usePermit = request.usePermit;
    co_return co_await previewOf(chain, position, std::move(change), std::move(choices), own);
}

Task<ChangePreview> LiquidityService::previewTaking(PositionFields of, ChangeKind kind,
                                                    std::int64_t shareBps, std::int64_t slippageBps,
                                                    ops::Context context) {
    const auto own = inner(context);
    KOSH_CO_TRY(const auto chain, co_await chainOf(of.chainId, own));
    KOSH_CO_TRY(const auto position, co_await ownPosition(chain, of.tokenId, of.owner, own));
    KOSH_CO_TRY(auto change,
                co_await planTaking(chain, position, kind, of.useNative, shareBps, slippageBps));
    co_return co_await previewOf(chain, position, std::move(change), {}, own);
}

Task<ChangePreview> LiquidityService::previewDecrease(PreviewDecrease request,
                                                      ops::Context context) {
    co_return co_await previewTaking(partOf<PositionFields>(request), ChangeKind::decrease,
                                     request.shareBps, request.slippageBps, std::move(context));
}

Task<ChangePreview> LiquidityService::previewCollect(PreviewCollect request, ops::Context context) {
    co_return co_await previewTaking(partOf<PositionFields>(request), ChangeKind::collect, 0, 0,
                                     std::move(context));
}

Task<ChangePreview> LiquidityService::previewClose(PreviewClose request, ops::Context context) {
    co_return co_await previewTaking(partOf<PositionFields>(request), ChangeKind::close, 10'000,
                                     request.slippageBps, std::move(context));
}

}  // namespace kosh::liquidity
