// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/lookup.h"

#include <kosh/crypto/ens.h>

namespace kosh::name {
namespace {

namespace ens = crypto::ens;

ops::Context own(const ops::Context& context) {
    auto inner = runtime::serviceContext("name", context.trace);
    inner.deadline = context.deadline;
    return inner;
}

Failure notFound(const std::string& name, std::string_view why) {
    return fail(ErrorKind::not_found, "name.not_found", cat(name, " stands for no address: ", why),
                {{"field", "name"}});
}

}  // namespace

NameService::NameService(const runtime::ServiceEnvironment& env)
    : m_env(env), m_database(env.store.database("name")) {}

ops::Handlers NameService::handlers() {
    ops::Handlers handlers;
    handlers.add<ResolveName>(*this, &NameService::resolve);
    handlers.add<ReverseName>(*this, &NameService::reverse);
    handlers.add<SetRegistry>(*this, &NameService::setRegistry);
    return handlers;
}

Task<> NameService::start() {
    KOSH_CO_TRY(m_registries, co_await m_database.read([](store::Reader& reader) {
        return repository::registries(reader);
    }));
    co_return ok();
}

Task<Address> NameService::registryOf(ChainId chainId, ops::Context context) {
    KOSH_CO_TRY(const auto chain, co_await m_env.node.call(chain::GetChain{chainId}, context));
    const auto chosen = m_registries.find(chainId);
    const auto registry = chosen == m_registries.end() ? knownRegistry(chainId) : chosen->second;
    if (registry.isZero()) {
        co_return fail(ErrorKind::precondition, "name.no_registry",
                       cat(chain.name,
                           " has no registry of names that Kosh knows; choose one with "
                           "name.set_registry, or ask on network 1"),
                       {{"field", "chainId"}});
    }
    co_return registry;
}

Task<NameService::Found> NameService::forward(ChainId chainId, std::string normalisedName,
                                              std::optional<std::uint64_t> blockNumber,
                                              ops::Context context) {
    KOSH_CO_TRY(const auto registry, co_await registryOf(chainId, context));
    const auto names = ancestry(normalisedName);
    chain::CallContracts resolvers{chainId, {}, blockNumber};
    for (const auto& name : names) {
        resolvers.calls.push_back({registry, resolverCall(ens::namehash(name)), {}, {}});
    }
    KOSH_CO_TRY(const auto set, co_await m_env.node.call(std::move(resolvers), context));
    Found found;
    found.evidence = set.evidence;
    found.blockNumber = set.evidence.blockNumber;
    std::size_t depth = 0;
    while (depth < set.results.size() && addressFrom(set.results[depth]).isZero()) ++depth;
    if (depth == set.results.size()) co_return notFound(normalisedName, "nobody has registered it");
    found.resolver = addressFrom(set.results[depth]);
    const auto inner = addrCall(ens::namehash(normalisedName));
    auto data = inner;
    if (depth > 0) {
        KOSH_CO_TRY(data, wildcardCall(normalisedName, inner));
    }
    chain::CallContracts ask{chainId, {{found.resolver, data, {}, {}}}, found.blockNumber};
    KOSH_CO_TRY(const auto answer, co_await m_env.node.call(std::move(ask), context));
    const auto& result = answer.results.at(0);
    if (isOffchain(result)) {
        co_return fail(ErrorKind::precondition, "name.offchain",
                       cat(normalisedName, " is answered by a web server, which Kosh does not ask"),
                       {{"field", "name"}});
    }
    found.address = addressFrom(depth > 0 ? unwrapped(result) : result);
    if (found.address.isZero()) co_return notFound(normalisedName, "its resolver names none");
    co_return found;
}

Task<ResolveName::Response> NameService::resolve(ResolveName request, ops::Context context) {
    auto normalised = ens::normalise(request.name);
    if (!normalised) {
        auto error = std::move(normalised).error();
        error.details["field"] = "name";
        co_return Failure(std::move(error));
    }
    KOSH_CO_TRY(const auto found, co_await forward(request.chainId, *normalised, {}, own(context)));
    ResolveName::Response response;
    response.name = *normalised;
    response.address = found.address;
    response.resolver = found.resolver;
    response.evidence = found.evidence;
    const auto back = co_await reverse({found.address, request.chainId}, context);
    response.isPrimary = back && back->name == *normalised;
    co_return response;
}

Task<ReverseName::Response> NameService::reverse(ReverseName request, ops::Context context) {
    const auto inner = own(context);
    KOSH_CO_TRY(const auto registry, co_await registryOf(request.chainId, inner));
    const auto node = ens::namehash(reverseName(request.address));
    chain::CallContracts where{request.chainId, {{registry, resolverCall(node), {}, {}}}, {}};
    KOSH_CO_TRY(const auto set, co_await m_env.node.call(std::move(where), inner));
    ReverseName::Response response;
    response.evidence = set.evidence;
    const auto resolver = addressFrom(set.results.at(0));
    if (resolver.isZero()) {
        response.reason = "the address has not named itself";
        co_return response;
    }
    const auto blockNumber = set.evidence.blockNumber;
    chain::CallContracts ask{request.chainId, {{resolver, nameCall(node), {}, {}}}, blockNumber};
    KOSH_CO_TRY(const auto answer, co_await m_env.node.call(std::move(ask), inner));
    const auto claimed = textFrom(answer.results.at(0));
    if (claimed.empty()) {
        response.reason = "the address has not named itself";
        co_return response;
    }
    const auto normalised = ens::normalise(claimed);
    if (!normalised || *normalised != claimed) {
        response.reason = "the address names itself by what is not a proper name";
        co_return response;
    }
    const auto found = co_await forward(request.chainId, claimed, blockNumber, inner);
    if (found && found->address == request.address) {
        response.name = claimed;
    } else if (!found && found.error().kind == ErrorKind::unavailable) {
        co_return Failure(found.error());
    } else {
        response.reason = "the name it gives itself stands for another address or none";
    }
    co_return response;
}

Task<SetRegistry::Response> NameService::setRegistry(SetRegistry request, ops::Context context) {
    KOSH_CO_CHECK(co_await m_env.node.call(chain::GetChain{request.chainId}, own(context)));
    KOSH_CO_CHECK(co_await m_database.write([request](store::Transaction& tx) {
        return repository::saveRegistry(tx, request.chainId, request.registry);
    }));
    if (request.registry.isZero()) {
        m_registries.erase(request.chainId);
    } else {
        m_registries[request.chainId] = request.registry;
    }
    co_return SetRegistry::Response{request.registry};
}

}  // namespace kosh::name
