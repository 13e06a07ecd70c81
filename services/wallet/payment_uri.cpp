// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "transfers.h"

#include <kosh/base/money.h>
#include <kosh/crypto/eip681.h>

namespace kosh::wallet {

Task<MakePaymentUri::Response> Transfers::makeUri(MakePaymentUri request, ops::Context context) {
    crypto::eip681::PaymentRequest wanted{request.address, {}, request.chainId, {}};
    KOSH_CO_TRY(const auto token,
                co_await knownToken(request.chainId, request.token, context.trace));
    if (!token.isNative()) wanted.token = token.address;
    if (!request.amount.empty()) {
        auto amount = parseUnits(request.amount, static_cast<unsigned>(token.decimals));
        if (!amount) {
            auto error = amount.error();
            error.details["field"] = "amount";
            co_return Failure(std::move(error));
        }
        wanted.amount = *amount;
    }
    co_return MakePaymentUri::Response{crypto::eip681::format(wanted)};
}

Task<ReadPaymentUri::Response> Transfers::readUri(ReadPaymentUri request, ops::Context context) {
    KOSH_CO_TRY(const auto wanted, crypto::eip681::parse(request.uri));
    ReadPaymentUri::Response response;
    response.chainId = wanted.chainId;
    response.recipient = wanted.recipient;
    response.amountUnits = wanted.amount;
    if (wanted.token) response.token = wanted.token->toString();
    // Without a network the native coin's symbol is open, but its units are not.
    token::Token token{0, {}, {}, {}, 18};
    bool isKnown = !wanted.token;
    if (wanted.chainId) {
        const auto name = wanted.token ? wanted.token->toString() : std::string();
        auto found = co_await knownToken(*wanted.chainId, name, context.trace);
        if (!found && found.error().key == "chain.unknown") co_return Failure(found.error());
        if (found) {
            token = *std::move(found);
            isKnown = true;
        }
    }
    response.symbol = token.symbol;
    if (isKnown && wanted.amount) {
        response.amount = formatUnits(*wanted.amount, static_cast<unsigned>(token.decimals));
    }
    co_return response;
}

Task<token::Token> Transfers::knownToken(ChainId chainId, std::string name, observe::Trace trace) {
    const auto context = m_shared.context(trace);
    KOSH_CO_TRY(const auto chain,
                co_await m_shared.env.node.call(chain::GetChain{chainId}, context));
    if (name.empty()) name = chain.nativeSymbol;
    co_return co_await m_shared.env.node.call(token::ResolveToken{chainId, std::move(name)},
                                              context);
}

Task<DecodeTransaction::Response> Transfers::decode(DecodeTransaction request, ops::Context) {
    auto decoded = crypto::SignedTransaction::decode(request.raw);
    if (!decoded) {
        auto error = decoded.error();
        error.details["field"] = "raw";
        co_return Failure(std::move(error));
    }
    const auto& from = decoded->transaction;
    const auto choice = feeOf(from);
    DecodeTransaction::Response response;
    response.type = choice.type;
    response.hash = decoded->hash;
    response.sender = decoded->sender;
    response.chainId = from.chainId;
    response.nonce = from.nonce;
    response.to = from.to;
    response.value = from.value;
    response.gasLimit = from.gasLimit;
    response.maxFeePerGas = choice.fee.maxFeePerGas;
    response.maxPriorityFeePerGas = choice.fee.maxPriorityFeePerGas;
    response.data = from.data;
    for (const auto& entry : from.accessList) {
        response.accessList.push_back({entry.address, entry.storageKeys});
    }
    response.blobs = static_cast<std::int64_t>(from.blobVersionedHashes.size());
    for (const auto& one : from.authorizations) response.delegates.push_back(one.address);
    co_return response;
}

}  // namespace kosh::wallet
