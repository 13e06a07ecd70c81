// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>

#include <string>
#include <string_view>

/// Names of the Ethereum Name Service (EIP-137, ENSIP-1, ENSIP-15). Thread-safe.
namespace kosh::crypto::ens {

inline constexpr std::size_t kMaxNameBytes = 1024;

/// A name as typed → the form that is hashed: each label case-folded and composed (NFKC), emoji
/// without their presentation selector, invisible characters gone.
///
/// ENSIP-15, checked by comparison with a full implementation over all characters: what both take
/// comes out the same. This one refuses more: rare scripts, marks beside emoji, and any mix of
/// scripts other than Latin with Han, Japanese or Korean. It is laxer in this: letters that look
/// like another script's are known for Cyrillic, Greek and Armenian against Latin alone;
/// compatibility forms are mapped that the standard forbids (a superscript digit becomes a digit);
/// and emoji are told by their Unicode property and not by the list of registered sequences. So: a
/// name that resolves must still be shown next to its address.
///
/// Errors, with `details["label"]` counting from 1: `ens.empty_label`, `ens.too_long`, `ens.utf8`,
/// `ens.character` (not allowed in names), `ens.underscore` (only at the start), `ens.hyphens`
/// (third and fourth place of an ASCII label), `ens.placement` (an apostrophe-like or combining
/// mark that leads, trails or follows another), `ens.mixed_scripts`, `ens.confusable`.
Result<std::string> normalise(std::string_view name);

/// Node of a normalised name; the empty name is 32 zero bytes. Hashes what it is given.
Hash256 namehash(std::string_view normalisedName);

}  // namespace kosh::crypto::ens
