// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/typed_data.h"
#include "signing.h"

#include <kosh/crypto/abi_codec.h>
#include <kosh/crypto/message.h>

namespace kosh::wallet {

namespace {

using crypto::abi::Decoder;
using crypto::abi::Encoder;

Failure unsupported(std::string why) {
    return fail(ErrorKind::precondition, "wallet.permit_unsupported",
                cat("this token takes no approval by signature: ", why), {{"field", "token"}});
}

Bytes callOf(std::string_view signature) {
    const auto selector = crypto::abi::selector(signature);
    return {selector.begin(), selector.end()};
}

/// The text a contract answered with, if it did.
std::optional<std::string> textOf(const chain::CallResult& result) {
    if (!result.isSuccess) return std::nullopt;
    const auto text = Decoder(result.data).string();
    if (!text) return std::nullopt;
    return std::string(*text);
}

/// A permit that nobody signed: r and s are 1, which is the signature of an unknown key.
Bytes forgedPermit(const CheckPermit& of) {
    static const auto kPermit =
        crypto::abi::selector("permit(address,address,uint256,uint256,uint8,bytes32,bytes32)");
    const U256 one(1), deadline = U256::max();
    return Encoder(kPermit)
        .address(of.owner)
        .address(kPermit2)
        .uint(one)
        .uint(deadline)
        .uint(27)
        .uint(one)
        .uint(one)
        .take();
}

Result<> checkTerms(const SignPermit& request, Timestamp now) {
    if (request.spender.isZero()) {
        return invalidField("spender", "wallet.zero_address", "nobody owns the zero address");
    }
    if (request.deadline <= static_cast<std::uint64_t>(now.micros / 1'000'000)) {
        return invalidField("deadline", "wallet.deadline_past", "the deadline is over already");
    }
    if (request.kind != PermitKind::permit2) return {};
    if (request.amount >= U256::powerOfTwo(160)) {
        return invalidField("amount", "wallet.permit_amount",
                            "Permit2 takes amounts up to 2^160 - 1, which is its unlimited");
    }
    if (request.deadline >= std::uint64_t{1} << 48) {
        return invalidField("deadline", "wallet.permit_deadline",
                            "Permit2 takes deadlines below 2^48");
    }
    return {};
}

}  // namespace

Task<std::vector<chain::CallResult>> Signing::read(ChainId chainId,
                                                   std::vector<chain::CallRequest> calls,
                                                   observe::Trace trace) {
    const auto count = calls.size();
    KOSH_CO_TRY(auto answer, co_await m_shared.env.node.call(
                                 chain::CallContracts{chainId, std::move(calls), std::nullopt},
                                 m_shared.context(trace)));
    if (answer.results.size() != count) {
        co_return fail(ErrorKind::unavailable, "wallet.permit_read",
                       "the endpoint did not answer every call");
    }
    co_return std::move(answer.results);
}

Task<Signing::Domain> Signing::tokenPermitDomain(CheckPermit of, observe::Trace trace) {
    const auto ask = [&](Bytes data) {
        return chain::CallRequest{of.token, std::move(data), {}, {}};
    };
    const auto nonces = crypto::abi::selector("nonces(address)");
    std::vector<chain::CallRequest> calls{ask(callOf("DOMAIN_SEPARATOR()")),
                                          ask(Encoder(nonces).address(of.owner).take()),
                                          ask(callOf("name()")),
                                          ask(callOf("version()")),
                                          ask(callOf("PERMIT_TYPEHASH()")),
                                          ask(forgedPermit(of))};
    KOSH_CO_TRY(const auto results, co_await read(of.chainId, std::move(calls), trace));
    const auto separator = results[0].isSuccess ? Decoder(results[0].data).bytes32()
                                                : Result<Hash256>(unsupported("it has no domain"));
    const auto nonce = results[1].isSuccess ? Decoder(results[1].data).uint()
                                            : Result<U256>(unsupported("it has no nonces"));
    if (!separator || !nonce) co_return unsupported("it has no permit (EIP-2612)");
    if (results[4].isSuccess) {
        const auto type = Decoder(results[4].data).bytes32();
        if (type && *type != permitTypeHash()) co_return unsupported("its permit has another form");
    }
    if (results[5].isSuccess) co_return unsupported("it takes a signature of anybody");
    const auto name = textOf(results[2]);
    if (!name) co_return unsupported("it has no name");
    std::vector<std::optional<std::string>> versions;
    if (auto own = textOf(results[3])) versions.emplace_back(std::move(own));
    for (const auto* known : {"1", "2"}) versions.emplace_back(known);
    versions.emplace_back(std::nullopt);
    for (const auto& version : versions) {
        if (tokenDomain(*name, version, of.chainId, of.token) == *separator) {
            co_return Domain{*separator, *nonce};
        }
    }
    co_return unsupported("its domain is not that of its name, network and address");
}

Task<Signing::Domain> Signing::permit2Allowance(SignPermit request, observe::Trace trace) {
    const auto allowance = crypto::abi::selector("allowance(address,address,address)");
    std::vector<chain::CallRequest> calls{{kPermit2, callOf("DOMAIN_SEPARATOR()"), {}, {}},
                                          {kPermit2,
                                           Encoder(allowance)
                                               .address(request.owner)
                                               .address(request.token)
                                               .address(request.spender)
                                               .take(),
                                           {},
                                           {}}};
    KOSH_CO_TRY(const auto results, co_await read(request.chainId, std::move(calls), trace));
    const auto missing =
        fail(ErrorKind::precondition, "wallet.permit2_missing",
             cat("there is no Permit2 contract on network ", request.chainId), {{"field", "kind"}});
    if (!results[0].isSuccess || !results[1].isSuccess) co_return missing;
    const auto separator = Decoder(results[0].data).bytes32();
    if (!separator || *separator != permit2Domain(request.chainId)) co_return missing;
    Decoder decoder(results[1].data);
    KOSH_CO_CHECK(decoder.uint(160));
    KOSH_CO_CHECK(decoder.uint(48));
    KOSH_CO_TRY(const auto nonce, decoder.uint(48));
    co_return Domain{*separator, nonce};
}

Task<SignPermit::Response> Signing::signPermit(SignPermit request, ops::Context context) {
    KOSH_CO_CHECK(checkTerms(request, m_shared.env.clock.now()));
    KOSH_CO_CHECK(co_await originOf(m_shared, request.owner, "owner"));
    const bool isPermit2 = request.kind == PermitKind::permit2;
    KOSH_CO_TRY(const auto domain,
                isPermit2 ? co_await permit2Allowance(request, context.trace)
                          : co_await tokenPermitDomain(
                                {request.chainId, request.token, request.owner}, context.trace));
    const PermitTerms terms{request.owner,  request.token, request.spender,
                            request.amount, domain.nonce,  request.deadline};
    const auto digest =
        isPermit2 ? permit2Digest(domain.separator, terms) : permitDigest(domain.separator, terms);
    const auto summary = cat("Lets ", request.spender.toString(), " take ",
                             request.amount.toString(), " units of ", request.token.toString());
    KOSH_CO_TRY(
        const auto signature,
        co_await sign(request.owner, "owner",
                      {request.owner, isPermit2 ? "permit2_single" : "permit", summary, digest}));
    SignPermit::Response response;
    response.kind = request.kind;
    response.signature = crypto::encodeSignature(signature);
    response.digest = digest;
    response.nonce = domain.nonce;
    response.amount = request.amount;
    response.deadline = request.deadline;
    response.contract = isPermit2 ? kPermit2 : request.token;
    response.call = isPermit2 ? permit2Call(terms, signature) : permitCall(terms, signature);
    co_return response;
}

Task<CheckPermit::Response> Signing::checkPermit(CheckPermit request, ops::Context context) {
    KOSH_CO_TRY(const auto origin,
                co_await m_shared.db.read([owner = request.owner](store::Reader& reader) {
                    return repository::findKey(reader, owner);
                }));
    if (origin && origin->kind == WalletKind::device) {
        co_return CheckPermit::Response{
            false, "the key is on a paired device, which signs transactions only", {}};
    }
    auto domain = co_await tokenPermitDomain(request, context.trace);
    if (domain) {
        co_return CheckPermit::Response{
            true, "it takes approvals by signature (EIP-2612), for the domain that it names",
            domain->nonce};
    }
    if (domain.error().key != "wallet.permit_unsupported") co_return Failure(domain.error());
    co_return CheckPermit::Response{false, domain.error().message, {}};
}

}  // namespace kosh::wallet
