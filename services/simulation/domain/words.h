// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/decode.h"
#include "domain/functions.h"

namespace kosh::simulation {

/// A decoded call's arguments by name; tokens of a swap path are added as tokenIn and tokenOut.
using Arguments = std::map<std::string, crypto::abi::Value, std::less<>>;

/// Fills the places of `function.words`.
std::string inWords(const Function& function, const Arguments& arguments,
                    const chain::CallRequest& call, const Names& names);

/// Any value as bounded, printable text.
std::string textOf(const crypto::abi::Value& value);

/// Amount of a token as a person reads it; "any amount of" where it is unlimited.
std::string amountText(const U256& amount, const Address& token, const Names& names);

std::string nameOf(const Address& address, const Names& names);

}  // namespace kosh::simulation
