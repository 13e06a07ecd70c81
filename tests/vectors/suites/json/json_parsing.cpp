// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/json/json.h>
#include <kosh/test/vectors.h>

#include <filesystem>

using namespace kosh;

namespace {

/// What is accepted has to survive being written and read again.
test::Verdict judgeAccepted(const json::Document& document) {
    const std::string text = document.root().serialize();
    const auto again = json::Document::parse(text);
    if (!again) return test::failed(cat("its own text is refused: ", again.error().message));
    return test::expectEqual("text", again->root().serialize(), text);
}

/// The first letter of a file's name says what a parser has to do with it.
test::Verdict judge(const std::string& file, const std::string& content) {
    const auto document = json::Document::parse(content);
    const std::string name = std::filesystem::path(file).filename().string();
    if (name.starts_with("n_")) {
        return document ? test::failed("accepted, has to be refused") : test::passed();
    }
    if (name.starts_with("y_")) {
        return document ? judgeAccepted(*document)
                        : test::failed(cat("refused: ", document.error().message));
    }
    if (name.starts_with("i_")) return document ? judgeAccepted(*document) : test::passed();
    return test::leftOut("the name does not begin with y_, n_ or i_");
}

}  // namespace

int main() {
    test::VectorSuite suite("10-hostile-inputs/json_parsing");
    for (const std::string& file : suite.files()) {
        suite.run(file, [&] { return judge(file, suite.read(file)); });
    }
    return suite.finish();
}
