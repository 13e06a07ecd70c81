// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/words.h"

#include <kosh/base/money.h>

namespace kosh::simulation {
namespace {

constexpr std::size_t kMaxText = 200;

/// Only what every font shows and no terminal obeys.
std::string printable(std::string_view text) {
    std::string out;
    for (const char c : text.substr(0, kMaxText)) out += c >= 0x20 && c < 0x7f ? c : '?';
    if (text.size() > kMaxText) out += cat("… (", text.size(), " bytes)");
    return out;
}

/// Unix seconds as people read them.
std::string timeText(const U256& seconds) {
    constexpr std::uint64_t kYear10000 = 253'402'300'800;
    if (seconds >= U256(kYear10000)) return "the end of time";
    const auto text = Timestamp{static_cast<std::int64_t>(seconds.low64()) * 1'000'000}.toString();
    return cat(std::string_view(text).substr(0, 10), ' ', std::string_view(text).substr(11, 8),
               " UTC");
}

std::string hexText(ByteView bytes) {
    const auto shown = bytes.first(std::min(bytes.size(), kMaxText / 2));
    return shown.size() == bytes.size() ? toHex0x(bytes)
                                        : cat(toHex0x(shown), "… (", bytes.size(), " bytes)");
}

struct TextOf {
    std::string operator()(const U256& value) const { return value.toString(); }
    std::string operator()(const I256& value) const { return value.toString(); }
    std::string operator()(const Address& value) const { return value.toString(); }
    std::string operator()(bool value) const { return value ? "yes" : "no"; }
    std::string operator()(const Bytes& value) const { return hexText(value); }
    std::string operator()(const std::string& value) const { return printable(value); }
    std::string operator()(const crypto::abi::Values& values) const {
        constexpr std::size_t kMaxShown = 10;
        std::string out = "[";
        for (std::size_t i = 0; i < values.size() && i < kMaxShown; ++i) {
            out += cat(i ? ", " : "", textOf(values[i]));
        }
        if (values.size() > kMaxShown) out += cat(", … (", values.size(), ")");
        return out + "]";
    }
};

template <typename T>
const T* argument(const Arguments& arguments, std::string_view name) {
    const auto found = arguments.find(name);
    return found == arguments.end() ? nullptr : std::get_if<T>(&found->second.data);
}

std::string place(std::string_view name, const Arguments& arguments, const chain::CallRequest& call,
                  const Names& names) {
    if (name == "value") return amountText(call.value, {}, names);
    if (name.ends_with('@')) {
        const auto* seconds = argument<U256>(arguments, name.substr(0, name.size() - 1));
        return seconds ? timeText(*seconds) : "?";
    }
    const auto hash = name.find('#');
    if (hash != name.npos) {
        const auto* amount = argument<U256>(arguments, name.substr(0, hash));
        const auto tokenName = name.substr(hash + 1);
        if (amount && tokenName == "native") return amountText(*amount, {}, names);
        const auto* token = tokenName.empty() ? &call.to : argument<Address>(arguments, tokenName);
        if (amount && token) return amountText(*amount, *token, names);
        return amount ? amount->toString() : "something";
    }
    if (const auto* address = argument<Address>(arguments, name)) return nameOf(*address, names);
    const auto found = arguments.find(name);
    return found == arguments.end() ? "?" : textOf(found->second);
}

}  // namespace

std::string textOf(const crypto::abi::Value& value) {
    return std::visit(TextOf{}, value.data);
}

std::string amountText(const U256& amount, const Address& token, const Names& names) {
    if (token.isZero()) return cat(formatUnits(amount, 18), " ", names.nativeSymbol);
    const auto known = names.tokens.find(token);
    if (known == names.tokens.end()) {
        if (isUnlimited(amount)) return cat("any amount of ", token.toString());
        return cat(amount.toString(), " smallest units of ", token.toString());
    }
    const auto& symbol = known->second.symbol;
    if (isUnlimited(amount)) return cat("any amount of ", symbol);
    return cat(formatUnits(amount, static_cast<unsigned>(known->second.decimals)), " ", symbol);
}

std::string nameOf(const Address& address, const Names& names) {
    if (const auto token = names.tokens.find(address); token != names.tokens.end()) {
        return cat(token->second.symbol, " (", address.toString(), ")");
    }
    const auto known = names.contracts.find(address);
    if (known == names.contracts.end() || known->second.name.empty()) return address.toString();
    return cat(known->second.name, " (", address.toString(), ")");
}

std::string inWords(const Function& function, const Arguments& arguments,
                    const chain::CallRequest& call, const Names& names) {
    std::string out;
    std::string_view rest = function.words;
    while (!rest.empty()) {
        const auto open = rest.find('{');
        out += rest.substr(0, open);
        if (open == rest.npos) break;
        const auto close = rest.find('}', open);
        KOSH_ASSERT(close != rest.npos);
        out += place(rest.substr(open + 1, close - open - 1), arguments, call, names);
        rest.remove_prefix(close + 1);
    }
    return out;
}

}  // namespace kosh::simulation
