// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "node_choice.h"

#include <kosh/app/socket_channel.h>
#include <kosh/ops/nodes.h>
#include <kosh/paths/paths.h>
#include <kosh/remote/network_node.h>

namespace kosh::cli {

Result<remote::PairedNodes> pairedNodes(const Options& options) {
    KOSH_TRY(const auto folders,
             platform::openPaths(platform::Environment::ofProcess(), options.profile));
    return remote::PairedNodes(folders.profile / "nodes");
}

Result<std::unique_ptr<ops::Node>> openNode(const Options& options, async::Executor executor) {
    if (!options.node.empty()) {
        KOSH_TRY(const auto nodes, pairedNodes(options));
        KOSH_TRY(const auto paired, nodes.find(options.node));
        KOSH_TRY(auto node, remote::NetworkNode::create(paired, nodes.credentials(paired),
                                                        std::move(executor), {.failsFast = true}));
        node->start();
        return node;
    }
    auto socket = options.socket;
    if (socket.empty()) {
        KOSH_TRY(const auto folders,
                 platform::openPaths(platform::Environment::ofProcess(), options.profile));
        socket = folders.socketFile().string();
    }
    return std::make_unique<ops::RemoteNode>(app::openSocketChannel(socket), std::move(executor));
}

}  // namespace kosh::cli
