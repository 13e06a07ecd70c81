// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "repository.h"

#include <kosh/async/async.h>
#include <kosh/liquidity/api.h>
#include <kosh/pool/api.h>
#include <kosh/runtime/service.h>
#include <kosh/transact/permit.h>

namespace kosh::liquidity {

/// What requests have in common, for a coroutine to own.
template <typename Part>
Part partOf(const Part& request) {
    return request;
}

/// What the saga carries from step to step.
struct ChangePlan {
    Change change;
    Timestamp deadline;
    bool unlimitedApproval = false, isPrivate = false, usePermit = false;
    chain::Speed speed = chain::Speed::normal;
    Address manager, wrapped;
    std::string nativeSymbol;
    std::int64_t approving = 0;  ///< Which token is looked at: 0, 1; then none is left.
    std::vector<transact::SignedPermit> permits;
    std::optional<Id> approvalId, transactionId;
    Timestamp blockAt;
    static constexpr auto fields() {
        using P = ChangePlan;
        return std::tuple{
            json::required("change", &P::change, "the change"),
            json::required("deadline", &P::deadline, "the manager refuses it later"),
            json::required("unlimitedApproval", &P::unlimitedApproval, "approve without limit"),
            json::required("isPrivate", &P::isPrivate, "private broadcast"),
            json::optional("usePermit", &P::usePermit, "by permit where a token can"),
            json::required("speed", &P::speed, "fee level"),
            json::required("manager", &P::manager, "position manager"),
            json::required("wrapped", &P::wrapped, "contract of the wrapped coin"),
            json::required("nativeSymbol", &P::nativeSymbol, "symbol of the coin"),
            json::required("approving", &P::approving, "which token is looked at"),
            json::optional("permits", &P::permits, "go along with the change"),
            json::optional("approvalId", &P::approvalId, "wallet transaction"),
            json::optional("transactionId", &P::transactionId, "wallet transaction"),
            json::optional("blockAt", &P::blockAt, "time of the change's block")};
    }
};

inline constexpr const char* kChangeSaga = "liquidity.change";

/// approve (each token, by permit or by transaction) → simulate → sign → broadcast → track →
/// settle. Every transaction is signed and stored once by the wallet under this change's reference.
class ChangeSaga {
public:
    ChangeSaga(ops::Node& node, const Clock& clock, std::function<void()> onChange);
    resilience::SagaDefinition<ChangePlan> definition();

private:
    using Outcome = resilience::Outcome;
    using StepInfo = resilience::StepInfo;
    Task<Outcome> approve(ChangePlan& plan, StepInfo info);
    Task<Outcome> broadcastApproval(ChangePlan& plan, StepInfo info);
    Task<Outcome> awaitApproval(ChangePlan& plan, StepInfo info);
    Task<Outcome> simulate(ChangePlan& plan, StepInfo info);
    Task<Outcome> sign(ChangePlan& plan, StepInfo info);
    Task<Outcome> broadcast(ChangePlan& plan, StepInfo info);
    Task<Outcome> track(ChangePlan& plan, StepInfo info);
    Task<Outcome> settle(ChangePlan& plan, StepInfo info);

    Task<Outcome> approveToken(ChangePlan& plan, Address token, U256 need, StepInfo info);
    Task<Outcome> signPermit(ChangePlan& plan, Address token, U256 need, StepInfo info);
    /// What a change that would fail comes to: approvals instead when its permits are to blame.
    Task<Outcome> afterFailure(ChangePlan& plan, Error error, observe::Trace trace);
    /// Before the deadline, or when a run before a crash signed this already.
    Task<bool> mayPrepare(ChangePlan plan, std::string purpose, observe::Trace trace);
    bool isExpired(const ChangePlan& plan) const { return m_clock.now() >= plan.deadline; }

