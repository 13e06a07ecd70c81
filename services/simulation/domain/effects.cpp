// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/effects.h"

#include <algorithm>

namespace kosh::simulation {
namespace {

namespace abi = crypto::abi;

constexpr std::size_t kPathStep = 23;  // Token and 24 bits of fee.

U256 number(const Arguments& arguments, std::string_view name) {
    const auto found = arguments.find(name);
    if (found == arguments.end()) return {};
    const auto* value = std::get_if<U256>(&found->second.data);
    return value ? *value : U256{};
}

Address address(const Arguments& arguments, std::string_view name) {
    const auto found = arguments.find(name);
    if (found == arguments.end()) return {};
    const auto* value = std::get_if<Address>(&found->second.data);
    return value ? *value : Address{};
}

std::optional<std::pair<Address, Address>> pathEnds(ByteView path) {
    if (path.size() < kPathStep + 20 || (path.size() - 20) % kPathStep != 0) return std::nullopt;
    const auto first = Address::fromBytes(path.first(20));
    const auto last = Address::fromBytes(path.last(20));
    if (!first || !last) return std::nullopt;
    return std::pair{*first, *last};
}

PlannedSwap swapOf(const Arguments& arguments, bool isExactOutput) {
    PlannedSwap swap;
    swap.tokenIn = address(arguments, "tokenIn");
    swap.tokenOut = address(arguments, "tokenOut");
    swap.isExactOutput = isExactOutput;
    swap.amountIn = number(arguments, isExactOutput ? "amountInMaximum" : "amountIn");
    swap.amountOut = number(arguments, isExactOutput ? "amountOut" : "amountOutMinimum");
    return swap;
}

const abi::Values* listOf(const Arguments& arguments, std::string_view name) {
    const auto found = arguments.find(name);
    return found == arguments.end() ? nullptr : std::get_if<abi::Values>(&found->second.data);
}

struct Command {
    std::uint8_t code;
    std::string_view kind;
    std::string_view types, names, words;
};
/// Universal Router v2: the commands that move tokens by V2, V3 and Permit2.
constexpr Command kCommands[] = {
    {0x00, "swap_exact_in", "address,uint256,uint256,bytes,bool",
     "recipient amountIn amountOutMinimum path payerIsUser",
     "Swap {amountIn#tokenIn} for at least {amountOutMinimum#tokenOut}"},
    {0x01, "swap_exact_out", "address,uint256,uint256,bytes,bool",
     "recipient amountOut amountInMaximum path payerIsUser",
     "Swap at most {amountInMaximum#tokenIn} for {amountOut#tokenOut}"},
    {0x02, "permit2_transfer", "address,address,uint160", "token to amount",
     "Move {amount#token} to {to} through Permit2"},
    {0x04, "sweep", "address,address,uint256", "token recipient amountMinimum",
     "Pay out all of {token} to {recipient}, at least {amountMinimum#token}"},
    {0x05, "router_transfer", "address,address,uint256", "token to amount",
     "Pay {amount#token} to {to}"},
    {0x06, "router_transfer", "address,address,uint256", "token to bips",
     "Pay {bips} hundredths of a percent of {token} to {to}"},
    {0x08, "swap_exact_in", "address,uint256,uint256,address[],bool",
     "recipient amountIn amountOutMinimum path payerIsUser",
     "Swap {amountIn#tokenIn} for at least {amountOutMinimum#tokenOut}"},
    {0x09, "swap_exact_out", "address,uint256,uint256,address[],bool",
     "recipient amountOut amountInMaximum path payerIsUser",
     "Swap at most {amountInMaximum#tokenIn} for {amountOut#tokenOut}"},
    {0x0a, "permit2_permit", "((address,uint160,uint48,uint48),address,uint256),bytes",
     "permit signature", "Allow a spender through Permit2, by signature"},
    {0x0b, "wrap", "address,uint256", "recipient amount", "Wrap {amount#native}"},
    {0x0c, "unwrap", "address,uint256", "recipient amountMinimum",
     "Unwrap at least {amountMinimum#native} for {recipient}"},
};

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return words;
}

const Command* commandOf(std::uint8_t byte) {
    const auto code = static_cast<std::uint8_t>(byte & 0x3f);
    const auto found = std::ranges::find(kCommands, code, &Command::code);
    return found == std::end(kCommands) ? nullptr : found;
}

Action unknownCommand(std::uint8_t byte, const chain::CallRequest& call, Decoded& out) {
    Action action;
    action.kind = "unknown";
    action.contract = call.to;
    action.selector = toHex0x(ByteView(&byte, 1));
    action.words = cat("Unknown command ", action.selector, " of the router");
    out.unknowns.push_back(action.selector);
    return action;
}

}  // namespace

void addPathEnds(const Function& function, Arguments& arguments, Decoded& out) {
    const auto path = arguments.find("path");
    if (path == arguments.end()) return;
    std::optional<std::pair<Address, Address>> ends;
    bool isReversed = function.kind == "swap_exact_out";
    if (const auto* bytes = std::get_if<Bytes>(&path->second.data)) {
        ends = pathEnds(*bytes);
    } else if (const auto* list = std::get_if<abi::Values>(&path->second.data);
               list && list->size() >= 2) {
        const auto* first = std::get_if<Address>(&list->front().data);
        const auto* last = std::get_if<Address>(&list->back().data);
        if (first && last) ends = std::pair{*first, *last};
        isReversed = false;  // Lists of V2 pairs are always in order.
    }
    if (!ends) return;
    if (isReversed) std::swap(ends->first, ends->second);
    arguments["tokenIn"] = abi::Value{ends->first};
    arguments["tokenOut"] = abi::Value{ends->second};
    out.addresses.insert({ends->first, ends->second});
}

