// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/net/http_client.h>

#include <QByteArray>
#include <QNetworkRequest>

namespace kosh::transport {

/// A checked request in Qt's terms.
struct QtRequest {
    QNetworkRequest head;
    QByteArray method;
    QByteArray body;
    std::string host;  ///< Lower case.
};

/// `net.url` or `net.header` (invalid) when it could not be sent as it is.
Result<QtRequest> toQtRequest(const net::HttpRequest& request);

}  // namespace kosh::transport
