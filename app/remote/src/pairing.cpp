// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/remote/pairing.h"

#include "tls_client.h"

#include <kosh/auth/access.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace kosh::remote {
namespace {

namespace http = beast::http;
constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr auto kAnswerTime = std::chrono::seconds(30);

/// "192.0.2.1:8443" → "192.0.2.1", "[::1]:1" → "1".
std::string nameAfter(const std::string& address) {
    std::string name;
    for (const char c : address.substr(0, address.rfind(':'))) {
        if (c == ':') {
            name += '-';
        } else if (c != '[' && c != ']') {
            name += c;
        }
    }
    return name.substr(std::min(name.size(), name.find_first_not_of("-.")), 64);
}

Task<auth::Device> ask(std::shared_ptr<TlsClient> client, std::string address, SharedSecret code) {
    KOSH_CO_TRY(const auto stream, co_await openTls(std::move(client), address));
    auto& socket = beast::get_lowest_layer(*stream);
    socket.expires_after(kAnswerTime);
    http::request<http::string_body> request(http::verb::post, "/api/v1/auth/devices", 11);
    request.set(http::field::host, address);
    request.set(http::field::content_type, "application/json");
    request.body() = json::encodeText(auth::PairDevice{code}, json::Secrets::revealed);
    request.prepare_payload();
    auto [unsent, sent] = co_await http::async_write(*stream, request, kToken);
    wipe(request.body().data(), request.body().size());
    beast::flat_buffer buffer;
    http::response<http::string_body> answer;
    auto [unread, read] = co_await http::async_read(*stream, buffer, answer, kToken);
    if (unsent || unread) {
        co_return fail(
            ErrorKind::unavailable, "remote.unreachable",
            cat("the node at ", address, " broke off: ", (unsent ? unsent : unread).message()));
    }
    socket.close();
    if (answer.result() != http::status::ok) {
        co_return Failure(problemOf(static_cast<int>(answer.result_int()), answer.body()));
    }
    co_return json::decodeText<auth::Device>(answer.body());
}

Task<PairedNode> pairPrepared(auth::Invitation invitation, std::string name,
                              Credentials credentials, PairedNodes nodes) {
    KOSH_CO_TRY(const auto client, TlsClient::create(credentials));
    Result<auth::Device> device = fail(ErrorKind::invalid, "auth.invitation_text", "no address");
    for (const auto& address : invitation.addresses) {
        device = co_await ask(client, address, invitation.code);
        // Whoever took the code has used it up; only where nobody was reached another may be.
        const bool wasReached = device || !device.error().key.starts_with("remote.");
        if (wasReached) break;
    }
    KOSH_CO_TRY(const auto paired, std::move(device));
    PairedNode node{std::move(name), invitation.addresses, invitation.certificate,
                    paired.deviceId, paired.label,         paired.createdAt};
    KOSH_CO_CHECK(nodes.keep(node));
    co_return std::move(node);
}

}  // namespace

Task<PairedNode> pair(auth::Invitation invitation, std::string name, PairedNodes nodes) {
    if (name.empty()) {
        const auto base = nameAfter(invitation.addresses.front());
        name = base;
        for (int i = 2; nodes.find(name); ++i) name = cat(base, '-', i);
    }
    KOSH_CO_TRY(auto credentials, nodes.prepare(name, invitation.certificate));
    auto paired = co_await pairPrepared(std::move(invitation), name, std::move(credentials), nodes);
    if (!paired) static_cast<void>(nodes.forget(name));
    co_return paired;
}

}  // namespace kosh::remote
