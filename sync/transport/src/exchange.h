// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>
#include <functional>

#include "src/http_request.h"

namespace kosh::transport {

using Completion = std::move_only_function<void(Result<net::HttpResponse>)>;

/// One request and its answer, on the network thread. Deletes itself when it has completed;
/// destroyed earlier, it drops its completion.
class Exchange final : public QObject {
public:
    struct Limits {
        std::chrono::steady_clock::time_point deadline;
        std::size_t maxResponseBytes = 0;
    };

    Exchange(QtRequest request, Limits limits, Completion done, QObject* parent);
    void begin(QNetworkAccessManager& manager);

private:
    void read();
    void finish();
    void complete(Result<net::HttpResponse> result);
    Failure failure(ErrorKind kind, const char* key, std::string_view what) const;
    Failure networkFailure(QNetworkReply::NetworkError error) const;
    bool isTooLarge() const;
    bool isCut() const;

    QtRequest m_request;
    Limits m_limits;
    Completion m_done;
    QTimer m_timer;
    QNetworkReply* m_reply = nullptr;
    std::string m_body;
};

}  // namespace kosh::transport
