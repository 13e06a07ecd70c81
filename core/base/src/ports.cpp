// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/ports.h>

#include <sys/random.h>
#include <unistd.h>

#include <algorithm>

namespace kosh {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;
constexpr std::int64_t kDaysPerEra = 146'097;  // 400 Gregorian years

std::int64_t floorDiv(std::int64_t value, std::int64_t divisor) {
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

void appendPadded(std::string& out, std::int64_t value, std::size_t width) {
    const std::string digits = std::to_string(value);
    if (digits.size() < width) out.append(width - digits.size(), '0');
    out += digits;
}

/// Takes exactly `width` digits from the front; -1 if they are not there.
int takeDigits(std::string_view& text, std::size_t width) {
    if (text.size() < width) return -1;
    int value = 0;
    for (const char c : text.substr(0, width)) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(width);
    return value;
}

bool takeChar(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

/// The fraction after the seconds in microseconds, 0 if there is none; -1 if it is malformed.
int takeFraction(std::string_view& text) {
    if (!takeChar(text, '.')) return 0;
    const std::size_t width = std::min(text.find_first_not_of("0123456789"), text.size());
    if (width == 0 || width > 6) return -1;
    int value = takeDigits(text, width);
    for (std::size_t i = width; i < 6; ++i) value *= 10;
    return value;
}

}  // namespace

Result<Timestamp> Timestamp::parse(std::string_view text) {
    std::string_view rest = text;
    const int year = takeDigits(rest, 4);
    bool isShaped = year >= 0 && takeChar(rest, '-');
    const int month = isShaped ? takeDigits(rest, 2) : -1;
    isShaped = month >= 0 && takeChar(rest, '-');
    const int day = isShaped ? takeDigits(rest, 2) : -1;
    isShaped = day >= 0 && takeChar(rest, 'T');
    const int hour = isShaped ? takeDigits(rest, 2) : -1;
    isShaped = hour >= 0 && takeChar(rest, ':');
    const int minute = isShaped ? takeDigits(rest, 2) : -1;
    isShaped = minute >= 0 && takeChar(rest, ':');
    const int second = isShaped ? takeDigits(rest, 2) : -1;
    const int micros = second >= 0 ? takeFraction(rest) : -1;
    const year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(month)),
                              std::chrono::day(unsigned(day))};
    if (micros < 0 || rest != "Z" || !date.ok() || hour > 23 || minute > 59 || second > 59) {
        return fail(ErrorKind::invalid, "base.timestamp",
                    "expected a UTC time like 2026-11-21T08:00:00.000000Z");
    }
    const std::int64_t seconds = (hour * 60 + minute) * 60 + second;
    return Timestamp{sys_days(date).time_since_epoch().count() * kMicrosPerDay +
                     seconds * kMicrosPerSecond + micros};
}

std::string Timestamp::toString() const {
    const std::int64_t dayNumber = floorDiv(micros, kMicrosPerDay);
    // Not micros - dayNumber * kMicrosPerDay: the first day there is begins before the first
    // instant.
    const std::int64_t inDay = (micros % kMicrosPerDay + kMicrosPerDay) % kMicrosPerDay;
    // std::chrono::year holds 16 bits, an instant some 292,000 years: count whole eras apart.
    const std::int64_t era = floorDiv(dayNumber, kDaysPerEra);
    const year_month_day date{sys_days(days(dayNumber - era * kDaysPerEra))};
    const std::int64_t second = inDay / kMicrosPerSecond;
    std::string out;
    out.reserve(27);
    appendPadded(out, int(date.year()) + 400 * era, 4);
    out += '-';
    appendPadded(out, unsigned(date.month()), 2);
    out += '-';
    appendPadded(out, unsigned(date.day()), 2);
    out += 'T';
    appendPadded(out, second / 3600, 2);
    out += ':';
    appendPadded(out, second / 60 % 60, 2);
    out += ':';
    appendPadded(out, second % 60, 2);
    out += '.';
    appendPadded(out, inDay % kMicrosPerSecond, 6);
    out += 'Z';
    return out;
}

Timestamp SystemClock::now() const {
    return {
        std::chrono::duration_cast<Duration>(std::chrono::system_clock::now().time_since_epoch())
            .count()};
}

std::chrono::steady_clock::time_point SystemClock::steady() const {
    return std::chrono::steady_clock::now();
}

void SystemRandom::fill(std::span<std::uint8_t> out) {
    constexpr std::size_t kMostAtOnce = 256;  // POSIX limit of getentropy
    while (!out.empty()) {
        const std::size_t size = std::min(out.size(), kMostAtOnce);
        KOSH_ASSERT(getentropy(out.data(), size) == 0);
        out = out.subspan(size);
    }
}

Result<Id> Id::parse(std::string_view text) {
    Id id;
    const bool isShaped = text.size() == 36 && text[8] == '-' && text[13] == '-' &&
                          text[18] == '-' && text[23] == '-';
    std::string digits;
    for (const char c : text) {
        if (c != '-') digits += c;
    }
    if (!isShaped || digits.size() != 32 || !fromHexInto(cat("0x", digits), id.bytes)) {
        return fail(ErrorKind::invalid, "base.id",
                    "expected a UUID like 019aa5b0-6f00-7000-8000-000000000000");
    }
    return id;
}

std::string Id::toString() const {
    const std::string digits = toHex(bytes);
    const std::string_view view = digits;
    return cat(view.substr(0, 8), '-', view.substr(8, 4), '-', view.substr(12, 4), '-',
               view.substr(16, 4), '-', view.substr(20));
}

Id makeId(const Clock& clock, Random& random) {
    Id id;
    random.fill(id.bytes);
    const auto milliseconds = static_cast<std::uint64_t>(clock.now().micros / 1000);
    for (std::size_t i = 0; i < 6; ++i) {
        id.bytes[i] = static_cast<std::uint8_t>(milliseconds >> (8 * (5 - i)));
    }
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x70);
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
    return id;
}

}  // namespace kosh
