// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/events/log.h>
#include <kosh/ops/nodes.h>

namespace kosh::ops {
namespace {

class LiveSubscription final : public Subscription {
public:
    explicit LiveSubscription(std::unique_ptr<events::Log::Live> live) : m_live(std::move(live)) {}

private:
    std::unique_ptr<events::Log::Live> m_live;
};

}  // namespace

Task<> LocalNode::dispatch(const OperationType& type, const void* request, void* response,
                           Context context) {
    return m_dispatcher.dispatch(type, request, response, std::move(context));
}

Result<std::unique_ptr<Subscription>> LocalNode::subscribe(
    std::vector<std::string> topics, std::int64_t fromSequence,
    std::function<void(const events::Event&)> onEvent) {
    if (m_log == nullptr) {
        return fail(ErrorKind::precondition, "vault.locked",
                    "events need the vault to be unlocked");
    }
    return std::make_unique<LiveSubscription>(
        m_log->subscribe(std::move(topics), fromSequence, std::move(onEvent)));
}

}  // namespace kosh::ops
