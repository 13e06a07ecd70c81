// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "input.h"

#include "gateway/src/http_request.h"

using namespace kosh;
using namespace kosh::gateway;

namespace {

constexpr std::size_t kMaxBody = 1000;
using Progress = ChunkedBody::Progress;

struct Decoded {
    Progress progress = Progress::more;
    std::string body;
    std::size_t taken = 0;
    bool operator==(const Decoded&) const = default;
};

/// What is made of `text` when it arrives in pieces of `step` bytes.
Decoded decoded(std::string_view text, std::size_t step) {
    ChunkedBody chunks(kMaxBody);
    Decoded out;
    for (std::size_t arrived = 0; out.progress == Progress::more && arrived < text.size();) {
        arrived = std::min(arrived + step, text.size());
        std::size_t taken = 0;
        out.progress = chunks.take(text.substr(out.taken, arrived - out.taken), taken, out.body);
        out.taken += taken;
        KOSH_ASSERT(out.taken <= arrived && out.body.size() <= kMaxBody);
        // What waits for its end is bounded, whoever sends it.
        KOSH_ASSERT(out.progress != Progress::more || arrived - out.taken <= 4096);
    }
    return out;
}

void checkBody(std::string_view text) {
    const auto whole = decoded(text, text.size());
    for (const std::size_t step : {1U, 7U}) {
        const auto pieces = decoded(text, step);
        KOSH_ASSERT(pieces.progress == whole.progress);
        KOSH_ASSERT(whole.progress != Progress::done || pieces == whole);
    }
    if (whole.progress != Progress::done) return;
    std::string again;
    for (const char byte : whole.body) again += cat("1\r\n", std::string_view(&byte, 1), "\r\n");
    again += "0\r\n\r\n";
    KOSH_ASSERT(decoded(again, again.size()).body == whole.body);
}

void checkRequest(const Request& request, std::string_view head) {
    const auto target = request.target;
    KOSH_ASSERT(target == "*" || target.front() == '/');
    KOSH_ASSERT(target.size() <= kMaxTarget && target.size() >= request.path.size());
    KOSH_ASSERT(!(request.isChunked && request.contentLength));
    for (const auto value :
         {request.target, request.host, request.connection, request.contentType,
          request.authorization, request.acceptEncoding, request.ifNoneMatch, request.origin,
          request.requestId, request.traceparent, request.idempotencyKey, request.webSocketKey,
          request.lastEventId, request.forwardedFor}) {
        KOSH_ASSERT(value.find_first_of(std::string_view("\r\n\0", 3)) == value.npos);
        KOSH_ASSERT(value.data() == nullptr || value.empty() ||
                    (value.data() >= head.data() &&
                     value.data() + value.size() <= head.data() + head.size()));
    }
    static_cast<void>(hasToken(request.connection, "upgrade"));
    for (const bool isQuery : {false, true}) {
        const auto text = percentDecoded(target, isQuery);
        KOSH_ASSERT(!text || text->find('\0') == text->npos);
    }
}

}  // namespace

/// A head and a chunked body: accepted or refused alike however they arrive, and nothing accepted
/// holds what would end a line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = asText({data, size});
    const auto headEnd = headSize(text, 0);
    if (headEnd == 0) {
        checkBody(text);
        return 0;
    }
    KOSH_ASSERT(headEnd >= 4 && headSize(text, headEnd - 1) == headEnd);
    const auto head = text.substr(0, headEnd);
    Request request;
    if (const auto refusal = parseHead(head, request)) {
        KOSH_ASSERT(refusal->status >= 400 && !refusal->key.empty() && !refusal->reason.empty());
    } else {
        checkRequest(request, head);
    }
    checkBody(text.substr(headEnd));
    return 0;
}
