// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "arguments.h"

#include <kosh/base/ports.h>
#include <kosh/remote/paired_nodes.h>

#include <vector>

/// What kosh-cli does itself, declared like operations so that arguments, help and answers are
/// theirs: devices and the nodes they are paired with.
namespace kosh::cli {

/// Errors: those of auth.invite_device, `cli.no_way_in`, `cli.no_owner`.
struct PairCommand {
    static constexpr ops::Info kInfo{"device.pair",
                                     ops::Kind::command,
                                     "",
                                     "POST",
                                     "",
                                     "Invite a device: a code to paste or to scan"};
    struct Response {
        SharedSecret invitation;
        Timestamp expiresAt;
        std::vector<std::string> addresses;
        Hash256 certificate;
        std::string user;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{
                json::required("invitation", &R::invitation, "for kosh-cli join or the app"),
                json::required("expiresAt", &R::expiresAt, "until then, and once"),
                json::required("addresses", &R::addresses, "where the device will look"),
                json::required("certificate", &R::certificate, "SHA-256 of the node's certificate"),
                json::required("user", &R::user, "in whose name the device will act")};
        }
    };
    std::string label, user;
    std::vector<std::string> addresses;
    static constexpr auto fields() {
        using P = PairCommand;
        return std::tuple{
            json::required("label", &P::label, "which device, 1 to 64 characters"),
            json::optional("user", &P::user, "in whose name; absent: the first owner"),
            json::optional("addresses", &P::addresses, "HOST:PORT; absent: what koshd knows")};
    }
};

/// Errors: those of remote::pair.
struct JoinCommand {
    static constexpr ops::Info kInfo{"device.join",
                                     ops::Kind::command,
                                     "",
                                     "POST",
                                     "",
                                     "Pair this device with the node that invites"};
    using Response = remote::PairedNode;
    SharedSecret invitation;
    std::string name;
    static constexpr auto fields() {
        return std::tuple{
            json::required("invitation", &JoinCommand::invitation, "what kosh-cli pair showed"),
            json::optional("name", &JoinCommand::name, "for --node; absent: its address")};
    }
};

struct NodesCommand {
    static constexpr ops::Info kInfo{
        "device.nodes", ops::Kind::query, "", "GET", "", "Nodes that this device is paired with"};
    struct Response {
        std::vector<remote::PairedNode> nodes;
        static constexpr auto fields() {
            return std::tuple{json::required("nodes", &Response::nodes, "by name")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// Error: `remote.unknown_node`.
struct ForgetCommand {
    static constexpr ops::Info kInfo{
        "device.forget",
        ops::Kind::command,
        "",
        "POST",
        "",
        "Forget a node and this device's key for it (the node ends the "
        "pairing with auth revoke-device)"};
    using Response = ops::Nothing;
    std::string name;
    static constexpr auto fields() {
        return std::tuple{json::required("name", &ForgetCommand::name, "which node")};
    }
};

std::vector<const ops::OperationType*> deviceCommands();
bool isDeviceCommand(const ops::OperationType& type);

/// Carries out the command: `request` and `response` are of its types.
Result<> runDeviceCommand(const Invocation& invocation, const void* request, void* response);

/// What people see of a `device.pair`: the QR code before the facts.
std::string qrOf(const PairCommand::Response& response);

}  // namespace kosh::cli
