// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/net/http_client.h>

#include <QByteArray>
#include <QNetworkRequest>
#include <QUrl>
#include <array>

namespace kosh::transport {

/// A checked request in Qt's terms.
struct QtRequest {
    QNetworkRequest head;
    QByteArray method;
    QByteArray body;
    std::string host;  ///< Lower case.
};

/// An absolute URL of one of the schemes, without credentials; `net.url` (invalid) otherwise.
Result<QUrl> toUrl(const std::string& text, std::array<const char*, 2> schemes);

/// `net.url` or `net.header` (invalid) when it could not be sent as it is.
Result<QtRequest> toQtRequest(const net::HttpRequest& request);

}  // namespace kosh::transport
