// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/app/socket_channel.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace kosh::app {

namespace beast = boost::beast;
namespace http = beast::http;
using Protocol = asio::local::stream_protocol;
using Stream = beast::basic_stream<Protocol, asio::any_io_executor>;

namespace {

constexpr std::size_t kMaxResponse = std::size_t{64} << 20;

class SocketChannel final : public ops::Channel {
public:
    explicit SocketChannel(std::string path) : m_path(std::move(path)) {}

    Task<std::string> exchange(std::string requestJson, ops::Context context) override {
        constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
        Stream stream(co_await asio::this_coro::executor);
        if (context.deadline != std::chrono::steady_clock::time_point::max()) {
            stream.expires_at(context.deadline);
        } else {
            stream.expires_never();
        }
        auto [connectError] = co_await stream.async_connect(Protocol::endpoint(m_path), kToken);
        if (connectError) {
            co_return fail(ErrorKind::unavailable, "gateway.unreachable",
                           cat("no koshd answers on ", m_path, ": ", connectError.message()));
        }
        http::request<http::string_body> request(http::verb::post, "/rpc", 11);
        request.set(http::field::host, "kosh");
        request.set(http::field::content_type, "application/json");
        request.keep_alive(false);
        request.body() = std::move(requestJson);
        request.prepare_payload();
        auto [writeError, written] = co_await http::async_write(stream, request, kToken);
        wipe(request.body().data(), request.body().size());
        if (writeError) co_return failure(writeError);
        beast::flat_buffer buffer;
        http::response_parser<http::string_body> parser;
        parser.body_limit(kMaxResponse);
        auto [readError, size] = co_await http::async_read(stream, buffer, parser, kToken);
        if (readError) co_return failure(readError);
        auto response = parser.release();
        if (response.result() != http::status::ok) {
            co_return fail(ErrorKind::internal, "gateway.answer",
                           cat("koshd answered HTTP ", response.result_int(), ": ",
                               response.body().substr(0, 200)));
        }
        co_return std::move(response.body());
    }

private:
    static Failure failure(const beast::error_code& error) {
        if (error == beast::error::timeout) {
            return fail(ErrorKind::deadline, "ops.deadline", "koshd did not answer in time");
        }
        return fail(ErrorKind::unavailable, "gateway.interrupted",
                    cat("the connection to koshd broke: ", error.message()));
    }
    std::string m_path;
};

}  // namespace

std::unique_ptr<ops::Channel> openSocketChannel(std::string path) {
    return std::make_unique<SocketChannel>(std::move(path));
}

}  // namespace kosh::app
