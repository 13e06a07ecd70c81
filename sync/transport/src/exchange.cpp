// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/exchange.h"

#include <kosh/base/bytes.h>

namespace kosh::transport {
namespace {

constexpr qint64 kReadBuffer = 1 << 20;

/// Qt calls a status of 400 and more an error of these groups; here it is an answer.
bool isHttpStatus(QNetworkReply::NetworkError error, int status) {
    const bool isContent = error > 200 && error <= QNetworkReply::UnknownContentError;
    const bool isServer = error > 400 && error <= QNetworkReply::UnknownServerError;
    return status >= 400 &&
           (isContent || isServer || error == QNetworkReply::ProtocolInvalidOperationError);
}

std::string lowered(const QByteArray& name) {
    return name.toLower().toStdString();
}

}  // namespace

Exchange::Exchange(QtRequest request, Limits limits, Completion done, QObject* parent)
    : QObject(parent),
      m_request(std::move(request)),
      m_limits(limits),
      m_done(std::move(done)),
      m_timer(this) {}

void Exchange::begin(QNetworkAccessManager& manager) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        m_limits.deadline - std::chrono::steady_clock::now());
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.callOnTimeout(this, [this] {
        complete(failure(ErrorKind::deadline, "net.timeout", "did not answer in time"));
    });
    m_timer.start(std::max(left, std::chrono::milliseconds(0)));
    if (m_request.method == "GET") {
        m_reply = manager.get(m_request.head);
    } else if (m_request.method == "HEAD") {
        m_reply = manager.head(m_request.head);
    } else if (m_request.method == "POST") {
        m_reply = manager.post(m_request.head, m_request.body);
    } else {
        m_reply = manager.sendCustomRequest(m_request.head, m_request.method, m_request.body);
    }
    // Without it Qt takes in a flood without end and has no time for other requests. Queued, as it
    // is lost on a reply that Qt has not started yet. Its price: a kept connection is closed at
    // times.
    QMetaObject::invokeMethod(
        m_reply, [reply = m_reply] { reply->setReadBufferSize(kReadBuffer); },
        Qt::QueuedConnection);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Exchange::read);
    connect(m_reply, &QNetworkReply::readyRead, this, &Exchange::read);
    connect(m_reply, &QNetworkReply::finished, this, &Exchange::finish);
}

bool Exchange::isTooLarge() const {
    const QVariant announced = m_reply->header(QNetworkRequest::ContentLengthHeader);
    const bool hasBody = m_request.method != "HEAD";
    return m_body.size() > m_limits.maxResponseBytes ||
           (hasBody && announced.toULongLong() > m_limits.maxResponseBytes);
}

bool Exchange::isCut() const {
    // Qt notices this itself, but for an error status it reports the status only.
    const QVariant announced = m_reply->header(QNetworkRequest::ContentLengthHeader);
    const bool isAsSent = m_request.method != "HEAD" && !m_reply->hasRawHeader("Content-Encoding");
    return announced.isValid() && isAsSent && m_body.size() < announced.toULongLong();
}

void Exchange::read() {
    const QByteArray chunk = m_reply->readAll();
    m_body.append(chunk.constData(), static_cast<std::size_t>(chunk.size()));
    if (!isTooLarge()) return;
    complete(failure(ErrorKind::unavailable, "net.too_large",
                     cat("answered more than ", m_limits.maxResponseBytes, " bytes")));
}

void Exchange::finish() {
    read();
    if (!m_done) return;
    const auto error = m_reply->error();
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (error != QNetworkReply::NoError && !isHttpStatus(error, status)) {
        complete(networkFailure(error));
        return;
    }
    if (isCut()) {
        complete(networkFailure(QNetworkReply::RemoteHostClosedError));
        return;
    }
    net::HttpResponse response{status, {}, std::move(m_body)};
    for (const auto& [name, value] : m_reply->rawHeaderPairs()) {
        response.headers.emplace_back(lowered(name), value.toStdString());
    }
    complete(std::move(response));
}

void Exchange::complete(Result<net::HttpResponse> result) {
    m_timer.stop();
    m_reply->disconnect(this);
    // Cuts the connection, now: a flood would delay the deletion while it fills memory.
    if (!m_reply->isFinished()) m_reply->abort();
    m_reply->deleteLater();
    deleteLater();
    std::exchange(m_done, nullptr)(std::move(result));
}

Failure Exchange::failure(ErrorKind kind, const char* key, std::string_view what) const {
    return fail(kind, key, cat(m_request.host, ' ', what), {{"host", m_request.host}});
}

Failure Exchange::networkFailure(QNetworkReply::NetworkError error) const {
    switch (error) {
        case QNetworkReply::SslHandshakeFailedError:
            return failure(ErrorKind::unavailable, "net.tls",
                           "did not prove its identity: the TLS handshake failed");
        case QNetworkReply::TimeoutError:
            return failure(ErrorKind::deadline, "net.timeout", "did not answer in time");
        case QNetworkReply::ConnectionRefusedError:
            return failure(ErrorKind::unavailable, "net.connect", "refused the connection");
        case QNetworkReply::HostNotFoundError:
            return failure(ErrorKind::unavailable, "net.connect", "is not known by that name");
        case QNetworkReply::TemporaryNetworkFailureError:
        case QNetworkReply::NetworkSessionFailedError:
        case QNetworkReply::UnknownNetworkError:
            return failure(ErrorKind::unavailable, "net.connect", "could not be reached");
        default:
            return failure(ErrorKind::unavailable, "net.interrupted",
                           "broke off or answered something that is not HTTP");
    }
}

}  // namespace kosh::transport
