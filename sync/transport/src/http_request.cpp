// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "src/http_request.h"

#include <kosh/base/bytes.h>

namespace kosh::transport {
namespace {

Failure badUrl(std::string message) {
    return invalidField("url", "net.url", std::move(message));
}

/// RFC 9110: a token.
bool isHeaderName(std::string_view name) {
    constexpr std::string_view kAllowed =
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return !name.empty() && name.find_first_not_of(kAllowed) == std::string_view::npos;
}

bool isHeaderValue(std::string_view value) {
    return std::ranges::all_of(value, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return c == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

void refuseExtras(QNetworkRequest& head) {
    using Request = QNetworkRequest;
    head.setAttribute(Request::RedirectPolicyAttribute, Request::ManualRedirectPolicy);
    head.setAttribute(Request::CookieLoadControlAttribute, Request::Manual);
    head.setAttribute(Request::CookieSaveControlAttribute, Request::Manual);
    head.setAttribute(Request::AuthenticationReuseAttribute, Request::Manual);
    head.setAttribute(Request::CacheLoadControlAttribute, Request::AlwaysNetwork);
    head.setAttribute(Request::CacheSaveControlAttribute, false);
    if (head.url().scheme() == "http") head.setAttribute(Request::Http2AllowedAttribute, false);
}

}  // namespace

Result<QUrl> toUrl(const std::string& text, std::array<const char*, 2> schemes) {
    const QUrl url(QString::fromStdString(text), QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty()) return badUrl("expected an absolute URL");
    if (url.scheme() != schemes[0] && url.scheme() != schemes[1]) {
        return badUrl(cat("expected a URL with ", schemes[0], " or ", schemes[1]));
    }
    if (!url.userInfo().isEmpty()) {
        return badUrl("expected a URL without user name and password; send a header instead");
    }
    return url;
}

Result<QtRequest> toQtRequest(const net::HttpRequest& request) {
    KOSH_TRY(const QUrl url, toUrl(request.url, {"http", "https"}));
    if (!isHeaderName(request.method)) {
        return invalidField("method", "net.header", "expected an HTTP method like GET or POST");
    }
    QtRequest out{QNetworkRequest(url), QByteArray::fromStdString(request.method),
                  QByteArray::fromStdString(request.body),
                  url.host(QUrl::FullyEncoded).toLower().toStdString()};
    // Qt would send its own product name and the language of the system.
    out.head.setRawHeader("User-Agent", "kosh");
    out.head.setRawHeader("Accept-Language", "en");
    if (!request.body.empty()) out.head.setRawHeader("Content-Type", "application/octet-stream");
    for (const auto& [name, value] : request.headers) {
        if (!isHeaderName(name) || !isHeaderValue(value)) {
            return invalidField("headers", "net.header", "expected header lines of RFC 9110");
        }
        out.head.setRawHeader(QByteArray::fromStdString(name), QByteArray::fromStdString(value));
    }
    refuseExtras(out.head);
    return out;
}

}  // namespace kosh::transport
