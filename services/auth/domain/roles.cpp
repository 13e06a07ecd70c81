// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "roles.h"

#include <algorithm>
#include <map>

namespace kosh::auth {
namespace {

enum Holders : std::uint8_t { viewer = 1, accountant = 2, member = 4, service = 8 };
constexpr std::uint8_t kReaders = viewer | accountant | member | service;
constexpr std::uint8_t kPeople = viewer | accountant | member;
constexpr std::uint8_t kDoers = member | service;

struct Row {
    std::string_view scope;
    std::uint8_t holders;
};
constexpr std::array kTable{
    Row{"audit:read", accountant},  Row{"system:read", kReaders}, Row{"auth:self", kPeople},
    Row{"chain:read", kReaders},    Row{"chain:send", kDoers},    Row{"events:read", kReaders},
    Row{"ledger:read", kReaders},   Row{"ledger:write", kDoers},  Row{"portfolio:read", kReaders},
    Row{"portfolio:write", kDoers}, Row{"token:manage", member},  Row{"token:read", kReaders},
    Row{"trade:execute", kDoers},   Row{"trade:read", kReaders},  Row{"wallet:read", kReaders},
    Row{"wallet:send", kDoers},
};

std::uint8_t bitOf(Role role) {
    switch (role) {
        case Role::viewer:
            return viewer;
        case Role::accountant:
            return accountant;
        case Role::member:
            return member;
        case Role::service:
            return service;
        case Role::owner:
            break;
    }
    return 0;
}

Scopes build(Role role) {
    if (role == Role::owner) return {"*"};
    Scopes scopes;
    for (const auto& row : kTable) {
        if ((row.holders & bitOf(role)) != 0) scopes.emplace(row.scope);
    }
    return scopes;
}

}  // namespace

const Scopes& scopesOf(Role role) {
    static const std::map<Role, Scopes> kScopes = [] {
        std::map<Role, Scopes> all;
        for (const auto& [each, name] : enumNames(Role())) all[each] = build(each);
        return all;
    }();
    return kScopes.at(role);
}

std::string_view nameOf(Role role) {
    for (const auto& [each, name] : enumNames(role)) {
        if (each == role) return name;
    }
    return {};
}

bool covers(const ops::Principal& principal, Role role) {
    // "*" is covered by "*" alone: Principal::has would take it for a name like any other.
    if (role == Role::owner) return principal.scopes.contains("*");
    return std::ranges::all_of(scopesOf(role),
                               [&](const auto& scope) { return principal.has(scope); });
}

bool isKeyScope(std::string_view scope) {
    return !scope.starts_with("auth:") && scope.size() <= 64 && scope.contains(':') &&
           std::ranges::all_of(
               scope, [](char c) { return (c >= 'a' && c <= 'z') || c == '_' || c == ':'; });
}

}  // namespace kosh::auth
