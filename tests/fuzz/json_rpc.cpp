// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "input.h"

#include "domain/multicall.h"
#include "domain/rpc_errors.h"
#include "domain/rpc_values.h"
#include "domain/trace_values.h"
#include "src/json_rpc.h"

using namespace kosh;
namespace rpc = kosh::chain::rpc;

namespace {

/// Whatever a node answers, every reader of answers may be given it.
void readAll(json::Value value) {
    static_cast<void>(rpc::quantity(value, "v"));
    static_cast<void>(rpc::quantity64(value, "v"));
    static_cast<void>(rpc::hash(value, "v"));
    static_cast<void>(rpc::block(value));
    static_cast<void>(rpc::receipt(value));
    static_cast<void>(rpc::feeHistory(value));
    static_cast<void>(rpc::simulated(value, 1));
    static_cast<void>(rpc::traced(value));
    static_cast<void>(rpc::code(Address(), value));
    if (const auto data = rpc::data(value, "v")) {
        static_cast<void>(chain::multicall::decode(*data, 2));
        static_cast<void>(chain::revertReasonOf(*data, "execution reverted"));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = asText({data, size});
    static_cast<void>(chain_rpc::sanitised(text));
    if (const auto reply = chain_rpc::decodeReply(text, 1, {}); reply && *reply) {
        readAll((*reply)->root());
    }
    if (const auto replies = chain_rpc::decodeBatch(text, 1, 2, {})) {
        KOSH_ASSERT(replies->size() == 2);
        for (const auto& reply : *replies) {
            if (reply) readAll(reply->root());
        }
    }
    return 0;
}
