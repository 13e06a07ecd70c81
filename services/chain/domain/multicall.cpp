// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/multicall.h"

#include "domain/rpc_errors.h"

#include <kosh/crypto/abi_codec.h>

namespace kosh::chain::multicall {
namespace {

namespace abi = crypto::abi;
constexpr std::size_t kMaxCalls = 100;
constexpr std::size_t kMaxBytes = 60'000;

}  // namespace

Bytes encode(std::span<const CallRequest> calls) {
    std::vector<abi::Encoder> tuples;
    tuples.reserve(calls.size());
    for (const auto& call : calls) {
        tuples.push_back(abi::Encoder().address(call.to).boolean(true).bytes(call.data));
    }
    return abi::Encoder(abi::selector("aggregate3((address,bool,bytes)[])")).tuples(tuples).take();
}

Result<std::vector<CallResult>> decode(ByteView data, std::size_t count) {
    abi::Decoder decoder(data);
    KOSH_TRY(auto array, decoder.array());
    if (array.count != count) {
        return fail(ErrorKind::unavailable, "rpc.shape", "aggregate3: another number of results");
    }
    std::vector<CallResult> results;
    results.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        KOSH_TRY(auto tuple, array.elements.tuple());
        CallResult result;
        KOSH_TRY(result.isSuccess, tuple.boolean());
        KOSH_TRY(const auto bytes, tuple.bytes());
        result.data.assign(bytes.begin(), bytes.end());
        if (!result.isSuccess) result.reason = revertReasonOf(result.data, {});
        results.push_back(std::move(result));
    }
    return results;
}

bool isEligible(const CallRequest& call) {
    return !call.to.isZero() && call.from.isZero() && call.value.isZero();
}

std::vector<std::size_t> groups(std::span<const CallRequest> calls) {
    std::vector<std::size_t> sizes;
    std::size_t bytes = 0;
    for (const auto& call : calls) {
        const std::size_t size = call.data.size() + 160;
        if (sizes.empty() || sizes.back() == kMaxCalls || bytes + size > kMaxBytes) {
            sizes.push_back(0);
            bytes = 0;
        }
        ++sizes.back();
        bytes += size;
    }
    return sizes;
}

}  // namespace kosh::chain::multicall
