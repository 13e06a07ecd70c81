// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/log_range.h"
#include "domain/proof_values.h"
#include "repository.h"
#include "rpc_reader.h"
#include "tracker.h"

#include <kosh/net/hosts.h>
#include <kosh/runtime/service.h>

#include <map>
#include <memory>

namespace kosh::chain {

/// The chain service: see README.md. Thread: core.
class ChainService final : public runtime::Service {
public:
    ChainService(const runtime::ServiceEnvironment& env, RpcPool& pool, net::HostDirectory* hosts);

    ops::Handlers handlers() override;
    Task<> start() override;
    Task<> stop() override;

    Result<ListChains::Response> listChains(const ListChains& request, const ops::Context& context);
    Task<Chain> getChain(GetChain request, ops::Context context);
    Task<Chain> addChain(AddChain request, ops::Context context);
    Task<Chain> setEndpoints(SetEndpoints request, ops::Context context);

    Task<GetChainStatus::Response> getStatus(GetChainStatus request, ops::Context context);
    Task<Block> waitForBlock(WaitForBlock request, ops::Context context);
    Task<Block> getBlock(GetBlock request, ops::Context context);

    Task<CheckChain::Response> checkChain(CheckChain request, ops::Context context);
    Result<ListHosts::Response> listHosts(const ListHosts& request, const ops::Context& context);
    Task<ops::Nothing> setHost(SetHost request, ops::Context context);

    Task<GetFees::Response> getFees(GetFees request, ops::Context context);
    Task<CallContracts::Response> callContracts(CallContracts request, ops::Context context);
    Task<GetLogs::Response> getLogs(GetLogs request, ops::Context context);
    Task<GetNativeBalance::Response> getBalance(GetNativeBalance request, ops::Context context);
    Task<GetTransactionCount::Response> getCount(GetTransactionCount request, ops::Context context);

    Task<EstimateGas::Response> estimateGas(EstimateGas request, ops::Context context);
    Task<SendRawTransaction::Response> sendRaw(SendRawTransaction request, ops::Context context);
    Task<GetReceipt::Response> getReceipt(GetReceipt request, ops::Context context);

    Task<GetCode::Response> getCode(GetCode request, ops::Context context);
    Task<WaitForLogs::Response> waitForLogs(WaitForLogs request, ops::Context context);
    Task<ProveAccount::Response> proveAccount(ProveAccount request, ops::Context context);
    Task<SimulateCalls::Response> simulateCalls(SimulateCalls request, ops::Context context);
    Task<TraceCall::Response> traceCall(TraceCall request, ops::Context context);

private:
    Result<Chain> find(ChainId chainId) const;
    Task<> probeAll(ChainId chainId, std::vector<Endpoint> entries, bool mustAnswer);
    Task<> save(Chain chain, bool isDefinitionNew, std::string traceId);
    std::shared_ptr<Tracker> track(const Chain& chain);
    Evidence evidence(std::string endpoint, std::uint64_t blockNumber) const;
    Task<std::uint64_t> newestNumber(ChainId chainId);
    /// All reads of one answer are of one block: "latest" becomes a number first.
    Task<std::uint64_t> resolved(ChainId chainId, std::optional<std::uint64_t> number);
    Task<std::vector<CallResult>> callDirect(ChainId chainId, std::vector<CallRequest> calls,
                                             std::string tag, std::string* endpoint);
    /// Whether Multicall3 is where it should be: asked once a chain. Unknown counts as there.
    Task<bool> hasMulticall(Chain chain);
    /// The lower of two endpoints' newest blocks: both have it.
    Task<std::uint64_t> commonNumber(ChainId chainId);
    Task<CallContracts::Response> callAgreed(CallContracts request);
    Task<GetNativeBalance::Response> balanceAgreed(GetNativeBalance request);
    /// The block that proofs are held against, and who vouches for it.
    struct Anchor {
        rpc::Header header;
        std::vector<std::string> agreedBy;
    };
    Task<Anchor> anchor(ChainId chainId, std::optional<std::uint64_t> number, bool mustAgree);
    Task<ProveAccount::Response> proveAt(Anchor anchor, ProveAccount request);
    Task<GetNativeBalance::Response> balanceProven(GetNativeBalance request);
    Task<GetCode::Response> codeProven(GetCode request);
    Task<std::optional<Receipt>> readReceipt(GetReceipt request);
    Task<std::vector<CallResult>> callAggregated(Chain chain, std::vector<CallRequest> calls,
                                                 std::string tag, std::string* endpoint);
    Task<Hash256> broadcast(ChainId chainId, Bytes raw, Hash256 hash, Audience audience);
    Task<bool> isKnown(ChainId chainId, Hash256 hash);

    runtime::ServiceEnvironment m_env;
    RpcReader m_reader;
    store::Database m_database;
    net::HostDirectory* m_hosts;
    std::map<ChainId, Chain> m_chains;
    std::map<ChainId, std::shared_ptr<Tracker>> m_trackers;
    std::map<ChainId, bool> m_multicalls;
    std::map<ChainId, LogSize> m_logSizes;
    bool m_isStopping = false;
};

}  // namespace kosh::chain
