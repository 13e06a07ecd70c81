// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "tls_client.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <openssl/x509.h>

namespace kosh::remote {
namespace {

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr auto kConnectTime = std::chrono::seconds(10);
constexpr auto kIdleTime = std::chrono::seconds(40);
constexpr std::size_t kMaxMessage = std::size_t{64} << 20;

struct Place {
    std::string host, port;
};

Place placeOf(const std::string& address) {
    const auto colon = address.rfind(':');
    Place place{address.substr(0, colon), address.substr(colon + 1)};
    if (place.host.starts_with('[')) place.host = place.host.substr(1, place.host.size() - 2);
    return place;
}

Failure unreachable(const std::string& address, const beast::error_code& error) {
    const bool isLate = error == beast::error::timeout;
    return fail(
        ErrorKind::unavailable, "remote.unreachable",
        cat("no node answers at ", address, ": ", isLate ? "it took too long" : error.message()));
}

}  // namespace

Result<std::shared_ptr<TlsClient>> TlsClient::create(const Credentials& credentials) {
    std::shared_ptr<TlsClient> client(new TlsClient);
    client->m_expected = credentials.nodeCertificate;
    auto& context = client->m_context;
    boost::system::error_code failed;
    context.use_certificate_file(credentials.certificateFile, asio::ssl::context::pem, failed);
    if (!failed) context.use_private_key_file(credentials.keyFile, asio::ssl::context::pem, failed);
    if (failed) {
        return fail(ErrorKind::precondition, "remote.credentials",
                    cat("this device's key for the node cannot be read: ", failed.message(),
                        "; pair it again"));
    }
    auto* const native = context.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION);
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_cert_verify_callback(native, &TlsClient::check, client.get());
    return client;
}

/// Instead of the whole of chain and name: the certificate has to be the one of the invitation.
int TlsClient::check(X509_STORE_CTX* store, void* self) {
    auto* const client = static_cast<TlsClient*>(self);
    Hash256 shown;
    unsigned size = 0;
    const bool isExpected = X509_digest(X509_STORE_CTX_get0_cert(store), EVP_sha256(),
                                        shown.bytes.data(), &size) == 1 &&
                            shown == client->m_expected;
    client->m_sawAnother = !isExpected;
    if (!isExpected) X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
    return isExpected ? 1 : 0;
}

Task<std::unique_ptr<TlsStream>> openTls(std::shared_ptr<TlsClient> client, std::string address) {
    const auto executor = co_await asio::this_coro::executor;
    const auto place = placeOf(address);
    asio::ip::tcp::resolver resolver(executor);
    auto [unknown, places] = co_await resolver.async_resolve(place.host, place.port, kToken);
    if (unknown) co_return unreachable(address, unknown);
    auto stream = std::make_unique<TlsStream>(beast::tcp_stream(executor), client->context());
    auto& socket = beast::get_lowest_layer(*stream);
    socket.expires_after(kConnectTime);
    auto [refused, endpoint] = co_await socket.async_connect(places, kToken);
    if (refused) co_return unreachable(address, refused);
    beast::error_code ignored;
    socket.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    client->forgetAnother();
    auto [failed] = co_await stream->async_handshake(asio::ssl::stream_base::client, kToken);
    if (failed && client->sawAnother()) {
        co_return fail(ErrorKind::unauthenticated, "remote.certificate",
                       cat("what answers at ", address,
                           " is not the node this device was paired with: it shows another "
                           "certificate. Pair again if the node's certificate has been changed"));
    }
    if (failed) co_return unreachable(address, failed);
    co_return std::move(stream);
}

Task<std::shared_ptr<Socket>> openSocket(std::shared_ptr<TlsClient> client, std::string address) {
    KOSH_CO_TRY(auto stream, co_await openTls(client, address));
    auto socket = std::make_shared<Socket>(std::move(*stream));
    beast::get_lowest_layer(*socket).expires_never();
    socket->set_option(websocket::stream_base::timeout{kConnectTime, kIdleTime, true});
    socket->read_message_max(kMaxMessage);
    websocket::response_type answer;
    auto [failed] = co_await socket->async_handshake(answer, address, "/api/v1/ws", kToken);
    if (failed == websocket::error::upgrade_declined) {
        co_return Failure(problemOf(static_cast<int>(answer.result_int()), answer.body()));
    }
    if (failed) co_return unreachable(address, failed);
    co_return std::move(socket);
}

Error problemOf(int status, std::string_view body) {
    const auto document = json::Document::parse(body);
    const auto text = [&document](std::string_view name) {
        const auto value = document->root().find(name);
        return value.type() == json::Type::string ? std::string(value.asString()) : std::string();
    };
    if (document && !text("key").empty()) {
        Error error{errorKindFromString(text("kind")), text("key"), text("detail")};
        if (auto field = text("field"); !field.empty()) error.details["field"] = std::move(field);
        return error;
    }
    return {ErrorKind::unavailable, "remote.answer",
            cat("the node's gateway answered with status ", status, " and no reason")};
}

}  // namespace kosh::remote
