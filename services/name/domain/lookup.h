// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>

/// Calls of registry and resolvers, and reading what they answer, which may be anything.
namespace kosh::name {

/// Where a name's resolver may be set: itself, then each parent (ENSIP-10). At most 16.
std::vector<std::string> ancestry(const std::string& normalisedName);

Bytes resolverCall(const Hash256& node);
Bytes addrCall(const Hash256& node);
Bytes nameCall(const Hash256& node);
/// resolve(bytes,bytes) of a wildcard resolver. `name.label` for a label over 255 bytes.
Result<Bytes> wildcardCall(const std::string& normalisedName, const Bytes& inner);

/// The name under which an address has its reverse record (EIP-181).
std::string reverseName(const Address& address);

/// Zero for no answer, an empty one, or one of another shape.
Address addressFrom(const chain::CallResult& result);
/// What resolve(bytes,bytes) wraps.
chain::CallResult unwrapped(const chain::CallResult& result);
/// Up to 1,024 bytes; empty for none.
std::string textFrom(const chain::CallResult& result);

/// EIP-3668: the resolver wants a web server asked.
bool isOffchain(const chain::CallResult& result);

/// The registry that Kosh's data knows; zero = none.
Address knownRegistry(chain::ChainId chainId);

}  // namespace kosh::name
