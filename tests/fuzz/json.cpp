// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "input.h"

#include <kosh/json/codec.h>

using namespace kosh;

namespace {

enum class Colour : std::uint8_t { red, green };
constexpr auto enumNames(Colour) {
    return std::array{std::pair{Colour::red, "red"}, std::pair{Colour::green, "green"}};
}

struct Leaf {
    U256 amount;
    I256 change;
    std::optional<Timestamp> when;
    static constexpr auto fields() {
        return std::tuple{json::required("amount", &Leaf::amount, "a"),
                          json::optional("change", &Leaf::change, "c"),
                          json::optional("when", &Leaf::when, "w")};
    }
};

struct Tree {
    std::string name;
    Colour colour = Colour::red;
    std::int16_t small = 0;
    double ratio = 0;
    Bytes data;
    std::vector<Leaf> leaves;
    std::map<std::string, bool> flags;
    static constexpr auto fields() {
        return std::tuple{json::optional("name", &Tree::name, "n"),
                          json::optional("colour", &Tree::colour, "c"),
                          json::optional("small", &Tree::small, "s", -5, 500),
                          json::optional("ratio", &Tree::ratio, "r"),
                          json::optional("data", &Tree::data, "d"),
                          json::optional("leaves", &Tree::leaves, "l"),
                          json::optional("flags", &Tree::flags, "f")};
    }
};

}  // namespace

/// What is read and written again reads the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = asText({data, size});
    const auto document = json::Document::parse(text);
    if (!document) return 0;
    const auto written = document->root().serialize();
    const auto again = json::Document::parse(written);
    KOSH_ASSERT(again.has_value() && again->root().serialize() == written);
    if (const auto tree = json::decodeText<Tree>(text)) {
        const auto encoded = json::encodeText(*tree);
        const auto back = json::decodeText<Tree>(encoded);
        KOSH_ASSERT(back.has_value() && json::encodeText(*back) == encoded);
    }
    return 0;
}
