// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/async/async.h>
#include <pthread.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace kosh::async {
namespace {

using Done = std::move_only_function<void(Result<>)>;

struct Queued {
    Job job;
    Done done;
};

Result<> runGuarded(Job& job) {
    try {
        job();
        return {};
    } catch (const std::exception& e) {
        return fail(ErrorKind::internal, "compute.exception", e.what());
    } catch (...) {
        return fail(ErrorKind::internal, "compute.exception", "the job threw");
    }
}

}  // namespace

struct ComputePool::State {
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<Queued> queue;
    std::size_t maxQueued = 0;
    bool isStopping = false;
    std::vector<std::thread> threads;

    void work() {
        pthread_setname_np(pthread_self(), "kosh-compute");
        while (true) {
            std::unique_lock lock(mutex);
            wake.wait(lock, [this] { return isStopping || !queue.empty(); });
            if (isStopping) return;
            Queued next = std::move(queue.front());
            queue.pop_front();
            lock.unlock();
            Result<> ended = runGuarded(next.job);
            next.job = nullptr;  // what the job holds is gone before its caller goes on
            next.done(std::move(ended));
        }
    }

    void push(Job job, Done done) {
        {
            const std::scoped_lock lock(mutex);
            if (queue.size() < maxQueued) {
                queue.push_back({std::move(job), std::move(done)});
                done = nullptr;
            }
        }
        if (done) {
            done(fail(ErrorKind::unavailable, "compute.busy",
                      cat("more than ", maxQueued, " jobs wait already")));
        } else {
            wake.notify_one();
        }
    }
};

ComputePool::ComputePool(std::size_t threads, std::size_t maxQueued)
    : m_state(std::make_unique<State>()) {
    KOSH_ASSERT(threads > 0);
    m_state->maxQueued = maxQueued;
    for (std::size_t i = 0; i < threads; ++i) {
        m_state->threads.emplace_back([state = m_state.get()] { state->work(); });
    }
}

ComputePool::~ComputePool() {
    {
        const std::scoped_lock lock(m_state->mutex);
        m_state->isStopping = true;
    }
    m_state->wake.notify_all();
    for (std::thread& thread : m_state->threads) thread.join();
}

Task<> ComputePool::runErased(Job job) {
    std::function<void(Done)> push = [this, &job](Done done) {
        m_state->push(std::move(job), std::move(done));
    };
    co_return co_await fromCallback<void>(std::move(push));
}

}  // namespace kosh::async
