// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "device_commands.h"

#include "node_choice.h"
#include "send_command.h"
#include "terminal_qr.h"

#include <kosh/async/run.h>
#include <kosh/auth/api.h>
#include <kosh/auth/invitation.h>
#include <kosh/remote/pairing.h>

#include <unistd.h>

#include <algorithm>

namespace kosh::cli {
namespace {

using Commands =
    ops::List<PairCommand, JoinCommand, NodesCommand, ForgetCommand, SendCommand, SignCommand>;

Task<auth::User> userFor(ops::Node& node, std::string name, ops::Context context) {
    KOSH_CO_TRY(const auto list, co_await node.call(auth::ListUsers{}, std::move(context)));
    const auto found = std::ranges::find_if(list.users, [&name](const auth::User& user) {
        return name.empty() ? user.role == auth::Role::owner && !user.isDisabled
                            : user.name == name;
    });
    if (found != list.users.end()) co_return *found;
    if (!name.empty()) {
        co_return fail(ErrorKind::not_found, "auth.unknown_user", cat("there is no user ", name),
                       {{"field", "user"}});
    }
    co_return fail(ErrorKind::precondition, "cli.no_owner",
                   "a device acts in somebody's name and this node has no owner yet: kosh-cli auth "
                   "setup-code, then auth claim-owner");
}

Task<PairCommand::Response> invite(ops::Node& node, PairCommand request, ops::Context context) {
    KOSH_CO_TRY(const auto user, co_await userFor(node, request.user, context));
    KOSH_CO_TRY(const auto invited,
                co_await node.call(auth::InviteDevice{request.label, user.userId}, context));
    if (!invited.invitation) {
        co_return fail(ErrorKind::precondition, "cli.no_way_in",
                       "this node takes no devices over the network: start koshd with "
                       "--gateway-listen, --gateway-tls-names and --gateway-tls-clients");
    }
    KOSH_CO_TRY(auto invitation, auth::Invitation::parse(invited.invitation->text()));
    if (!request.addresses.empty()) invitation.addresses = request.addresses;
    if (const auto wrong = std::ranges::find_if_not(invitation.addresses, auth::isHostAndPort);
        wrong != invitation.addresses.end()) {
        co_return invalidField("addresses", "cli.address",
                               cat("an address is HOST:PORT, not ", *wrong));
    }
    co_return PairCommand::Response{invitation.toText(), invitation.expiresAt, invitation.addresses,
                                    invitation.certificate, user.name};
}

template <ops::Operation Op, typename F>
Result<> answer(const void* request, void* response, F&& carryOut) {
    KOSH_TRY(*static_cast<typename Op::Response*>(response),
             carryOut(*static_cast<const Op*>(request)));
    return {};
}

Result<remote::PairedNode> join(const Options& options, const JoinCommand& request) {
    KOSH_TRY(auto invitation, auth::Invitation::parse(request.invitation.text()));
    KOSH_TRY(const auto nodes, pairedNodes(options));
    async::CoreThread core;
    core.start();
    return async::runBlocking(core, remote::pair(std::move(invitation), request.name, nodes));
}

Result<PairCommand::Response> pairDevice(const Options& options, const PairCommand& request) {
    async::CoreThread core;
    core.start();
    KOSH_TRY(const auto node, openNode(options, core.executor()));
    return async::runBlocking(
        core, invite(*node, request, ops::Context::owner().withTimeout(options.timeout)));
}

}  // namespace

std::vector<const ops::OperationType*> deviceCommands() {
    return Commands::types();
}

bool isDeviceCommand(const ops::OperationType& type) {
    return std::ranges::any_of(Commands::types(),
                               [&type](const auto* own) { return own == &type; });
}

Result<> runDeviceCommand(const Invocation& invocation, const void* request, void* response) {
    const auto& options = invocation.options;
    const auto& name = invocation.operation->info.name;
    if (name == PairCommand::kInfo.name) {
        return answer<PairCommand>(request, response, [&options](const PairCommand& command) {
            return pairDevice(options, command);
        });
    }
    if (name == JoinCommand::kInfo.name) {
        return answer<JoinCommand>(request, response, [&options](const JoinCommand& command) {
            return join(options, command);
        });
    }
    if (name == SendCommand::kInfo.name) {
        return answer<SendCommand>(request, response, [&options](const SendCommand& command) {
            return sendThrough(options, command);
        });
    }
    if (name == SignCommand::kInfo.name) {
        return answer<SignCommand>(request, response, [&options](const SignCommand& command) {
            return signFor(options, command);
        });
    }
    KOSH_TRY(const auto nodes, pairedNodes(options));
    if (name == NodesCommand::kInfo.name) {
        static_cast<NodesCommand::Response*>(response)->nodes = nodes.list();
        return {};
    }
    const auto& forgotten = static_cast<const ForgetCommand*>(request)->name;
    KOSH_CHECK(nodes.find(forgotten));
    return nodes.forget(forgotten);
}

std::string qrOf(const PairCommand::Response& response) {
    return terminalQr(response.invitation.text(), ::isatty(STDOUT_FILENO) == 1);
}

}  // namespace kosh::cli