void addEffects(const Function& function, const Arguments& arguments,
                const chain::CallRequest& call, const Names& names, Decoded& out) {
    const auto& kind = function.kind;
    const auto to = address(arguments, "to");
    const auto amount = number(arguments, "amount");
    const auto spender = address(arguments, "spender");
    if (kind == "transfer") {
        out.transfers.push_back({call.to, call.from, to, amount, {}});
    } else if (kind == "transfer_from") {
        out.transfers.push_back({call.to, address(arguments, "from"), to, amount, {}});
    } else if (kind == "nft_transfer") {
        out.transfers.push_back(
            {call.to, address(arguments, "from"), to, U256(1), number(arguments, "tokenId")});
    } else if (kind == "approve" || kind == "permit") {
        // The same selector approves one NFT of a collection.
        const bool isNft = call.to == names.positionManager && !call.to.isZero();
        out.approvals.push_back(
            {isNft ? "nft_token" : "erc20", call.to, spender, isNft ? U256(1) : amount});
    } else if (kind == "permit_self") {
        out.approvals.push_back({"erc20", address(arguments, "token"), call.to, amount});
    } else if (kind == "permit_self_all") {
        out.approvals.push_back({"erc20", address(arguments, "token"), call.to, U256::max()});
    } else if (kind == "nft_operator") {
        const auto approved = arguments.find("approved");
        const auto* isApproved =
            approved == arguments.end() ? nullptr : std::get_if<bool>(&approved->second.data);
        out.approvals.push_back({"nft_operator", call.to, address(arguments, "operator"),
                                 isApproved && *isApproved ? U256(1) : U256{}});
    } else if (kind == "permit2_approve") {
        out.approvals.push_back({"permit2", address(arguments, "token"), spender, amount});
    } else if (kind == "permit2_transfer") {
        auto from = address(arguments, "from");
        if (from.isZero()) from = call.from;
        out.transfers.push_back({address(arguments, "token"), from, to, amount, {}});
    } else if (kind == "swap_exact_in" || kind == "swap_exact_out") {
        out.swaps.push_back(swapOf(arguments, kind == "swap_exact_out"));
    } else if (kind == "sweep" || kind == "unwrap") {
        if (!number(arguments, "amountMinimum").isZero()) out.hasFinalMinimum = true;
    }
    if (!call.value.isZero()) {
        out.transfers.push_back({{}, call.from, call.to, call.value, {}});
    }
}

std::vector<chain::CallRequest> innerCalls(const Function& function, const Arguments& arguments,
                                           const chain::CallRequest& call) {
    std::vector<chain::CallRequest> calls;
    const auto* list = listOf(arguments, "calls");
    if (!list) return calls;
    for (const auto& entry : *list) {
        if (function.kind == "multicall") {
            if (const auto* data = std::get_if<Bytes>(&entry.data)) {
                calls.push_back({call.to, *data, call.from, {}});
            }
        } else if (const auto* fields = std::get_if<abi::Values>(&entry.data);
                   fields && fields->size() == 3) {
            const auto* target = std::get_if<Address>(&fields->front().data);
            const auto* data = std::get_if<Bytes>(&fields->back().data);
            // The multicall contract is the one that calls.
            if (target && data) calls.push_back({*target, *data, call.to, {}});
        }
    }
    return calls;
}

std::vector<Action> routerCommands(const Function& function, const Arguments& arguments,
                                   const chain::CallRequest& call, const Names& names,
                                   Decoded& out) {
    std::vector<Action> actions;
    if (function.kind != "universal") return actions;
    const auto found = arguments.find("commands");
    const auto* inputs = listOf(arguments, "inputs");
    const auto* commands =
        found == arguments.end() ? nullptr : std::get_if<Bytes>(&found->second.data);
    if (!commands || !inputs) return actions;
    for (std::size_t i = 0; i < commands->size() && i < inputs->size(); ++i) {
        const auto* command = commandOf((*commands)[i]);
        const auto* input = std::get_if<Bytes>(&(*inputs)[i].data);
        std::optional<abi::Values> values;
        Function one;
        if (command && input) {
            one.signature = cat("command(", command->types, ")");
            one.names = wordsOf(command->names);
            one.kind = command->kind;
            one.words = command->words;
            one.types = abi::Type::parseList(command->types).value();
            if (auto decoded = abi::decode(one.types, *input)) values = *std::move(decoded);
        }
        if (!values) {
            actions.push_back(unknownCommand((*commands)[i], call, out));
            continue;
        }
        Arguments own;
        Action action;
        action.kind = one.kind;
        action.contract = call.to;
        for (std::size_t k = 0; k < values->size() && k < one.names.size(); ++k) {
            own[one.names[k]] = (*values)[k];
            action.arguments.push_back(
                {one.names[k], one.types[k].toString(), textOf((*values)[k])});
            if (const auto* named = std::get_if<Address>(&(*values)[k].data)) {
                out.addresses.insert(*named);
            }
        }
        addPathEnds(one, own, out);
        chain::CallRequest inner{call.to, {}, call.from, {}};
        action.words = inWords(one, own, inner, names);
        addEffects(one, own, inner, names, out);
        actions.push_back(std::move(action));
    }
    return actions;
}

}  // namespace kosh::simulation
