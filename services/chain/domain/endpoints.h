// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/network.h>

namespace kosh::chain {

/// What may be shown of an endpoint: without credentials and query, path segments that look like a
/// key as "…".
std::string shownEndpoint(std::string_view url);

/// Entries with default settings, in this order.
std::vector<Endpoint> entriesOf(const std::vector<std::string>& urls);
/// Puts the entries in their order and derives `endpoints` (those that are read from) from them.
void setEntries(Chain& chain, std::vector<Endpoint> entries);
/// The chain as it may be shown: no URL holds a key.
Chain shownChain(Chain chain);

/// Checks http(s) and ws(s) URLs (`chain.endpoint_url`, at most 16); one in its shown form stands
/// for the stored one it came from, so that what was read can be written back. Twice the same URL
/// counts once.
Result<std::vector<Endpoint>> acceptEndpoints(std::vector<Endpoint> entries,
                                              const std::vector<Endpoint>& stored);

}  // namespace kosh::chain