    ops::Node& m_node;
    const Clock& m_clock;
    transact::Steps m_steps;
    transact::Permits m_permits;
    std::function<void()> m_onChange;
};

class LiquidityService final : public runtime::Service {
public:
    explicit LiquidityService(const runtime::ServiceEnvironment& env);
    ops::Handlers handlers() override;
    void defineSagas(resilience::SagaRunner& sagas) override;
    Task<> stop() override;

private:
    Task<ListPositions::Response> listPositions(ListPositions request, ops::Context context);
    Task<Position> getPosition(GetPosition request, ops::Context context);
    Task<GetRange::Response> getRange(GetRange request, ops::Context context);
    Task<PreviewMint::Response> previewMint(PreviewMint request, ops::Context context);
    Task<ChangePreview> previewIncrease(PreviewIncrease request, ops::Context context);
    Task<ChangePreview> previewDecrease(PreviewDecrease request, ops::Context context);
    Task<ChangePreview> previewCollect(PreviewCollect request, ops::Context context);
    Task<ChangePreview> previewClose(PreviewClose request, ops::Context context);
    Task<Change> mint(Mint request, ops::Context context);
    Task<Change> increase(Increase request, ops::Context context);
    Task<Change> decrease(Decrease request, ops::Context context);
    Task<Change> collect(Collect request, ops::Context context);
    Task<Change> close(Close request, ops::Context context);
    Task<Change> getChange(GetChange request, ops::Context context);
    Task<Change> waitForChange(WaitForChange request, ops::Context context);
    Task<ListChanges::Response> listChanges(ListChanges request, ops::Context context);

    ops::Context inner(const ops::Context& context) const {
        return runtime::serviceContext("liquidity", context.trace);
    }
    /// `liquidity.unsupported` without a position manager.
    Task<chain::Chain> chainOf(ChainId chainId, ops::Context context);
    /// Those of `ids` that exist, at one block.
    Task<std::vector<Position>> readPositions(chain::Chain chain, std::vector<U256> ids,
                                              std::optional<std::uint64_t> block,
                                              ops::Context context);
    Task<std::vector<Position>> describe(chain::Chain chain, std::vector<Position> positions,
                                         std::vector<std::pair<Address, Address>> tokens,
                                         ops::Context context);
    Task<Position> findPosition(chain::Chain chain, U256 tokenId, ops::Context context);
    Task<Position> ownPosition(chain::Chain chain, U256 tokenId, Address owner,
                               ops::Context context);

    struct Market {
        token::Token tokenA, tokenB;  ///< As the pool has them.
        bool isNative = false;
        pool::Snapshot snapshot;
        bool isCurrent = false;
    };
    Task<token::Token> poolToken(chain::Chain chain, std::string text, bool& isNative,
                                 ops::Context context);
    Task<Market> marketOf(chain::Chain chain, std::string tokenA, std::string tokenB,
                          std::int64_t feePips, ops::Context context);
    Task<Change> planMint(chain::Chain chain, MintFields request, std::int64_t slippageBps,
                          ops::Context context);
    Task<Change> planIncrease(chain::Chain chain, Position position, IncreaseFields request,
                              std::int64_t slippageBps);
    Task<Change> planTaking(chain::Chain chain, Position position, ChangeKind kind, bool useNative,
                            std::int64_t shareBps, std::int64_t slippageBps);
    Task<Change> take(PositionFields of, Choices choices, ChangeKind kind, std::int64_t shareBps,
                      ops::Context context);
    Task<ChangePreview> previewTaking(PositionFields of, ChangeKind kind, std::int64_t shareBps,
                                      std::int64_t slippageBps, ops::Context context);
    Task<ChangePreview> previewOf(chain::Chain chain, Position position, Change change,
                                  Choices choices, ops::Context context);
    Task<> checkDeposit(chain::Chain chain, Change change, ops::Context context);
    struct Plan {
        std::vector<wallet::ApprovalPlan> approvals;
        std::vector<transact::PlannedCall> calls;
    };
    /// What the wallet would be asked to sign: approvals that are needed, and the change.
    Task<Plan> planOf(chain::Chain chain, Change change, Choices choices, ops::Context context);
    Task<std::optional<Change>> earlier(std::string command);
    Task<Change> begin(chain::Chain chain, Change change, Choices choices, ops::Context context);

    const runtime::ServiceEnvironment& m_env;
    store::Database m_db;
    async::Notifier m_changed;
    ChangeSaga m_saga;
    bool m_isStopping = false;
};

}  // namespace kosh::liquidity
