// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/observe/observe.h>

#include <pthread.h>

#include <bit>
#include <cstring>

namespace kosh::observe {
namespace {

/// How often this process was forked: a child must not repeat the ids of its parent.
std::atomic<std::uint64_t>& forkCount() {
    static std::atomic<std::uint64_t> count{0};
    static const int isRegistered =
        pthread_atfork(nullptr, nullptr, [] { count.fetch_add(1, std::memory_order_relaxed); });
    KOSH_ASSERT(isRegistered == 0);
    return count;
}

/// xoshiro256** (Blackman and Vigna, 2018).
class Generator {
public:
    std::uint64_t next() {
        const std::uint64_t forks = forkCount().load(std::memory_order_relaxed);
        if (!m_isSeeded || forks != m_forks) seed(forks);
        const std::uint64_t result = std::rotl(m_state[1] * 5, 7) * 9;
        const std::uint64_t shifted = m_state[1] << 17;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= shifted;
        m_state[3] = std::rotl(m_state[3], 45);
        return result;
    }

private:
    void seed(std::uint64_t forks) {
        std::array<std::uint8_t, sizeof(m_state)> bytes{};
        SystemRandom().fill(bytes);
        std::memcpy(m_state.data(), bytes.data(), bytes.size());
        m_forks = forks;
        m_isSeeded = true;
    }

    std::array<std::uint64_t, 4> m_state{};
    std::uint64_t m_forks = 0;
    bool m_isSeeded = false;
};

template <std::size_t N>
std::array<std::uint8_t, N> randomId() {
    thread_local Generator generator;
    std::array<std::uint8_t, N> id{};
    for (std::size_t i = 0; i < N; i += sizeof(std::uint64_t)) {
        const std::uint64_t word = generator.next() | 1;  // an id of zeros would be invalid
        std::memcpy(id.data() + i, &word, sizeof(word));
    }
    return id;
}

constexpr std::size_t kTraceparentSize = 55;

Failure badTraceparent() {
    return fail(ErrorKind::invalid, "observe.traceparent",
                "expected a W3C traceparent: 00-<32 hex digits>-<16 hex digits>-<2 hex digits>");
}

bool isLowerHex(std::string_view text) {
    return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

bool Trace::isSet() const {
    return traceId != decltype(traceId){};
}

std::string Trace::traceIdHex() const {
    return toHex(traceId);
}

std::string Trace::spanIdHex() const {
    return toHex(spanId);
}

std::string Trace::toTraceparent() const {
    return cat("00-", traceIdHex(), '-', spanIdHex(), "-01");
}

Result<Trace> Trace::fromTraceparent(std::string_view header) {
    if (header.size() < kTraceparentSize) return badTraceparent();
    const std::string_view version = header.substr(0, 2);
    const bool isShaped = header[2] == '-' && header[35] == '-' && header[52] == '-' &&
                          isLowerHex(version) && isLowerHex(header.substr(3, 32)) &&
                          isLowerHex(header.substr(36, 16)) && isLowerHex(header.substr(53, 2));
    const bool hasRest = header.size() > kTraceparentSize;
    const bool isRestAllowed = version != "00" && hasRest && header[kTraceparentSize] == '-';
    if (!isShaped || version == "ff" || (hasRest && !isRestAllowed)) return badTraceparent();
    Trace trace;
    KOSH_CHECK(fromHexInto(header.substr(3, 32), trace.traceId));
    KOSH_CHECK(fromHexInto(header.substr(36, 16), trace.spanId));
    if (!trace.isSet() || trace.spanId == decltype(trace.spanId){}) return badTraceparent();
    return trace;
}

Trace newTrace() {
    return {randomId<16>(), randomId<8>()};
}

Trace childOf(const Trace& parent) {
    return {parent.traceId, randomId<8>()};
}

Tracer::Tracer(std::size_t capacity) : m_capacity(capacity) {
    KOSH_ASSERT(capacity > 0);
}

void Tracer::record(Span span) {
    const std::scoped_lock lock(m_mutex);
    if (m_ring.size() < m_capacity) {
        m_ring.push_back(std::move(span));
    } else {
        m_ring[m_next] = std::move(span);
    }
    m_next = (m_next + 1) % m_capacity;
}

std::vector<Span> Tracer::recent(std::size_t limit) const {
    const std::scoped_lock lock(m_mutex);
    const std::size_t count = std::min(limit, m_ring.size());
    std::vector<Span> out;
    out.reserve(count);
    for (std::size_t i = 1; i <= count; ++i) {
        out.push_back(m_ring[(m_next + m_capacity - i) % m_capacity]);
    }
    return out;
}

}  // namespace kosh::observe
