// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/store/store.h>

#include <string_view>
#include <utility>

namespace kosh::store {

/// Passkey of `asService`.
struct CoreAccess {
    static Transaction as(Transaction& tx, std::string_view service) {
        return Transaction(tx.m_connection, service);
    }
};

/// For core modules only (the includes lint refuses it elsewhere): runs `body(Transaction&)` in the
/// same savepoint as `tx` but with the tables of `service`, which must outlive the call. This is
/// how a consumer group or a saga records its progress together with what the service's handler
/// writes.
template <typename F>
auto asService(Transaction& tx, std::string_view service, F&& body) {
    Transaction other = CoreAccess::as(tx, service);
    return std::forward<F>(body)(other);
}

}  // namespace kosh::store
