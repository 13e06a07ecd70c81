// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/ops/operation.h>

namespace kosh::ops {

std::string_view toString(Kind kind) {
    return kind == Kind::query ? "query" : "command";
}

bool Principal::has(std::string_view scope) const {
    if (scopes.empty()) return false;
    // '*' sorts before every letter: whoever may do everything is answered without a search.
    return *scopes.begin() == "*" || scopes.contains(scope) || scopes.contains("*");
}

std::shared_ptr<const Principal> ownerPrincipal() {
    static const auto owner = std::make_shared<const Principal>(Principal{"owner", {"*"}});
    return owner;
}

Context Context::owner() {
    return {ownerPrincipal()};
}

Context Context::withKey(std::string key) const {
    Context copy = *this;
    copy.idempotencyKey = std::move(key);
    return copy;
}

Context Context::withTimeout(Duration timeout) const {
    Context copy = *this;
    copy.deadline = std::min(deadline, std::chrono::steady_clock::now() + timeout);
    return copy;
}

}  // namespace kosh::ops
