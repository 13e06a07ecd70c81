// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/decode.h"

#include "domain/effects.h"
#include "domain/words.h"

#include <algorithm>

namespace kosh::simulation {
namespace {

namespace abi = crypto::abi;

constexpr std::int64_t kMaxDepth = 6;
constexpr std::size_t kMaxActions = 200;

struct Match {
    const Function* function = nullptr;
    abi::Values values;
};

/// Several functions may share a selector; the one whose parameters can be read counts. A selector
/// alone proves nothing: what cannot be read is unknown.
std::optional<Match> match(ByteView data) {
    abi::Selector selector{};
    std::ranges::copy(data.first(4), selector.begin());
    for (const auto* function : functionsOf(selector)) {
        auto values = abi::decode(function->types, data.subspan(4));
        if (!values) continue;
        // One tuple: its fields are the arguments.
        const bool isWrapped = values->size() == 1 && function->names.size() > 1 &&
                               std::holds_alternative<abi::Values>(values->front().data);
        if (isWrapped) {
            auto inner = std::get<abi::Values>(std::move(values->front().data));
            return Match{function, std::move(inner)};
        }
        return Match{function, *std::move(values)};
    }
    return std::nullopt;
}

void collect(const abi::Value& value, std::set<Address>& out) {
    if (const auto* address = std::get_if<Address>(&value.data)) {
        if (!address->isZero()) out.insert(*address);
    } else if (const auto* list = std::get_if<abi::Values>(&value.data)) {
        for (const auto& one : *list) collect(one, out);
    }
}

std::string typeOf(const Function& function, std::size_t index) {
    const bool isWrapped = function.types.size() == 1 &&
                           function.types.front().kind() == abi::Kind::tuple &&
                           function.names.size() > 1;
    const auto& types = isWrapped ? function.types.front().components() : function.types;
    return index < types.size() ? types[index].toString() : std::string{};
}

class Walk {
public:
    Walk(const Names& names, Decoded& out) : m_names(names), m_out(out) {}

    void visit(const chain::CallRequest& call, std::int64_t depth) {
        if (m_out.actions.size() >= kMaxActions) return;
        Action action;
        action.depth = depth;
        action.contract = call.to;
        action.value = call.value;
        if (const auto known = m_names.contracts.find(call.to); known != m_names.contracts.end()) {
            action.contractName = known->second.name;
        }
        if (!call.to.isZero()) m_out.addresses.insert(call.to);
        if (call.data.empty()) return plain(call, std::move(action));
        action.selector =
            toHex0x(ByteView(call.data).first(std::min<std::size_t>(4, call.data.size())));
        const auto found = call.data.size() < 4 ? std::nullopt : match(call.data);
        if (!found) return unknown(call, std::move(action));
        const auto& function = *found->function;
        action.kind = function.kind;
        action.signature = function.signature;
        Arguments arguments;
        for (std::size_t i = 0; i < found->values.size() && i < function.names.size(); ++i) {
            action.arguments.push_back(
                {function.names[i], typeOf(function, i), textOf(found->values[i])});
            arguments[function.names[i]] = found->values[i];
            collect(found->values[i], m_out.addresses);
        }
        addPathEnds(function, arguments, m_out);
        action.words = inWords(function, arguments, call, m_names);
        m_out.actions.push_back(std::move(action));
        addEffects(function, arguments, call, m_names, m_out);
        if (depth + 1 >= kMaxDepth) return;
        for (auto& inner : innerCalls(function, arguments, call)) visit(inner, depth + 1);
        for (auto& inner : routerCommands(function, arguments, call, m_names, m_out)) {
            inner.depth = depth + 1;
            m_out.actions.push_back(std::move(inner));
        }
    }

private:
    void plain(const chain::CallRequest& call, Action action) {
        action.kind = "send";
        action.words =
            cat("Send ", amountText(call.value, {}, m_names), " to ", nameOf(call.to, m_names));
        m_out.actions.push_back(std::move(action));
        if (!call.value.isZero()) {
            m_out.transfers.push_back({{}, call.from, call.to, call.value, {}});
        }
    }
    void unknown(const chain::CallRequest& call, Action action) {
        action.kind = "unknown";
        action.words = cat("Unknown call ", action.selector, " of ", nameOf(call.to, m_names));
        m_out.unknowns.push_back(action.selector);
        m_out.actions.push_back(std::move(action));
        if (!call.value.isZero()) {
            m_out.transfers.push_back({{}, call.from, call.to, call.value, {}});
        }
    }

    const Names& m_names;
    Decoded& m_out;
};

}  // namespace

bool isUnlimited(const U256& amount) {
    return amount >= U256::powerOfTwo(128) || amount == U256::powerOfTwo(96) - U256(1);
}

Decoded decode(const chain::CallRequest& call, const Names& names) {
    Decoded out;
    Walk(names, out).visit(call, 0);
    return out;
}

}  // namespace kosh::simulation
