// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/ops/nodes.h>

#include <algorithm>

namespace kosh::ops {

struct FakeNode::Subscribers {
    struct One {
        std::vector<std::string> topics;
        std::function<void(const events::Event&)> onEvent;
    };
    std::map<int, One> all;
    int nextId = 0;
};

FakeNode::FakeNode() : m_subscribers(std::make_shared<Subscribers>()) {}
FakeNode::~FakeNode() = default;

void FakeNode::publish(const events::Event& event) {
    // A subscriber may end its own subscription while it is called.
    const auto subscribers = m_subscribers->all;
    for (const auto& [id, one] : subscribers) {
        const bool isWanted = std::ranges::any_of(one.topics, [&](const std::string& topic) {
            return events::matches(topic, event.type);
        });
        if (isWanted && m_subscribers->all.contains(id)) one.onEvent(event);
    }
}

Task<> FakeNode::dispatch(const OperationType& type, const void* request, void* response,
                          Context context) {
    m_calls.emplace_back(type.info.name);
    const auto answer = m_answers.find(m_calls.back());
    if (answer == m_answers.end()) {
        co_return fail(ErrorKind::internal, "fake.not_registered",
                       cat("no answer is registered for ", type.info.name));
    }
    co_return answer->second(request, response, context);
}

Result<std::unique_ptr<Subscription>> FakeNode::subscribe(
    std::vector<std::string> topics, std::int64_t,
    std::function<void(const events::Event&)> onEvent) {
    class Handle final : public Subscription {
    public:
        Handle(std::shared_ptr<Subscribers> subscribers, int id)
            : m_subscribers(std::move(subscribers)), m_id(id) {}
        ~Handle() override { m_subscribers->all.erase(m_id); }

    private:
        std::shared_ptr<Subscribers> m_subscribers;
        int m_id;
    };
    const int id = m_subscribers->nextId++;
    m_subscribers->all.emplace(id, Subscribers::One{std::move(topics), std::move(onEvent)});
    return std::make_unique<Handle>(m_subscribers, id);
}

}  // namespace kosh::ops
