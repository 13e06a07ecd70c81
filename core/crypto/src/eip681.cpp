// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/eip681.h>

#include <array>
#include <charconv>
#include <map>

namespace kosh::crypto::eip681 {
namespace {

using Parameters = std::map<std::string_view, std::string_view>;

constexpr std::string_view kScheme = "ethereum:";
constexpr std::string_view kPay = "pay-";

Failure bad(const char* key, std::string message) {
    return invalidField("uri", key, std::move(message));
}

/// What is before the first `mark`; `rest` keeps what is behind it, and is empty without a mark.
std::string_view cut(std::string_view& rest, char mark) {
    const auto at = rest.find(mark);
    const auto head = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
    return head;
}

bool startsWithScheme(std::string_view uri) {
    const auto isSame = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
    return uri.size() >= kScheme.size() &&
           std::ranges::equal(uri.substr(0, kScheme.size()), kScheme, isSame);
}

Result<Address> readAddress(std::string_view text) {
    auto address = Address::parse(text);
    if (!address) return bad("eip681.address", address.error().message);
    return address;
}

/// "12", "2.014e18": a whole number once the exponent is applied.
Result<U256> readAmount(std::string_view text) {
    const auto refuse = [](const char* why) { return bad("eip681.amount", why); };
    auto exponentText = text;
    const auto number = cut(exponentText, text.find('e') != std::string_view::npos ? 'e' : 'E');
    auto fraction = number;
    const auto whole = cut(fraction, '.');
    unsigned exponent = 0;
    if (number.size() < text.size()) {
        const auto* end = exponentText.data() + exponentText.size();
        const auto read = std::from_chars(exponentText.data(), end, exponent);
        if (read.ec != std::errc() || read.ptr != end || exponent > 77) {
            return refuse("the exponent of the amount is a number from 0 to 77");
        }
    }
    std::string digits = cat(whole, fraction);
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) {
        return refuse("the amount is a number of the smallest unit, such as 1500000 or 1.5e18");
    }
    if (fraction.size() > exponent) {
        if (fraction.find_last_not_of('0') >= exponent &&
            fraction.find_last_not_of('0') != std::string_view::npos) {
            return refuse("the amount has a part of the smallest unit");
        }
        digits.resize(whole.size() + exponent);
    } else {
        digits.append(exponent - fraction.size(), '0');
    }
    const auto amount = U256::parse(digits.empty() ? "0" : digits);
    if (!amount) return refuse("the amount is over 2^256-1");
    return *amount;
}

Result<std::uint64_t> readChainId(std::string_view text) {
    std::uint64_t chainId = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), chainId);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || chainId == 0) {
        return bad("eip681.chain_id", "the chain id is a whole number from 1");
    }
    return chainId;
}

Result<Parameters> readParameters(std::string_view query) {
    constexpr std::array<std::string_view, 6> kKnown = {"value", "address",  "uint256",
                                                        "gas",   "gasLimit", "gasPrice"};
    Parameters parameters;
    while (!query.empty()) {
        auto value = cut(query, '&');
        const auto name = cut(value, '=');
        if (std::ranges::find(kKnown, name) == kKnown.end()) {
            return bad("eip681.parameter", cat("the link has an unknown parameter: ", name));
        }
        if (!parameters.emplace(name, value).second) {
            return bad("eip681.parameter", cat("the link has the parameter ", name, " twice"));
        }
    }
    return parameters;
}

Result<std::optional<U256>> amountOf(const Parameters& parameters, std::string_view name) {
    const auto found = parameters.find(name);
    if (found == parameters.end()) return std::nullopt;
    KOSH_TRY(const auto amount, readAmount(found->second));
    return amount;
}

/// A token's transfer: the link's target is the token, the recipient is a parameter.
Result<PaymentRequest> readTransfer(PaymentRequest request, const Parameters& parameters) {
    const auto recipient = parameters.find("address");
    if (recipient == parameters.end()) {
        return bad("eip681.parameter", "a transfer needs the parameter address");
    }
    if (parameters.contains("value")) {
        return bad("eip681.parameter", "a transfer of tokens has no parameter value");
    }
    request.token = request.recipient;
    KOSH_TRY(request.recipient, readAddress(recipient->second));
    KOSH_TRY(request.amount, amountOf(parameters, "uint256"));
    return request;
}

}  // namespace

Result<PaymentRequest> parse(std::string_view uri) {
    if (!startsWithScheme(uri) || uri.size() > kMaxUriBytes) {
        return bad("eip681.scheme", "a payment link starts with ethereum: and is short");
    }
    auto query = uri.substr(kScheme.size());
    auto function = cut(query, '?');
    auto chain = cut(function, '/');
    const bool hasChain = chain.find('@') != std::string_view::npos;
    auto target = cut(chain, '@');
    if (target.starts_with(kPay)) target.remove_prefix(kPay.size());

    PaymentRequest request;
    KOSH_TRY(request.recipient, readAddress(target));
    if (hasChain) {
        KOSH_TRY(request.chainId, readChainId(chain));
    }
    KOSH_TRY(const auto parameters, readParameters(query));
    if (function == "transfer") return readTransfer(request, parameters);
    if (!function.empty()) {
        return bad("eip681.function", "only payments and transfers of tokens are taken from links");
    }
    if (parameters.contains("address") || parameters.contains("uint256")) {
        return bad("eip681.parameter", "a payment has no parameters address and uint256");
    }
    KOSH_TRY(request.amount, amountOf(parameters, "value"));
    return request;
}

std::string format(const PaymentRequest& request) {
    std::string uri = cat(kScheme, request.token.value_or(request.recipient).toString());
    if (request.chainId) uri += cat("@", *request.chainId);
    if (request.token) {
        uri += cat("/transfer?address=", request.recipient.toString());
        if (request.amount) uri += cat("&uint256=", request.amount->toString());
    } else if (request.amount) {
        uri += cat("?value=", request.amount->toString());
    }
    return uri;
}

}  // namespace kosh::crypto::eip681
