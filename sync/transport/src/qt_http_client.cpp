// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/async/async.h>
#include <kosh/transport/qt_http_client.h>

#include <QNetworkProxy>
#include <QThread>

#include "src/exchange.h"

namespace kosh::transport {
namespace {

struct Outgoing {
    QtRequest request;
    Exchange::Limits limits;
    Completion done;
};

/// Owns the access manager and the exchanges; lives on the network thread.
class Worker final : public QObject {
public:
    Worker() : m_manager(this) {
        m_manager.setProxy(QNetworkProxy::NoProxy);
        m_manager.setAutoDeleteReplies(false);
    }

    void begin(Outgoing& outgoing) {
        if (m_inFlight >= QtHttpClient::kMaxInFlight) {
            outgoing.done(fail(ErrorKind::unavailable, "net.busy",
                               cat("more than ", m_inFlight, " requests are under way")));
            return;
        }
        auto* exchange = new Exchange(std::move(outgoing.request), outgoing.limits,
                                      std::move(outgoing.done), this);
        ++m_inFlight;
        connect(exchange, &QObject::destroyed, this, [this] { --m_inFlight; });
        exchange->begin(m_manager);
    }

private:
    QNetworkAccessManager m_manager;
    int m_inFlight = 0;
};

/// A longer time-out would overflow the steady clock.
constexpr Duration kLongest = std::chrono::hours(24);

std::string_view outcomeOf(const Result<net::HttpResponse>& result) {
    if (!result) return result.error().key;
    return result->status < 400 ? "ok" : "http_error";
}

}  // namespace

class QtHttpClient::Loop {
public:
    Loop() : m_worker(new Worker) {
        m_thread.setObjectName("kosh-net");
        m_worker->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
        m_thread.start();
    }
    ~Loop() {
        m_thread.quit();
        m_thread.wait();
    }

    void post(Outgoing outgoing) {
        // Shared because Qt copies what it queues; never run, it drops the completion.
        auto shared = std::make_shared<Outgoing>(std::move(outgoing));
        QMetaObject::invokeMethod(
            m_worker, [worker = m_worker, shared] { worker->begin(*shared); },
            Qt::QueuedConnection);
    }

private:
    QThread m_thread;
    Worker* m_worker;  // deleted by its thread's end
};

QtHttpClient::QtHttpClient(HostRegistry& hosts, observe::Metrics& metrics)
    : m_hosts(hosts), m_metrics(metrics), m_loop(std::make_unique<Loop>()) {}

QtHttpClient::~QtHttpClient() = default;

Task<net::HttpResponse> QtHttpClient::send(net::HttpRequest request) {
    // The client may be gone when the answer comes: nothing of *this is used after the wait.
    HostRegistry& hosts = m_hosts;
    observe::Metrics& metrics = m_metrics;
    const auto begin = std::chrono::steady_clock::now();
    KOSH_CO_TRY(QtRequest prepared, toQtRequest(request));
    const std::string host = prepared.host;
    KOSH_CO_CHECK(hosts.admit(host, request.purpose));
    const Exchange::Limits limits{begin + std::min(request.timeout, kLongest),
                                  request.maxResponseBytes};
    std::function<void(Completion)> start = [&](Completion done) {
        m_loop->post({std::move(prepared), limits, std::move(done)});
    };
    auto result = co_await async::fromCallback<net::HttpResponse>(std::move(start));
    if (!result && result.error().key == "async.dropped") {
        result = fail(ErrorKind::unavailable, "net.interrupted",
                      cat("the request to ", host, " was given up: the client was closed"),
                      {{"host", host}});
    }
    hosts.recordUse(host, request.body.size(), result ? result->body.size() : 0);
    metrics
        .counter("kosh_outbound_requests_total", "Requests to other hosts by outcome.",
                 {{"host", host}, {"outcome", std::string(outcomeOf(result))}})
        .add();
    metrics
        .histogram("kosh_outbound_request_seconds", "Time of requests to other hosts.",
                   {{"host", host}})
        .observe(std::chrono::steady_clock::now() - begin);
    co_return result;
}

}  // namespace kosh::transport
