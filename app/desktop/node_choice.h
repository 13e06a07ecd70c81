// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/remote/network_node.h>
#include <kosh/ui/app_model.h>

#include <memory>
#include <vector>

namespace kosh::desktop {

/// The node behind the window: the engine of this device, or a paired node. Screens hold this one
/// and do not notice the change. Thread: core for calls, GUI for the rest.
class NodeChoice final : public ops::Node {
public:
    NodeChoice(ops::Node& own, remote::PairedNodes nodes, async::Executor executor)
        : m_own(own), m_current(&own), m_nodes(std::move(nodes)), m_executor(executor) {}
    ~NodeChoice() override;
    NodeChoice(const NodeChoice&) = delete;
    NodeChoice& operator=(const NodeChoice&) = delete;

    Task<> dispatch(const ops::OperationType& type, const void* request, void* response,
                    ops::Context context) override {
        return m_current->dispatch(type, request, response, std::move(context));
    }
    Result<std::unique_ptr<ops::Subscription>> subscribe(
        std::vector<std::string> topics, std::int64_t fromSequence,
        std::function<void(const events::Event&)> onEvent) override {
        return m_current->subscribe(std::move(topics), fromSequence, std::move(onEvent));
    }

    /// What the window's model asks for. The model is given with `attach`, before it is shown.
    ui::NodePort port();
    /// Uses the node that the profile has chosen. A pairing that is not there any more is shown as
    /// refused.
    void attach(ui::AppModel& app);

private:
    static Task<> pair(NodeChoice* self, SharedSecret text, ui::NodePort::Paired done);
    Result<> use(const remote::PairedNode& paired);
    void leave();

    ops::Node& m_own;
    ops::Node* m_current;  ///< Core thread.
    remote::PairedNodes m_nodes;
    async::Executor m_executor;
    ui::AppModel* m_app = nullptr;
    std::unique_ptr<remote::NetworkNode> m_remote;
};

}  // namespace kosh::desktop
