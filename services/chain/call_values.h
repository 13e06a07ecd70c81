// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/rpc_errors.h"
#include "domain/rpc_values.h"

#include <kosh/chain/rpc_pool.h>

/// eth_call: parameters and outcome.
namespace kosh::chain {

inline std::string callParams(const CallRequest& call, const std::string& tag) {
    return cat("[", rpc::callObject(call), ",", tag, "]");
}

/// A revert is a result; another error is one.
inline Result<CallResult> resultOf(const Result<RpcAnswer>& answer) {
    if (answer) {
        KOSH_TRY(auto bytes, rpc::data(answer->result.root(), "eth_call"));
        return CallResult{true, std::move(bytes), {}};
    }
    if (!isRevert(answer.error())) return Failure(answer.error());
    auto bytes = revertData(answer.error());
    const auto message = answer.error().details.find("message");
    auto reason = revertReasonOf(
        bytes, message == answer.error().details.end() ? std::string_view{} : message->second);
    return CallResult{false, std::move(bytes), std::move(reason)};
}

}  // namespace kosh::chain
