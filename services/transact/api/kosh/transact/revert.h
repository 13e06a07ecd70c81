// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>

/// Why a call of Uniswap's periphery, of Permit2 or of a token reverted.
namespace kosh::transact {

/// Keys end in: `slippage` (the price left what was agreed to), `deadline_passed`, `allowance`,
/// `balance`, `transfer_failed` (allowance, balance, or the token refuses), `paused`; any other
/// reason gets `otherwise`. All are preconditions.
struct Revert {
    std::string key;
    std::string message;
    Error error(std::string_view service) const {
        return {ErrorKind::precondition, cat(service, '.', key), message};
    }
};

/// `reason` is the decoded text (may have the endpoint's words before it), `data` the revert data
/// where there is some.
Revert explainRevert(std::string_view reason, ByteView data, std::string_view otherwise);

}  // namespace kosh::transact
