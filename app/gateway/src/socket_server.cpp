// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/app/socket_server.h"

#include <kosh/observe/current.h>
#include <kosh/ops/json_rpc.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <set>

namespace kosh::app {

namespace beast = boost::beast;
namespace http = beast::http;
using Protocol = asio::local::stream_protocol;
using Stream = beast::basic_stream<Protocol, asio::any_io_executor>;
constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

namespace {
constexpr std::size_t kMaxBody = std::size_t{1} << 20;
constexpr std::size_t kMaxConnections = 64;
constexpr auto kReadTimeout = std::chrono::seconds(10);
constexpr auto kDrainTimeout = std::chrono::seconds(5);
}  // namespace

struct SocketServer::State {
    std::string path;
    ops::Dispatcher& dispatcher;
    async::Executor executor;
    observe::Observer observer;
    std::unique_ptr<Protocol::acceptor> acceptor;
    std::set<Stream*> idle;  ///< Connections between requests: closed at once on stop.
    std::size_t connections = 0;
    bool isStopping = false;
    async::Notifier ended;

    State(std::string p, ops::Dispatcher& d, async::Executor e, observe::Observer o)
        : path(std::move(p)), dispatcher(d), executor(e), observer(o), ended(e) {}
};

namespace {

bool isOwnUser(Protocol::socket& socket) {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return false;
    return peer.uid == ::geteuid() || peer.uid == 0;
}

http::response<http::string_body> respond(http::status status, std::string body, unsigned version,
                                          bool keepAlive) {
    http::response<http::string_body> response(status, version);
    response.set(http::field::content_type, "application/json");
    response.set(http::field::cache_control, "no-store");
    response.keep_alive(keepAlive);
    response.body() = std::move(body);
    response.prepare_payload();
    return response;
}

std::string problem(int status, std::string_view title) {
    return cat("{\"type\":\"about:blank\",\"status\":", status, ",\"title\":\"", title, "\"}");
}

/// What was read may hold a passphrase; what is still to be read stays.
void wipeConsumed(beast::flat_buffer& buffer) {
    const auto spare = buffer.prepare(buffer.capacity() - buffer.size());
    wipe(spare.data(), spare.size());
}

using Server = std::shared_ptr<SocketServer::State>;

asio::awaitable<http::response<http::string_body>> answer(
    Server server, http::request<http::string_body>& request) {
    if (request.target() != "/rpc") {
        co_return respond(http::status::not_found, problem(404, "only /rpc is served here"),
                          request.version(), request.keep_alive());
    }
    if (request.method() != http::verb::post) {
        co_return respond(http::status::method_not_allowed, problem(405, "use POST"),
                          request.version(), request.keep_alive());
    }
    auto reply = co_await ops::handleJsonRpc(server->dispatcher, request.body(),
                                             ops::Context::owner(), json::Secrets::revealed);
    observe::setCurrent({});
    wipe(request.body().data(), request.body().size());
    if (reply.empty())
        co_return respond(http::status::no_content, {}, request.version(), request.keep_alive());
    co_return respond(http::status::ok, std::move(reply), request.version(), request.keep_alive());
}

/// One connection from first to last request; gone when it returns.
asio::awaitable<void> serve(Server server, Protocol::socket socket) {
    Stream stream(std::move(socket));
    beast::flat_buffer buffer;
    while (!server->isStopping) {
        http::request_parser<http::string_body> parser;
        parser.body_limit(kMaxBody);
        if (buffer.size() == 0) {  // Else the next request is here already.
            server->idle.insert(&stream);
            auto [waitError] =
                co_await stream.socket().async_wait(Protocol::socket::wait_read, kToken);
            server->idle.erase(&stream);
            if (waitError || server->isStopping) break;
        }
        stream.expires_after(kReadTimeout);
        auto [readError, size] = co_await http::async_read(stream, buffer, parser, kToken);
        if (readError == http::error::body_limit) {
            auto response =
                respond(http::status::payload_too_large, problem(413, "at most 1 MiB"), 11, false);
            co_await http::async_write(stream, response, kToken);
            break;
        }
        if (readError) break;
        wipeConsumed(buffer);
        auto request = parser.release();
        const bool keepAlive = request.keep_alive();
        stream.expires_never();
        auto response = co_await answer(server, request);
        stream.expires_after(kReadTimeout);
        auto [writeError, written] = co_await http::async_write(stream, response, kToken);
        wipe(response.body().data(), response.body().size());
        if (writeError || !keepAlive) break;
    }
    beast::error_code ignored;
    stream.socket().shutdown(Protocol::socket::shutdown_both, ignored);
}

asio::awaitable<void> serveCounted(Server server, Protocol::socket socket) {
    ++server->connections;
    co_await serve(server, std::move(socket));
    --server->connections;
    server->ended.notifyAll();
}

asio::awaitable<void> acceptLoop(Server server) {
    while (!server->isStopping) {
        auto [error, socket] = co_await server->acceptor->async_accept(kToken);
        if (error == asio::error::operation_aborted) break;
        if (error) {
            server->observer.log.warning("gateway", "accept failed", {{"reason", error.message()}});
            static_cast<void>(co_await async::sleep(std::chrono::milliseconds(100)));
            continue;
        }
        if (server->connections >= kMaxConnections || !isOwnUser(socket)) continue;
        asio::co_spawn(server->executor, serveCounted(server, std::move(socket)), asio::detached);
    }
}

/// True when somebody answers on the socket file.
bool isLive(const std::string& path) {
    asio::io_context io;
    Protocol::socket socket(io);
    beast::error_code error;
    socket.connect(Protocol::endpoint(path), error);
    return !error;
}

}  // namespace

SocketServer::SocketServer(std::string path, ops::Dispatcher& dispatcher, async::Executor executor,
                           observe::Observer observer)
    : m_state(std::make_shared<State>(std::move(path), dispatcher, std::move(executor), observer)) {
}

SocketServer::~SocketServer() = default;

Task<> SocketServer::start() {
    constexpr std::size_t kMaxPath = sizeof(sockaddr_un::sun_path) - 1;
    const auto& path = m_state->path;
    if (path.empty() || path.size() > kMaxPath) {
        co_return invalidField("socket", "gateway.socket_path",
                               cat("a socket path has 1 to ", kMaxPath, " bytes: ", path));
    }
    if (const auto there = std::filesystem::symlink_status(path); std::filesystem::exists(there)) {
        if (!std::filesystem::is_socket(there)) {
            co_return invalidField("socket", "gateway.socket_path",
                                   cat(path, " is there and is not a socket; choose another path"));
        }
        if (isLive(path)) {
            co_return fail(ErrorKind::conflict, "gateway.in_use",
                           cat("another koshd answers on ", path));
        }
        ::unlink(path.c_str());
    }
    beast::error_code error;
    auto acceptor = std::make_unique<Protocol::acceptor>(m_state->executor);
    acceptor->open(Protocol(), error);
    // The mode must hold from the first moment: the file is made under the umask.
    const auto mask = ::umask(0177);
    if (!error) acceptor->bind(Protocol::endpoint(path), error);
    ::umask(mask);
    if (!error) acceptor->listen(asio::socket_base::max_listen_connections, error);
    if (error)
        co_return fail(ErrorKind::unavailable, "gateway.listen",
                       cat("cannot listen on ", path, ": ", error.message()));
    m_state->acceptor = std::move(acceptor);
    asio::co_spawn(m_state->executor, acceptLoop(m_state), asio::detached);
    co_return ok();
}

Task<> SocketServer::stop() {
    m_state->isStopping = true;
    if (!m_state->acceptor) co_return ok();
    beast::error_code ignored;
    m_state->acceptor->close(ignored);
    for (auto* stream : m_state->idle) stream->socket().cancel(ignored);
    const auto end = std::chrono::steady_clock::now() + kDrainTimeout;
    while (m_state->connections > 0 && std::chrono::steady_clock::now() < end) {
        static_cast<void>(co_await m_state->ended.wait(std::chrono::milliseconds(200)));
    }
    ::unlink(m_state->path.c_str());
    co_return ok();
}

}  // namespace kosh::app
