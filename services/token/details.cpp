// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/contract.h"
#include "domain/suspicion.h"
#include "domain/transfer_probe.h"

namespace kosh::token {
namespace {

constexpr std::size_t kMaxDescribed = 500;
constexpr std::size_t kDescribeCalls = 3;

ops::Context ownContext(const ops::Context& context) {
    auto own = runtime::serviceContext("token", context.trace);
    own.deadline = context.deadline;
    return own;
}

}  // namespace

bool TokenService::isSpam(ChainId chainId, const Address& address) const {
    const auto found = m_marks.find(Place{chainId, address});
    return found != m_marks.end() && found->second == Mark::spam;
}

TokenDetails TokenService::details(const chain::Chain& chain, const Address& address,
                                   std::span<const chain::CallResult> described) const {
    TokenDetails details;
    details.address = address;
    const Place place{chain.chainId, address};
    if (const auto mark = m_marks.find(place); mark != m_marks.end()) details.mark = mark->second;
    if (const auto traits = m_traits.find(place); traits != m_traits.end()) {
        details.traits = traits->second;
    }
    details.token = m_book.byAddress(chain, address);
    details.source = !details.token                            ? "contract"
                     : details.token->isNative()               ? "native"
                     : m_book.isListed(chain.chainId, address) ? "listed"
                                                               : "added";
    if (described.empty()) return details;
    const auto read = tokenFrom(chain.chainId, address, described);
    if (!details.token) {
        if (read) {
            details.token = *read;
        } else {
            details.reason = read.error().message;
        }
    }
    if (details.token && details.mark != Mark::trusted) {
        details.suspicions = suspicionsOf(chain, m_book, *details.token, rawTextsFrom(described));
    }
    return details;
}

Task<DescribeTokens::Response> TokenService::describe(DescribeTokens request,
                                                      ops::Context context) {
    KOSH_CO_TRY(const auto chain, co_await chainOf(request.chainId, context));
    if (request.addresses.size() > kMaxDescribed) {
        co_return invalidField("addresses", "token.too_many", "at most 500 tokens at once");
    }
    const auto isAsked = [&](const Address& address) {
        return !address.isZero() && !m_book.isListed(chain.chainId, address);
    };
    chain::CallContracts call{request.chainId, {}, {}};
    for (const auto& address : request.addresses) {
        if (!isAsked(address)) continue;
        for (auto& data : describeCalls()) call.calls.push_back({address, std::move(data), {}, {}});
    }
    std::vector<chain::CallResult> results;
    std::string trouble;
    if (!call.calls.empty()) {
        const auto count = call.calls.size();
        auto answer = co_await m_env.node.call(std::move(call), ownContext(context));
        if (answer && answer->results.size() == count) {
            results = std::move(answer->results);
        } else if (!answer) {
            trouble = answer.error().message;
        }
    }
    DescribeTokens::Response response;
    std::size_t next = 0;
    for (const auto& address : request.addresses) {
        std::span<const chain::CallResult> described;
        if (isAsked(address) && !results.empty()) {
            described = std::span(results).subspan(next, kDescribeCalls);
            next += kDescribeCalls;
        }
        auto one = details(chain, address, described);
        if (!one.token && one.reason.empty()) one.reason = trouble;
        response.tokens.push_back(std::move(one));
    }
    co_return response;
}

Task<TokenDetails> TokenService::mark(MarkToken request, ops::Context context) {
    KOSH_CO_CHECK(co_await chainOf(request.chainId, context));
    if (request.address.isZero()) {
        co_return invalidField("address", "token.native", "the native coin cannot be marked");
    }
    const auto at = m_env.clock.now();
    const auto traceId = context.trace.traceIdHex();
    KOSH_CO_CHECK(co_await m_database.write([request, at,
                                             traceId](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(Repository::saveMark(tx, request.chainId, request.address, request.mark, at));
        KOSH_CHECK(events::append(tx, TokenMarked{request.chainId, request.address, request.mark},
                                  traceId));
        return {};
    }));
    const Place place{request.chainId, request.address};
    if (request.mark == Mark::none) {
        m_marks.erase(place);
    } else {
        m_marks[place] = request.mark;
    }
    DescribeTokens describeOne{request.chainId, {request.address}};
    KOSH_CO_TRY(auto described, co_await describe(std::move(describeOne), context));
    co_return std::move(described.tokens.at(0));
}

Task<chain::SimulateCalls::Response> TokenService::probedWith(InspectToken request, U256* amount,
                                                              ops::Context context) {
    const auto run = [&](const Address& holder, bool isPretended) {
        return m_env.node.call(
            probe(request.chainId, request.address, holder, *amount, isPretended),
            ownContext(context));
    };
    // An amount that no rounding hides, and that every real holder's balance is asked for.
    *amount = U256(1'000'000);
    if (!request.holder) co_return co_await run(probeHolder(), true);
    KOSH_CO_TRY(const auto first, co_await run(*request.holder, false));
    const auto held = heldIn(first.results);
    if (!held || held->isZero()) {
        co_return fail(ErrorKind::precondition, "token.holder_empty",
                       cat(request.holder->toString(), " holds nothing of this token"),
                       {{"field", "holder"}});
    }
    if (*held >= *amount) co_return first;
    *amount = *held;
    co_return co_await run(*request.holder, false);
}

Task<Traits> TokenService::probed(InspectToken request, ops::Context context) {
    U256 amount;
    auto answer = co_await probedWith(request, &amount, context);
    Traits unknown;
    unknown.checkedAt = m_env.clock.now();
    if (!answer) {
        if (answer.error().key != "chain.method_unsupported") co_return Failure(answer.error());
        unknown.reason = "no endpoint of this network can simulate transfers";
        co_return unknown;
    }
    constexpr std::size_t kCalls = 4;
    if (answer->results.size() != kCalls) {
        co_return fail(ErrorKind::unavailable, "token.unreadable", "the simulation is incomplete");
    }
    const bool isPretendedInVain =
        !request.holder && heldIn(answer->results).value_or(U256{}) < amount;
    if (isPretendedInVain) {
        unknown.reason = "its balances are not kept in a plain mapping: give a holder";
        co_return unknown;
    }
    co_return traitsFrom(answer->results, amount, m_env.clock.now());
}

Task<TokenDetails> TokenService::inspect(InspectToken request, ops::Context context) {
    KOSH_CO_CHECK(co_await chainOf(request.chainId, context));
    if (request.address.isZero()) {
        co_return invalidField("address", "token.native", "the native coin has no contract");
    }
    KOSH_CO_TRY(auto traits, co_await probed(request, context));
    KOSH_CO_CHECK(co_await m_database.write([request, traits](store::Transaction& tx) {
        return Repository::saveTraits(tx, request.chainId, request.address, traits);
    }));
    m_traits[Place{request.chainId, request.address}] = std::move(traits);
    DescribeTokens describeOne{request.chainId, {request.address}};
    KOSH_CO_TRY(auto described, co_await describe(std::move(describeOne), context));
    co_return std::move(described.tokens.at(0));
}

}  // namespace kosh::token
