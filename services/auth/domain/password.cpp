// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "password.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace kosh::auth {
namespace {

/// Words that nearly every list of used passwords has near its top, in their plain spelling.
constexpr std::array<std::string_view, 58> kWords{
    "password", "passwort", "passphrase", "welcome",  "letmein",       "dragon",   "monkey",
    "master",   "football", "baseball",   "princess", "sunshine",      "iloveyou", "shadow",
    "superman", "batman",   "trustno",    "admin",    "administrator", "login",    "access",
    "secret",   "freedom",  "whatever",   "computer", "internet",      "starwars", "michael",
    "jordan",   "hunter",   "killer",     "soccer",   "hockey",        "harley",   "ranger",
    "charlie",  "robert",   "thomas",     "summer",   "winter",        "spring",   "autumn",
    "flower",   "cheese",   "coffee",     "bitcoin",  "ethereum",      "crypto",   "wallet",
    "money",    "kosh",     "changeme",   "default",  "test",          "guest",    "india",
    "love",     "hello"};
constexpr std::array<std::string_view, 4> kRows{"qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890"};
constexpr double kWordBits = 9;
constexpr double kRunBits = 5;
constexpr double kYearBits = 7;

char plain(char c) {
    constexpr std::string_view kFrom = "01345@$!7", kTo = "oleasasit";
    if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
    const auto place = kFrom.find(c);
    return place == kFrom.npos ? c : kTo[place];
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

template <char Map(char)>
std::string mapped(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), Map);
    return out;
}

std::size_t wordAt(std::string_view text, std::string_view user) {
    std::size_t longest = 0;
    for (const auto word : kWords) {
        if (text.starts_with(word)) longest = std::max(longest, word.size());
    }
    if (user.size() >= 3 && text.starts_with(user)) longest = std::max(longest, user.size());
    return longest;
}

/// Length of what begins `text` with one step from each character to the next.
std::size_t stepRunAt(std::string_view text) {
    if (text.size() < 3) return 0;
    const int step = text[1] - text[0];
    if (step < -1 || step > 1) return 0;
    std::size_t length = 2;
    while (length < text.size() && text[length] - text[length - 1] == step) ++length;
    return length >= 3 ? length : 0;
}

std::size_t keyboardRunAt(std::string_view text) {
    std::size_t longest = 0;
    for (const auto row : kRows) {
        std::string backwards(row.rbegin(), row.rend());
        for (const std::string_view keys : {row, std::string_view(backwards)}) {
            const auto start = text.empty() ? keys.npos : keys.find(text.front());
            if (start == keys.npos) continue;
            std::size_t length = 0;
            while (length < text.size() && start + length < keys.size() &&
                   keys[start + length] == text[length]) {
                ++length;
            }
            longest = std::max(longest, length);
        }
    }
    return longest >= 4 ? longest : 0;
}

bool isYearAt(std::string_view text) {
    if (text.size() < 4 || !(text.starts_with("19") || text.starts_with("20"))) return false;
    return std::ranges::all_of(text.substr(0, 4), [](char c) { return c >= '0' && c <= '9'; });
}

double bitsPerCharacter(std::string_view password) {
    bool hasLower = false, hasUpper = false, hasDigit = false, hasOther = false, hasWide = false;
    for (const char c : password) {
        hasLower = hasLower || (c >= 'a' && c <= 'z');
        hasUpper = hasUpper || (c >= 'A' && c <= 'Z');
        hasDigit = hasDigit || (c >= '0' && c <= '9');
        hasWide = hasWide || static_cast<unsigned char>(c) >= 0x80;
        hasOther = hasOther || (c > 0 && c < '0') || (c > '9' && c < 'A') || (c > 'Z' && c < 'a') ||
                   c > 'z';
    }
    const double size = (hasLower ? 26 : 0) + (hasUpper ? 26 : 0) + (hasDigit ? 10 : 0) +
                        (hasOther ? 20 : 0) + (hasWide ? 64 : 0);
    return std::log2(std::max(size, 2.0));
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

double estimateBits(std::string_view password, std::string_view userName) {
    const auto spelled = mapped<plain>(password);
    const auto typed = mapped<lower>(password);
    const auto user = mapped<plain>(userName);
    const double each = bitsPerCharacter(password);
    double bits = 0;
    std::string_view before;
    for (std::size_t at = 0; at < password.size();) {
        const auto word = wordAt(std::string_view(spelled).substr(at), user);
        const auto rest = std::string_view(typed).substr(at);
        const auto run = std::max(stepRunAt(rest), keyboardRunAt(rest));
        const bool isYear = isYearAt(rest);
        const auto length = std::max({word, run, isYear ? std::size_t{4} : std::size_t{1}});
        const auto piece = rest.substr(0, length);
        // What is there a second time is no news to whoever tries it.
        const bool isRepeat = length > 1 && piece == before;
        if (length == 1) {
            bits += each;
        } else if (isRepeat) {
            bits += 1;
        } else {
            bits += length == word ? kWordBits : length == run ? kRunBits : kYearBits;
        }
        if (length > 1) before = piece;
        at += length;
    }
    return bits;
}

Result<> checkPassword(std::string_view password, std::string_view userName,
                       std::string_view field) {
    const auto refuse = [&](std::string why) {
        return invalidField(std::string(field), "auth.password_weak", std::move(why));
    };
    if (characters(password) < kLeastPassword) {
        return refuse(cat("a password has at least ", kLeastPassword, " characters"));
    }
    if (password.size() > kMostPassword) {
        return refuse(cat("a password has at most ", kMostPassword, " bytes"));
    }
    if (estimateBits(password, userName) < kLeastPasswordBits) {
        return refuse(
            "this password is guessed too soon: use some unrelated words, or more characters that "
            "are no word, name, date or row of keys");
    }
    return {};
}

}  // namespace kosh::auth
