// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/operation.h>
#include <kosh/store/store.h>

#include <functional>

namespace kosh::ops {
namespace detail {

Result<> recordIn(store::Transaction& tx, const Context& context,
                  const std::function<void(json::Writer&)>& encodeResponse);

}  // namespace detail

/// For the handler of a command whose whole effect is one transaction: writes the audit row and the
/// first result under the caller's key in that transaction, so that a crash leaves both or none,
/// and one commit does for all. Last in the write job, with the answer the handler will give; after
/// the commit nothing may fail. The operation says `isSafeUnderKey`.
template <Operation Op>
Result<> recordIn(store::Transaction& tx, const Context& context,
                  const typename Op::Response& response) {
    return detail::recordIn(tx, context,
                            [&](json::Writer& writer) { json::encode(response, writer); });
}

}  // namespace kosh::ops
