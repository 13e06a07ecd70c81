// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/permit.h"
#include "shared.h"

#include <kosh/ops/dispatcher.h>

namespace kosh::wallet {

/// Signatures that are no transactions: messages, typed data, permits.
class Signing {
public:
    explicit Signing(Shared& shared) : m_shared(shared) {}
    void addHandlers(ops::Handlers& handlers);

private:
    Task<DecodeMessage::Response> decodeMessage(DecodeMessage request, ops::Context context);
    Task<Signed> signMessage(SignMessage request, ops::Context context);
    Task<Signed> verifyMessage(VerifyMessage request, ops::Context context);
    Task<TypedDataMeaning> decodeTypedData(DecodeTypedData request, ops::Context context);
    Task<SignTypedData::Response> signTypedData(SignTypedData request, ops::Context context);
    Task<SignPermit::Response> signPermit(SignPermit request, ops::Context context);
    Task<CheckPermit::Response> checkPermit(CheckPermit request, ops::Context context);

    /// Fills symbols and amounts of tokens this node knows.
    Task<TypedDataMeaning> withSymbols(TypedDataMeaning meaning, observe::Trace trace);
    /// Signs and keeps a record of it.
    Task<crypto::Signature> sign(Address address, std::string field, MessageSigned record);

    struct Domain {
        Hash256 separator;
        U256 nonce;
    };
    Task<std::vector<chain::CallResult>> read(ChainId chainId,
                                              std::vector<chain::CallRequest> calls,
                                              observe::Trace trace);
    Task<Domain> tokenPermitDomain(CheckPermit of, observe::Trace trace);
    Task<Domain> permit2Allowance(SignPermit request, observe::Trace trace);

    Shared& m_shared;
};

}  // namespace kosh::wallet
