// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>

/// Meaning of JSON-RPC errors (`chain.rpc`: details code, message, data), by code and by the
/// messages that clients are known to send.
namespace kosh::chain {

/// The call ran and failed: a result of a read, not a failure of the endpoint.
bool isRevert(const Error& error);
/// Revert bytes that came with the error, if any.
Bytes revertData(const Error& error);
/// What the contract said; else the node's message without its prefix.
std::string revertReasonOf(ByteView data, std::string_view message);

/// Broadcasting the same bytes again changed nothing.
bool isAlreadyKnown(const Error& error);

/// `chain.nonce_too_low`, `chain.underpriced`, `chain.insufficient_funds`, `chain.busy`,
/// `chain.rejected`. Errors other than `chain.rpc` are given back as they are.
Error sendError(const Error& error);
/// `chain.reverted`, `chain.insufficient_funds` or `chain.rejected`.
Error estimateError(const Error& error);

}  // namespace kosh::chain
