// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "input.h"

#include "gateway/src/routes.h"

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
    using Response = ops::Nothing;
    std::uint64_t chainId = 0;
    std::optional<std::int64_t> before;
    bool isWhole = false;
    double share = 0;
    std::string name;
    std::vector<std::string> topics;
    std::vector<std::int64_t> numbers;
    Item item;
    static constexpr auto fields() {
        return std::tuple{json::required("chainId", &ListItems::chainId, "chain"),
                          json::optional("before", &ListItems::before, "older"),
                          json::optional("isWhole", &ListItems::isWhole, "whole"),
                          json::optional("share", &ListItems::share, "part"),
                          json::optional("name", &ListItems::name, "text"),
                          json::optional("topics", &ListItems::topics, "some"),
                          json::optional("numbers", &ListItems::numbers, "some"),
                          json::optional("item", &ListItems::item, "one")};
    }
};
struct SetItem {
    static constexpr ops::Info kInfo{"probe.set", ops::Kind::command, "probe:write",
                                     "PUT",       "/items/{name}",    "Sets"};
    using Response = ops::Nothing;
    std::string name, value;
    std::vector<Item> items;
    static constexpr auto fields() {
        return std::tuple{json::required("name", &SetItem::name, "which"),
                          json::required("value", &SetItem::value, "what"),
                          json::optional("items", &SetItem::items, "some")};
    }
};
struct AddItem {
    static constexpr ops::Info kInfo{"probe.add", ops::Kind::command, "probe:write",
                                     "POST",      "/items",           "Adds"};
    using Response = ops::Nothing;
    Item item;
    static constexpr auto fields() {
        return std::tuple{json::required("item", &AddItem::item, "which")};
    }
};

const Routes& routes() {
    static const Routes kRoutes(ops::List<ListItems, SetItem, AddItem>::types());
    return kRoutes;
}

/// A refusal says which field it is about, in text that can be sent.
void checkRefusal(const Error& error) {
    KOSH_ASSERT(error.kind != ErrorKind::internal);
    std::string text;
    json::Writer writer(text);
    writer.beginObject();
    for (const auto& [name, value] : error.details) {
        writer.key(name);
        writer.string(value);
    }
    writer.key("message");
    writer.string(error.message);
    writer.endObject();
    const auto document = json::Document::parse(text);
    KOSH_ASSERT(document && document->root().has("field"));
}

void check(const Route& route, const Match& match, std::string_view query, std::string_view body) {
    const auto text = requestJson(route, match, query, body);
    if (!text) return checkRefusal(text.error());
    const auto document = json::Document::parse(*text);
    const bool isBodyAsSent = route.hasBody && match.valueCount == 0;
    KOSH_ASSERT(document || isBodyAsSent);
    if (!document) return;
    const auto request = route.type->makeRequest();
    if (const auto decoded = route.type->decodeRequest(document->root(), request.get()); decoded) {
        std::string again;
        json::Writer writer(again, json::Secrets::revealed);
        route.type->encodeRequest(request.get(), writer);
        KOSH_ASSERT(json::Document::parse(again));
    } else if (document->root().type() == json::Type::object) {
        checkRefusal(decoded.error());
    }
}

}  // namespace

/// A target and a body as they come: what is made of them is JSON, or a refusal that names its
/// field.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto [target, rest] = fuzz::halves({data, size});
    const auto head = cat("GET ", target, " HTTP/1.1\r\nHost: kosh\r\n\r\n");
    Request request;
    if (headSize(head, 0) != head.size() || parseHead(head, request)) return 0;
    const auto match = routes().match(request.path);
    for (const Route* const route : match.byMethod) {
        if (route == nullptr) continue;
        check(*route, match, request.query, asText(rest));
        check(*route, match, request.query, {});
        check(*route, match, {}, asText(rest));
    }
    return 0;
}
