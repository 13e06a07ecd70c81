// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "text_format.h"

#include <kosh/observe/observe.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <variant>

namespace kosh::observe {
namespace {

/// A family's time series by their rendered labels, e.g. `op="quote.get"`.
template <typename T>
using Series = std::map<std::string, std::unique_ptr<T>>;

struct Family {
    std::string help;
    std::variant<Series<Counter>, Series<Gauge>, Series<Histogram>> series;
};

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool isName(std::string_view name) {
    return !name.empty() && isLetter(name.front()) &&
           std::ranges::all_of(name, [](char c) { return isLetter(c) || (c >= '0' && c <= '9'); });
}

std::string render(Metrics::Labels labels) {
    std::ranges::sort(labels);
    std::string out;
    for (const auto& [name, value] : labels) {
        KOSH_ASSERT(isName(name));
        out += cat(out.empty() ? "" : ",", name, "=\"", escaped(value, true), '"');
    }
    return out;
}

std::string braced(std::string_view labels) {
    return labels.empty() ? std::string() : cat('{', labels, '}');
}

void append(std::string& out, std::string_view name, std::string_view labels,
            const Counter& counter) {
    out += cat(name, braced(labels), ' ', counter.value(), '\n');
}

void append(std::string& out, std::string_view name, std::string_view labels, const Gauge& gauge) {
    out += cat(name, braced(labels), ' ', gauge.value(), '\n');
}

void append(std::string& out, std::string_view name, std::string_view labels,
            const Histogram& histogram) {
    const auto buckets = histogram.buckets();
    const std::string_view comma = labels.empty() ? "" : ",";
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
        total += buckets[i];
        const bool isLast = i + 1 == buckets.size();
        const std::string bound = isLast ? "+Inf" : number(std::ldexp(1e-6, static_cast<int>(i)));
        out += cat(name, "_bucket{", labels, comma, "le=\"", bound, "\"} ", total, '\n');
    }
    out += cat(name, "_sum", braced(labels), ' ', number(histogram.sumSeconds()), '\n');
    // From the same snapshot as the buckets, so that +Inf and _count agree.
    out += cat(name, "_count", braced(labels), ' ', total, '\n');
}

constexpr std::array<std::string_view, 3> kTypes{"counter", "gauge", "histogram"};

}  // namespace

std::string escaped(std::string_view text, bool isQuoted) {
    std::string out;
    for (const char c : text) {
        if (c == '\\') {
            out += "\\\\";
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '"' && isQuoted) {
            out += "\\\"";
        } else {
            out += c;
        }
    }
    return out;
}

std::string number(double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

void Histogram::observe(std::chrono::nanoseconds duration) {
    const auto nanos = static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0));
    const std::uint64_t micros = (nanos + 999) / 1000;
    // Bucket i holds what is at most 2^i µs.
    const std::size_t wanted =
        micros == 0 ? 0 : static_cast<std::size_t>(std::bit_width(micros - 1));
    const std::size_t index = std::min(wanted, kBuckets - 1);
    m_buckets[index].fetch_add(1, std::memory_order_relaxed);
    m_sumNanos.fetch_add(nanos, std::memory_order_relaxed);
}

std::uint64_t Histogram::count() const {
    std::uint64_t total = 0;
    for (const std::uint64_t n : buckets()) total += n;
    return total;
}

double Histogram::sumSeconds() const {
    return static_cast<double>(m_sumNanos.load(std::memory_order_relaxed)) / 1e9;
}

std::array<std::uint64_t, Histogram::kBuckets> Histogram::buckets() const {
    std::array<std::uint64_t, kBuckets> out{};
    for (std::size_t i = 0; i < kBuckets; ++i) {
        out[i] = m_buckets[i].load(std::memory_order_relaxed);
    }
    return out;
}

struct Metrics::State {
    mutable std::mutex mutex;
    std::map<std::string, Family> families;

    template <typename T>
    T& find(std::string name, std::string help, Labels labels) {
        KOSH_ASSERT(isName(name));
        const std::string key = render(std::move(labels));
        const std::scoped_lock lock(mutex);
        const auto [it, isNew] = families.try_emplace(std::move(name));
        if (isNew) it->second = {std::move(help), Series<T>{}};
        auto* series = std::get_if<Series<T>>(&it->second.series);
        KOSH_ASSERT(series != nullptr);
        std::unique_ptr<T>& slot = (*series)[key];
        if (!slot) slot = std::make_unique<T>();
        return *slot;
    }
};

Metrics::Metrics() : m_state(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

Counter& Metrics::counter(std::string name, std::string help, Labels labels) {
    return m_state->find<Counter>(std::move(name), std::move(help), std::move(labels));
}

Gauge& Metrics::gauge(std::string name, std::string help, Labels labels) {
    return m_state->find<Gauge>(std::move(name), std::move(help), std::move(labels));
}

Histogram& Metrics::histogram(std::string name, std::string help, Labels labels) {
    return m_state->find<Histogram>(std::move(name), std::move(help), std::move(labels));
}

std::string Metrics::toPrometheusText() const {
    const std::scoped_lock lock(m_state->mutex);
    std::string out;
    for (const auto& [name, family] : m_state->families) {
        out += cat("# HELP ", name, ' ', escaped(family.help, false), '\n');
        out += cat("# TYPE ", name, ' ', kTypes[family.series.index()], '\n');
        const auto appendAll = [&out, &name](const auto& series) {
            for (const auto& [labels, value] : series) append(out, name, labels, *value);
        };
        std::visit(appendAll, family.series);
    }
    return out;
}

}  // namespace kosh::observe
