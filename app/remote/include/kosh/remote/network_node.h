// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/ops/nodes.h>
#include <kosh/remote/paired_nodes.h>

#include <functional>
#include <memory>
#include <optional>

namespace kosh::remote {

enum class LinkState : std::uint8_t {
    connecting,  ///< The first attempt.
    online,
    offline,  ///< Tried again by itself, less and less often.
    refused,  ///< The node does not take this device, or it is another node.
};

struct LinkStatus {
    LinkState state = LinkState::connecting;
    std::optional<Error> reason{};  ///< Offline and refused: why.
};

struct LinkOptions {
    /// A call that could not be sent fails with the first attempt to connect, as somebody at a
    /// terminal wants it. Else it waits for the node until its deadline.
    bool failsFast = false;
};

/// A node reached over its gateway's WebSocket with this device's certificate, as if it were here.
///
/// Calls wait while the connection is down and are sent again after it came back. Commands get an
/// idempotency key where they have none, so that one whose answer was lost is not done twice; the
/// node's `ops.outcome_unknown` says where even it cannot know. Without a deadline of its own a
/// query has 20 seconds and a command 10 minutes (11 for those that wait by nature). Errors beside
/// the operation's own: `remote.offline` (unavailable; it was not sent), `ops.deadline` (sent, not
/// answered), `remote.certificate`, `auth.unpaired` and `auth.revoked` (unauthenticated).
///
/// Subscriptions resume after the last event they saw. Thread: core, but for construction.
class NetworkNode final : public ops::Node {
public:
    /// Errors: `remote.credentials` (precondition: the files cannot be read).
    static Result<std::unique_ptr<NetworkNode>> create(const PairedNode& node,
                                                       const Credentials& credentials,
                                                       async::Executor executor,
                                                       LinkOptions options = {});
    ~NetworkNode() override;
    Task<> dispatch(const ops::OperationType& type, const void* request, void* response,
                    ops::Context context) override;
    Result<std::unique_ptr<ops::Subscription>> subscribe(
        std::vector<std::string> topics, std::int64_t fromSequence,
        std::function<void(const events::Event&)> onEvent) override;

    /// Begins to connect. `onStatus` is told every change, on the core thread, until this goes.
    void start(std::function<void(const LinkStatus&)> onStatus = {});
    /// Any thread: does not wait for the next attempt.
    void retryNow();

private:
    struct State;
    explicit NetworkNode(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace kosh::remote
