// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/transact/revert.h>

#include <kosh/crypto/abi.h>

#include <algorithm>
#include <array>

namespace kosh::transact {

namespace {

struct Meaning {
    std::string_view sign;  ///< Text of Error(string), or signature of a custom error.
    std::string_view key;
    std::string_view message;
};

constexpr std::string_view kSlippage =
    "the price moved past your slippage limit; ask for a new quote";
constexpr std::string_view kDeadline = "the deadline passed; begin again";
constexpr std::string_view kTransfer =
    "the contract could not take the token: allowance or balance is too small, or the token "
    "refuses";
constexpr std::string_view kBalance = "the balance is too small";
constexpr std::string_view kAllowance = "the allowance is too small";
constexpr std::string_view kPaused = "the token is paused";

/// Whole texts and three-letter codes of v3-core, v3-periphery, swap-router-contracts and tokens.
constexpr std::array kTexts{
    Meaning{"Too little received", "slippage", kSlippage},
    Meaning{"Too much requested", "slippage", kSlippage},
    Meaning{"Price slippage check", "slippage", kSlippage},
    Meaning{"Insufficient WETH9", "slippage", kSlippage},
    Meaning{"Insufficient token", "slippage", kSlippage},
    Meaning{"SPL", "slippage", kSlippage},
    Meaning{"Transaction too old", "deadline_passed", kDeadline},
    Meaning{"STF", "transfer_failed", kTransfer},
    Meaning{"TF", "transfer_failed", kTransfer},
    Meaning{"ST", "transfer_failed", kTransfer},
    Meaning{"IIA", "transfer_failed",
            "the pool got less than it asked for; tokens that take a fee cannot be used here"},
    Meaning{"transfer amount exceeds balance", "balance", kBalance},
    Meaning{"burn amount exceeds balance", "balance", kBalance},
    Meaning{"transfer amount exceeds allowance", "allowance", kAllowance},
    Meaning{"insufficient allowance", "allowance", kAllowance},
    Meaning{"Pausable: paused", "paused", kPaused},
};

constexpr std::array kErrors{
    Meaning{"V3TooLittleReceived()", "slippage", kSlippage},
    Meaning{"V3TooMuchRequested()", "slippage", kSlippage},
    Meaning{"TransactionDeadlinePassed()", "deadline_passed", kDeadline},
    Meaning{"InsufficientETH()", "balance", kBalance},
    Meaning{"InsufficientToken()", "balance", kBalance},
    Meaning{"ERC20InsufficientBalance(address,uint256,uint256)", "balance", kBalance},
    Meaning{"ERC20InsufficientAllowance(address,uint256,uint256)", "allowance", kAllowance},
    Meaning{"InsufficientAllowance(uint256)", "allowance", kAllowance},
    Meaning{"AllowanceExpired(uint256)", "allowance", "the Permit2 allowance has expired"},
    Meaning{"SignatureExpired(uint256)", "deadline_passed", kDeadline},
    Meaning{"EnforcedPause()", "paused", kPaused},
};

/// A code of a few letters stands alone or at the end; a text may stand anywhere.
bool says(std::string_view reason, std::string_view sign) {
    if (sign.size() > 3) return reason.find(sign) != std::string_view::npos;
    return reason == sign || reason.ends_with(cat(": ", sign)) || reason.ends_with(cat(' ', sign));
}

bool isError(ByteView data, std::string_view signature) {
    const auto selector = crypto::abi::selector(signature);
    return data.size() >= selector.size() && std::ranges::equal(data.first(4), selector);
}

}  // namespace

Revert explainRevert(std::string_view reason, ByteView data, std::string_view otherwise) {
    const auto text = std::ranges::find_if(
        kTexts, [&](const Meaning& meaning) { return says(reason, meaning.sign); });
    if (text != kTexts.end()) return {std::string(text->key), std::string(text->message)};
    const auto error = std::ranges::find_if(
        kErrors, [&](const Meaning& meaning) { return isError(data, meaning.sign); });
    if (error != kErrors.end()) return {std::string(error->key), std::string(error->message)};
    auto said = std::string(reason);
    if (said.empty()) said = crypto::abi::revertReason(data).value_or("");
    if (said.empty() && data.size() >= 4) said = cat("custom error ", toHex0x(data.first(4)));
    return {std::string(otherwise),
            cat("it would fail: ", said.empty() ? std::string("no reason given") : said)};
}

}  // namespace kosh::transact
