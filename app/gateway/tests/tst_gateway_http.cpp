// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The parts of the gateway that need no socket.
#include "src/http_request.h"
#include "src/network.h"
#include "src/rate_limiter.h"
#include "src/reply.h"
#include "src/routes.h"
#include "src/web_socket.h"

#include <QtTest>

#include <random>

using namespace kosh;
using namespace kosh::gateway;

namespace {

struct Item {
    std::int64_t number = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("number", &Item::number, "position")};
    }
};

struct ListItems {
    static constexpr ops::Info kInfo{"probe.list", ops::Kind::query,          "probe:read",
                                     "GET",        "/chains/{chainId}/items", "Lists"};
    struct Response {
        std::vector<Item> items;
        static constexpr auto fields() {
            return std::tuple{json::required("items", &Response::items, "newest first")};
        }
    };
    std::uint64_t chainId = 0;
    std::optional<std::int64_t> beforeNumber;
    std::int64_t limit = 2;
    bool isWhole = false;
    std::vector<std::string> topics;
    Item item;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &ListItems::chainId, "chain"),
                          json::optional("beforeNumber", &ListItems::beforeNumber, "older"),
                          json::optional("limit", &ListItems::limit, "at most", 1, 10),
                          json::optional("isWhole", &ListItems::isWhole, "whole"),
                          json::optional("topics", &ListItems::topics, "some"),
                          json::optional("item", &ListItems::item, "one")};
    }
};
struct SetItem {
    static constexpr ops::Info kInfo{"probe.set", ops::Kind::command, "probe:write",
                                     "PUT",       "/items/{name}",    "Sets"};
    using Response = ops::Nothing;
    std::string name, value;
    static constexpr auto fields() {
        return std::tuple{json::required("name", &SetItem::name, "which"),
                          json::required("value", &SetItem::value, "what")};
    }
};
struct GetSpecial {
    static constexpr ops::Info kInfo{"probe.special", ops::Kind::query, "probe:read",
                                     "GET",           "/items/special", "One"};
    using Response = ops::Nothing;
    static constexpr auto fields() { return std::tuple{}; }
};

const Routes& routes() {
    static const Routes kRoutes(ops::List<ListItems, SetItem, GetSpecial>::types());
    return kRoutes;
}

Result<std::string> readRequest(std::string_view path, std::string_view query,
                                std::string_view body = {}, Method method = Method::get) {
    const Match match = routes().match(path);
    const Route* const route = match.byMethod.at(static_cast<std::size_t>(method));
    if (route == nullptr) return fail(ErrorKind::not_found, "test.route", "no route");
    return requestJson(*route, match, query, body);
}

std::string masked(std::uint8_t first, std::string_view payload) {
    std::string frame{static_cast<char>(first)};
    frame += static_cast<char>(0x80 | payload.size());
    const std::string mask = "\x01\x02\x03\x04";
    frame += mask;
    for (std::size_t i = 0; i < payload.size(); ++i) {
        frame += static_cast<char>(payload[i] ^ mask[i & 3]);
    }
    return frame;
}

}  // namespace

class TestGatewayHttp : public QObject {
    Q_OBJECT

private slots:
    void headIsFoundWhereverItsPiecesEnd() {
        const std::string text = "GET / HTTP/1.1\r\nHost: a\r\n\r\nrest";
        for (std::size_t before = 0; before < 26; ++before) {
            QCOMPARE(headSize(std::string_view(text).substr(0, 26), before), 0U);
            QCOMPARE(headSize(text, before), 27U);
        }
    }

    void headIsRead() {
        Request request;
        QVERIFY(
            !parseHead("POST /a/b?c=d HTTP/1.1\r\nHOST: h\r\ncontent-length:  12 \r\n"
                       "Connection: x, Close\r\nX-Else: y\r\n\r\n",
                       request));
        QVERIFY(request.method == Method::post);
        QCOMPARE(request.path, std::string_view("/a/b"));
        QCOMPARE(request.query, std::string_view("c=d"));
        QCOMPARE(request.host, std::string_view("h"));
        QCOMPARE(*request.contentLength, 12U);
        QVERIFY(!request.isKeepAlive);
    }

