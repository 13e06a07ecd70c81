// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/abi.h>

#include <map>
#include <string>
#include <vector>

/// Functions that Kosh can put in words: resources/chains/functions.json.
namespace kosh::simulation {

struct Function {
    std::string signature;
    std::vector<std::string> names;  ///< Of its parameters, or of its one tuple's fields.
    std::string kind;
    std::string words;  ///< With places: {to}, {amount#} (of the called token), {amount#token},
                        ///< {deadline@} (Unix seconds as a time).
    std::vector<crypto::abi::Type> types;
};

/// One of the functions with this selector; several may share it.
std::vector<const Function*> functionsOf(const crypto::abi::Selector& selector);

}  // namespace kosh::simulation
