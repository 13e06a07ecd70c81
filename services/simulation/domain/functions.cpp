// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/functions.h"

#include "functions_json.h"

#include <kosh/json/codec.h>

namespace kosh::simulation {
namespace {

struct Entry {
    std::string function, kind, words;
    std::vector<std::string> names;
    static constexpr auto fields() {
        return std::tuple{json::required("function", &Entry::function, "signature"),
                          json::required("names", &Entry::names, "parameters"),
                          json::required("kind", &Entry::kind, "what it does"),
                          json::required("words", &Entry::words, "sentence with places")};
    }
};
struct File {
    std::string dataAsOf;
    std::vector<Entry> functions;
    static constexpr auto fields() {
        return std::tuple{json::required("dataAsOf", &File::dataAsOf, "date"),
                          json::required("functions", &File::functions, "functions")};
    }
};

using Table = std::multimap<crypto::abi::Selector, Function>;

Table load() {
    auto file = json::decodeText<File>(kFunctionsJson);
    KOSH_ASSERT(file.has_value());
    Table table;
    for (auto& entry : file->functions) {
        const auto parameters = std::string_view(entry.function).substr(entry.function.find('('));
        auto types = crypto::abi::Type::parseList(parameters);
        KOSH_ASSERT(types.has_value());
        table.emplace(crypto::abi::selector(entry.function),
                      Function{entry.function, std::move(entry.names), std::move(entry.kind),
                               std::move(entry.words), *std::move(types)});
    }
    return table;
}

}  // namespace

std::vector<const Function*> functionsOf(const crypto::abi::Selector& selector) {
    static const Table kTable = load();
    std::vector<const Function*> found;
    const auto [begin, end] = kTable.equal_range(selector);
    for (auto one = begin; one != end; ++one) found.push_back(&one->second);
    return found;
}

}  // namespace kosh::simulation