    /// No text whatever makes the parser look beyond its end or take two framings at once.
    void anyHeadIsReadOrRefused() {
        std::mt19937 random(7);
        const std::vector<std::string> pieces{"GET",
                                              " ",
                                              "/",
                                              "?",
                                              "HTTP/1.1",
                                              "\r\n",
                                              "\n",
                                              "\r",
                                              "Host",
                                              ":",
                                              "a",
                                              "\t",
                                              "\0x",
                                              "chunked",
                                              ",",
                                              "12",
                                              "Content-Length",
                                              "Transfer-Encoding",
                                              "\x80",
                                              "\r\n\r\n"};
        for (int round = 0; round < 50'000; ++round) {
            std::string text;
            for (auto left = random() % 20; left > 0; --left)
                text += pieces[random() % pieces.size()];
            text += "\r\n\r\n";
            const auto size = headSize(text, 0);
            Request request;
            if (parseHead(std::string_view(text).substr(0, size), request)) continue;
            QVERIFY(!request.host.empty() || request.isHttp10);
            QVERIFY(!(request.isChunked && request.contentLength));
        }
    }

    void chunksAreJoinedHoweverTheyCome() {
        const std::string text = "5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nX: y\r\n\r\nnext";
        for (std::size_t step = 1; step < text.size(); ++step) {
            ChunkedBody chunks(100);
            std::string body, held;
            auto progress = ChunkedBody::Progress::more;
            for (std::size_t at = 0; progress == ChunkedBody::Progress::more; at += step) {
                held += text.substr(at, step);
                std::size_t taken = 0;
                progress = chunks.take(held, taken, body);
                held.erase(0, taken);
            }
            QVERIFY(progress == ChunkedBody::Progress::done);
            QCOMPARE(body, std::string("hello world"));
        }
    }

    void chunksAreBounded() {
        std::size_t taken = 0;
        std::string body;
        QVERIFY(ChunkedBody(10).take("b\r\n", taken, body) == ChunkedBody::Progress::tooLarge);
        QVERIFY(ChunkedBody(10).take("\r\n", taken, body) == ChunkedBody::Progress::malformed);
        QVERIFY(ChunkedBody(10).take(std::string(300, '0'), taken, body) ==
                ChunkedBody::Progress::malformed);
        // In one piece as in many: a line longer than its bound, a size that another server could
        // read in another way, trailers without an end.
        for (const std::string& text :
             {cat("1;", std::string(300, 'x'), "\r\na\r\n"), std::string("\t5\r\n"),
              std::string("5 ;a\r\n"), std::string("5;\x01\r\n"),
              "0\r\n" + std::string(5000, 'x')}) {
            QVERIFY(ChunkedBody(10).take(text, taken, body) == ChunkedBody::Progress::malformed);
        }
    }

    void pathsFindRoutesLiteralsFirst() {
        QVERIFY(routes().match("/items/special").byMethod[0] != nullptr);
        QVERIFY(routes().match("/items/special").byMethod[3] == nullptr);
        QVERIFY(routes().match("/items/other").byMethod[3] != nullptr);
        QCOMPARE(routes().match("/items/other").allowed(), std::string("PUT, OPTIONS"));
        for (const auto path :
             {"/items", "/items/", "/items/a/b", "/", "//items/a", "/chains//items"}) {
            QVERIFY(!routes().match(path).isFound);
        }
    }

    void queriesBecomeFields() {
        QCOMPARE(*readRequest("/chains/7/items",
                              "limit=3&isWhole=true&topics=a&topics=b+c%2F&item={%22number%22:1}"),
                 std::string(R"({"chainId":7,"limit":3,"isWhole":true,"topics":["a","b c/"],)"
                             R"("item":{"number":1}})"));
        QCOMPARE(*readRequest("/chains/x/items", "limit=007"),
                 std::string(R"({"chainId":"x","limit":"007"})"));
        const auto fieldOf = [](const Result<std::string>& result) {
            return result ? std::string("none") : result.error().details.at("field");
        };
        QCOMPARE(fieldOf(readRequest("/chains/7/items", "limit=1&limit=2")), std::string("limit"));
        QCOMPARE(fieldOf(readRequest("/chains/7/items", "chainId=8")), std::string("chainId"));
        QCOMPARE(fieldOf(readRequest("/chains/7/items", "item={")), std::string("item"));
        QCOMPARE(fieldOf(readRequest("/chains/%00/items", "")), std::string("chainId"));
        QCOMPARE(fieldOf(readRequest("/chains/7/items", "", "{}")), std::string("body"));
    }

