// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>

namespace kosh {

using Duration = std::chrono::microseconds;

/// An instant: microseconds since 1970-01-01T00:00:00Z. Text form is RFC 3339 with six digits
/// ("2026-11-21T08:00:00.000000Z"); parsing accepts 0 to 6 fractional digits and 'Z' only.
struct Timestamp {
    std::int64_t micros = 0;

    /// Years 0000 to 9999, no leap second; anything else is `base.timestamp`.
    static Result<Timestamp> parse(std::string_view text);
    std::string toString() const;
    friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
    friend Timestamp operator+(Timestamp t, Duration d) { return {t.micros + d.count()}; }
    friend Timestamp operator-(Timestamp t, Duration d) { return {t.micros - d.count()}; }
    friend Duration operator-(Timestamp a, Timestamp b) { return Duration(a.micros - b.micros); }
};

/// Port: wall-clock time for records, steady time for deadlines. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
    virtual std::chrono::steady_clock::time_point steady() const = 0;
};

class SystemClock final : public Clock {
public:
    Timestamp now() const override;
    std::chrono::steady_clock::time_point steady() const override;
};

/// Port: unpredictable bytes. Thread-safe.
class Random {
public:
    virtual ~Random() = default;
    /// Fills all of `out` or ends the process: there is no useful way on without randomness.
    virtual void fill(std::span<std::uint8_t> out) = 0;
};

/// The operating system's generator (getentropy).
class SystemRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> out) override;
};

/// RFC 9562 UUID. `makeId` gives version 7: sorted by time, unique by 74 random bits.
struct Id {
    std::array<std::uint8_t, 16> bytes{};

    /// The 8-4-4-4-12 form, either case; anything else is `base.id`.
    static Result<Id> parse(std::string_view text);
    std::string toString() const;
    bool isNil() const { return *this == Id{}; }
    friend auto operator<=>(const Id&, const Id&) = default;
};
Id makeId(const Clock& clock, Random& random);

}  // namespace kosh

template <>
struct std::hash<kosh::Id> {
    std::size_t operator()(const kosh::Id& id) const noexcept {
        return std::hash<std::string_view>{}(kosh::asText(id.bytes));
    }
};
