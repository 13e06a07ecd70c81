// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/rpc_errors.h"

#include <kosh/crypto/abi.h>

#include <array>

namespace kosh::chain {
namespace {

std::string detail(const Error& error, const std::string& name) {
    const auto found = error.details.find(name);
    return found == error.details.end() ? std::string{} : found->second;
}

std::string lowerMessage(const Error& error) {
    auto text = detail(error, "message");
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

template <std::size_t N>
bool containsAny(std::string_view text, const std::array<std::string_view, N>& needles) {
    for (const auto needle : needles) {
        if (text.find(needle) != text.npos) return true;
    }
    return false;
}

constexpr std::array<std::string_view, 6> kReverts{"revert",       "invalid opcode",
                                                   "out of gas",   "stack underflow",
                                                   "invalid jump", "stack limit reached"};
constexpr std::array<std::string_view, 4> kKnown{"already known", "alreadyknown",
                                                 "known transaction", "already imported"};
constexpr std::array<std::string_view, 3> kNonce{"nonce too low", "nonce is too low", "old nonce"};
constexpr std::array<std::string_view, 6> kUnderpriced{
    "underpriced",       "max fee per gas less than block base fee",
    "fee too low",       "less than block base fee",
    "gas price too low", "fee cap less than"};
constexpr std::array<std::string_view, 3> kBusy{"txpool is full", "too many pending",
                                                "pool is full"};

Error mapped(const Error& from, ErrorKind kind, std::string key, std::string message) {
    return {kind,
            std::move(key),
            cat(message, ": ", detail(from, "message")),
            {{"code", detail(from, "code")}, {"message", detail(from, "message")}}};
}

std::optional<Error> fundsError(const Error& error, std::string_view message) {
    if (message.find("insufficient") == message.npos) return std::nullopt;
    return mapped(error, ErrorKind::precondition, "chain.insufficient_funds",
                  "the sender cannot pay amount and gas");
}

}  // namespace

bool isRevert(const Error& error) {
    if (error.key != "chain.rpc") return false;
    return detail(error, "code") == "3" || containsAny(lowerMessage(error), kReverts);
}

Bytes revertData(const Error& error) {
    return fromHex(detail(error, "data")).value_or(Bytes{});
}

std::string revertReasonOf(ByteView data, std::string_view message) {
    if (auto reason = crypto::abi::revertReason(data)) return *std::move(reason);
    constexpr std::string_view kPrefix = "execution reverted: ";
    if (message.starts_with(kPrefix)) message.remove_prefix(kPrefix.size());
    if (data.size() >= 4) return cat("custom error ", toHex0x(data.first(4)));
    return message.empty() ? "reverted without a reason" : std::string(message);
}

bool isAlreadyKnown(const Error& error) {
    if (error.key != "chain.rpc") return false;
    return detail(error, "code") == "1000" || containsAny(lowerMessage(error), kKnown);
}

Error sendError(const Error& error) {
    if (error.key != "chain.rpc") return error;
    const auto message = lowerMessage(error);
    if (containsAny(message, kNonce)) {
        return mapped(error, ErrorKind::conflict, "chain.nonce_too_low",
                      "a transaction with this nonce is already in a block");
    }
    if (containsAny(message, kUnderpriced)) {
        return mapped(error, ErrorKind::precondition, "chain.underpriced",
                      "the fee is too low now or for a replacement");
    }
    if (auto funds = fundsError(error, message)) return *std::move(funds);
    if (containsAny(message, kBusy)) {
        return mapped(error, ErrorKind::unavailable, "chain.busy",
                      "the endpoint takes no more pending transactions");
    }
    return mapped(error, ErrorKind::invalid, "chain.rejected",
                  "the endpoint does not accept the transaction");
}

Error estimateError(const Error& error) {
    if (error.key != "chain.rpc") return error;
    if (auto funds = fundsError(error, lowerMessage(error));
        funds && detail(error, "code") != "3") {
        return *std::move(funds);
    }
    if (isRevert(error)) {
        const auto reason = revertReasonOf(revertData(error), detail(error, "message"));
        return {ErrorKind::precondition,
                "chain.reverted",
                "the transaction would fail: " + reason,
                {{"reason", reason}, {"data", detail(error, "data")}}};
    }
    return mapped(error, ErrorKind::invalid, "chain.rejected",
                  "the endpoint cannot estimate the transaction");
}

}  // namespace kosh::chain