    void bodiesGetTheirPath() {
        QCOMPARE(*readRequest("/items/a%20b", "", R"({"value":"x"})", Method::put),
                 std::string(R"({"name":"a b","value":"x"})"));
        QVERIFY(!readRequest("/items/a", "", R"({"name":"b","value":"x"})", Method::put));
        QVERIFY(!readRequest("/items/a", "value=x", "{}", Method::put));
        QVERIFY(!readRequest("/items/a", "", "[]", Method::put));
        const auto broken = readRequest("/items/a", "", R"({"value":)", Method::put);
        QCOMPARE(broken.error().details.at("field"), std::string("body"));
    }

    void pagesFollowTheLastItem() {
        const Route& route = *routes().match("/chains/7/items").byMethod[0];
        Request request;
        request.path = "/api/v1/chains/7/items";
        request.query = "limit=2&beforeNumber=9";
        const std::string full = R"({"items":[{"number":8},{"number":5}]})";
        QCOMPARE(nextPage(route, request, full),
                 std::string("/api/v1/chains/7/items?limit=2&beforeNumber=5"));
        QCOMPARE(nextPage(route, request, R"({"items":[{"number":8}]})"), std::string());
        request.query = "";
        QCOMPARE(nextPage(route, request, full),
                 std::string("/api/v1/chains/7/items?beforeNumber=5"));
    }

    void allowancesComeBackWithTheWindow() {
        RateLimiter limiter(std::chrono::seconds(60), 2);
        const RateLimiter::Instant start{std::chrono::hours(1)};
        QCOMPARE(limiter.charge("a", 3, 2, start).remaining, 1U);
        QVERIFY(!limiter.charge("a", 3, 2, start).isAllowed);
        QVERIFY(limiter.charge("a", 3, 1, start + std::chrono::seconds(1)).isAllowed);
        QCOMPARE(limiter.charge("a", 3, 1, start + std::chrono::seconds(1)).resetSeconds, 59U);
        QVERIFY(limiter.charge("b", 3, 3, start).isAllowed);
        QVERIFY(limiter.charge("c", 3, 3, start).isAllowed);
        QVERIFY(!limiter.charge("d", 3, 1, start).isAllowed);  // shares what is left for the rest
        QVERIFY(limiter.charge("a", 3, 3, start + std::chrono::seconds(60)).isAllowed);
    }

    void proxiesAreBelievedOnlyWhenTrusted() {
        const auto proxies = *TrustedProxies::parse({"10.0.0.0/8", "fd00::/8"});
        const auto client = [&proxies](const char* peer, std::string_view forwarded) {
            return proxies.clientOf(boost::asio::ip::make_address(peer), forwarded).to_string();
        };
        QCOMPARE(client("1.2.3.4", "5.6.7.8"), std::string("1.2.3.4"));
        QCOMPARE(client("10.1.1.1", "6.6.6.6, 5.6.7.8"), std::string("5.6.7.8"));
        QCOMPARE(client("10.1.1.1", "6.6.6.6, 10.2.2.2"), std::string("6.6.6.6"));
        QCOMPARE(client("::ffff:10.1.1.1", "nonsense"), std::string("10.1.1.1"));
        QCOMPARE(client("fd00::1", "2001:db8::7"), std::string("2001:db8::7"));
        QVERIFY(!TrustedProxies::parse({"10.0.0.0/33"}));
        QCOMPARE(limiterKey(boost::asio::ip::make_address("2001:db8:1:2:3::4")),
                 limiterKey(boost::asio::ip::make_address("2001:db8:1:2::9")));
    }

