// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "domain/contract.h"
#include "domain/token_book.h"

namespace kosh::token {

/// Letters that look alike made one ("UЅDС" → "usdc"), so that only what a person sees counts.
std::string skeleton(std::string_view text);

/// Why a token may be spam, in sentences; none for listed tokens.
std::vector<std::string> suspicionsOf(const chain::Chain& chain, const TokenBook& book,
                                      const Token& token, const RawTexts& raw);

}  // namespace kosh::token
