// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/contract.h"

#include <kosh/token/added.h>

namespace kosh::token {
namespace {

constexpr std::size_t kMaxTokens = 1000;

ops::Context callContext(const ops::Context& context) {
    auto own = runtime::serviceContext("token", context.trace);
    own.deadline = context.deadline;
    return own;
}

}  // namespace

TokenService::TokenService(const runtime::ServiceEnvironment& env)
    : m_env(env), m_database(env.store.database("token")) {}

ops::Handlers TokenService::handlers() {
    ops::Handlers handlers;
    handlers.add<ListTokens>(*this, &TokenService::listTokens);
    handlers.add<AddToken>(*this, &TokenService::addToken);
    handlers.add<ResolveToken>(*this, &TokenService::resolveToken);
    handlers.add<GetBalances>(*this, &TokenService::getBalances);
    handlers.add<GetAllowance>(*this, &TokenService::getAllowance);
    handlers.add<DescribeTokens>(*this, &TokenService::describe);
    handlers.add<MarkToken>(*this, &TokenService::mark);
    handlers.add<InspectToken>(*this, &TokenService::inspect);
    handlers.add<DiscoverTokens>(*this, &TokenService::discover);
    return handlers;
}

Task<> TokenService::start() {
    KOSH_CO_TRY(auto stored, co_await m_database.read(
                                 [](store::Reader& reader) { return Repository::load(reader); }));
    for (auto& token : stored) m_book.add(std::move(token));
    KOSH_CO_TRY(m_marks, co_await m_database.read(
                             [](store::Reader& reader) { return Repository::marks(reader); }));
    KOSH_CO_TRY(m_traits, co_await m_database.read(
                              [](store::Reader& reader) { return Repository::traits(reader); }));
    co_return ok();
}

Task<chain::Chain> TokenService::chainOf(ChainId chainId, ops::Context context) {
    co_return co_await m_env.node.call(chain::GetChain{chainId}, callContext(context));
}

Task<ListTokens::Response> TokenService::listTokens(ListTokens request, ops::Context context) {
    KOSH_CO_TRY(const auto chain, co_await chainOf(request.chainId, context));
    auto tokens = m_book.tokens(chain);
    if (!request.includeSpam) {
        std::erase_if(tokens,
                      [&](const Token& token) { return isSpam(token.chainId, token.address); });
    }
    co_return ListTokens::Response{std::move(tokens)};
}

Task<Token> TokenService::resolveToken(ResolveToken request, ops::Context context) {
    KOSH_CO_TRY(const auto chain, co_await chainOf(request.chainId, context));
    co_return m_book.resolve(chain, request.token);
}

Task<Token> TokenService::addToken(AddToken request, ops::Context context) {
    KOSH_CO_TRY(const auto chain, co_await chainOf(request.chainId, context));
    if (request.address.isZero()) {
        co_return invalidField(
            "address", "token.not_a_token",
            "the zero address stands for the native coin, which is always known");
    }
    if (m_book.isListed(chain.chainId, request.address)) {
        co_return *m_book.byAddress(chain, request.address);
    }
    chain::CallContracts call{chain.chainId, {}, {}};
    for (auto& data : describeCalls())
        call.calls.push_back({request.address, std::move(data), {}, {}});
    KOSH_CO_TRY(const auto answer, co_await m_env.node.call(std::move(call), callContext(context)));
    KOSH_CO_TRY(auto token, tokenFrom(chain.chainId, request.address, answer.results));
    const auto at = m_env.clock.now();
    const bool isNew = !m_book.byAddress(chain, request.address);
    const auto traceId = context.trace.traceIdHex();
    KOSH_CO_CHECK(co_await m_database.write(
        [token, at, isNew, traceId](store::Transaction& tx) -> Result<bool> {
            KOSH_CHECK(Repository::save(tx, token, at));
            if (isNew) {
                KOSH_CHECK(events::append(tx, TokenAdded{token.chainId, token.address}, traceId));
            }
            return true;
        }));
    m_book.add(token);
    co_return token;
}

Result<std::vector<Token>> TokenService::wanted(const chain::Chain& chain,
                                                const std::vector<Address>& addresses) const {
    if (addresses.empty()) {
        auto all = m_book.tokens(chain);
        std::erase_if(all,
                      [&](const Token& token) { return isSpam(chain.chainId, token.address); });
        return all;
    }
    if (addresses.size() > kMaxTokens) {
        return invalidField("tokens", "token.too_many", "at most 1,000 tokens at once");
    }
    std::vector<Token> tokens;
    for (const auto& address : addresses) {
        auto token = m_book.byAddress(chain, address);
        if (!token) {
            return fail(ErrorKind::not_found, "token.unknown",
                        cat("no known token has the address ", address.toString(),
                            "; add it with token.add"),
                        {{"field", "tokens"}});
        }
        // The native coin goes first, as in the whole list.
        tokens.insert(token->isNative() ? tokens.begin() : tokens.end(), *token);
    }
    return tokens;
}

Task<chain::Evidence> TokenService::readTokens(Address owner, std::vector<Balance>* balances,
                                               ops::Context context) {
    chain::CallContracts call{balances->front().token.chainId, {}, {}};
    for (const auto& balance : *balances) {
        if (balance.token.isNative()) continue;
        call.calls.push_back({balance.token.address, balanceOfCall(owner), {}, {}});
    }
    auto answer = co_await m_env.node.call(std::move(call), callContext(context));
    std::size_t next = 0;
    for (auto& balance : *balances) {
        if (balance.token.isNative()) continue;
        const auto amount =
            answer ? amountFrom(answer->results.at(next++)) : Result<U256>(Failure(answer.error()));
        if (amount) {
            balance.amount = *amount;
        } else {
            balance.reason = amount.error().message;
        }
    }
    if (!answer) co_return Failure(answer.error());
    co_return answer->evidence;
}

Task<chain::Evidence> TokenService::readNative(Address owner, Balance* balance,
                                               std::optional<std::uint64_t> blockNumber,
                                               ops::Context context) {
    auto answer = co_await m_env.node.call(
        chain::GetNativeBalance{balance->token.chainId, owner, blockNumber}, callContext(context));
    if (!answer) {
        balance->reason = answer.error().message;
        co_return Failure(answer.error());
    }
    balance->amount = answer->wei;
    co_return answer->evidence;
}

Task<GetBalances::Response> TokenService::getBalances(GetBalances request, ops::Context context) {
    KOSH_CO_TRY(const auto chain, co_await chainOf(request.chainId, context));
    KOSH_CO_TRY(auto tokens, wanted(chain, request.tokens));
    GetBalances::Response response;
    for (auto& token : tokens) response.balances.push_back({std::move(token), {}, {}});
    // What stays unread keeps its reason; the whole is of one block or unknown.
    response.evidence.at = m_env.clock.now();
    std::optional<std::uint64_t> blockNumber;
    if (!response.balances.back().token.isNative()) {
        const auto evidence = co_await readTokens(request.owner, &response.balances, context);
        if (evidence) {
            response.evidence = *evidence;
            blockNumber = evidence->blockNumber;
        }
    }
    for (auto& balance : response.balances) {
        if (!balance.token.isNative()) continue;
        const auto evidence = co_await readNative(request.owner, &balance, blockNumber, context);
        if (evidence && !blockNumber) response.evidence = *evidence;
    }
    co_return response;
}

Task<GetAllowance::Response> TokenService::getAllowance(GetAllowance request,
                                                        ops::Context context) {
    if (request.token.isZero()) {
        co_return invalidField("token", "token.no_allowance",
                               "the native coin has no allowances; give a token contract");
    }
    chain::CallContracts call{
        request.chainId,
        {{request.token, allowanceCall(request.owner, request.spender), {}, {}}},
        {}};
    KOSH_CO_TRY(auto answer, co_await m_env.node.call(std::move(call), callContext(context)));
    KOSH_CO_TRY(const auto amount, amountFrom(answer.results.at(0)));
    co_return GetAllowance::Response{amount, std::move(answer.evidence)};
}

}  // namespace kosh::token