    void webSocketMessagesAreJoined() {
        const auto text =
            masked(0x01, "he") + masked(0x89, "p") + masked(0x80, "llo") + masked(0x88, "");
        for (std::size_t step = 1; step <= text.size(); ++step) {
            WebSocketReader reader(100);
            std::string seen;
            for (std::size_t at = 0; at < text.size(); at += step) {
                std::string_view piece = std::string_view(text).substr(at, step);
                while (true) {
                    const auto event = reader.next(piece);
                    if (event == WebSocketReader::Event::none) break;
                    QVERIFY(event != WebSocketReader::Event::failed);
                    seen +=
                        event == WebSocketReader::Event::close ? "close" : reader.payload() + ";";
                }
            }
            QCOMPARE(seen, std::string("p;hello;close"));
        }
    }

    void webSocketRefusesWhatIsForbidden() {
        const auto failure = [](std::string_view bytes) {
            WebSocketReader reader(4);
            return reader.next(bytes) == WebSocketReader::Event::failed
                       ? static_cast<int>(reader.failure())
                       : 0;
        };
        QCOMPARE(failure(std::string("\x81\x01x123", 6)), 1002);  // not masked
        QCOMPARE(failure(masked(0xc1, "a")), 1002);               // reserved bit
        QCOMPARE(failure(masked(0x80, "a")), 1002);               // continues nothing
        QCOMPARE(failure(masked(0x09, "a")), 1002);               // a ping in pieces
        QCOMPARE(failure(masked(0x82, "a")), 1003);               // binary
        QCOMPARE(failure(masked(0x81, "abcde")), 1009);           // too big
        QCOMPARE(failure(masked(0x01, "abc") + masked(0x80, "de")), 1009);
        QCOMPARE(failure(masked(0x81, "\xc0\xaf")), 1007);      // overlong
        QCOMPARE(failure(masked(0x81, "\xed\xa0\x80")), 1007);  // half of a pair
        QCOMPARE(failure(masked(0x81, "a\xe2\x82")), 1007);     // cut
        QCOMPARE(failure(masked(0x01, "\xe2\x82") + masked(0x80, "\xac")), 0);
        QCOMPARE(failure(masked(0x88, "x")), 1002);
        QCOMPARE(failure(masked(0x88, "\x03\xed")), 1002);  // 1005 is never sent
        QCOMPARE(failure(masked(0x88, "\x03\xe8\xff")), 1007);
        QCOMPARE(failure(masked(0x88, "\x03\xe8gone")), 0);
        // A length written longer than it need be.
        QCOMPARE(failure(std::string("\x81\xfe\0\x01____a", 9)), 1002);
        QCOMPARE(failure(std::string("\x81\xff\0\0\0\0\0\0\0\x01____a", 15)), 1002);
    }

    void webSocketHandshakeOfTheRfc() {
        QCOMPARE(webSocketAccept("dGhlIHNhbXBsZSBub25jZQ=="),
                 std::string("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        QCOMPARE(webSocketAccept("short"), std::string());
    }

    void problemsHaveTheirField() {
        const auto reply = problem(invalidField("amount", "quote.amount", "too small").error(), {});
        QCOMPARE(reply.status, 400);
        const auto document = *json::Document::parse(reply.body);
        QCOMPARE(document.root().find("field").asString(), std::string_view("amount"));
        QCOMPARE(document.root().find("key").asString(), std::string_view("quote.amount"));
        QCOMPARE(statusOf({ErrorKind::precondition, "vault.locked", ""}), 503);
        QCOMPARE(statusOf({ErrorKind::precondition, "wallet.insufficient_funds", ""}), 412);
    }

    void datesAreThoseOfHttp() {
        QCOMPARE(httpDate(*Timestamp::parse("1994-11-06T08:49:37Z")),
                 std::string("Sun, 06 Nov 1994 08:49:37 GMT"));
    }
};

QTEST_APPLESS_MAIN(TestGatewayHttp)
#include "tst_gateway_http.moc"
