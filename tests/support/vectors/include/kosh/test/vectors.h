// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/bytes.h>

#include <boost/json.hpp>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// Third-party test vectors. A suite is a plain `main` and a CTest named vectors.<area>.<topic>:
///
///     int main() {
///         kosh::test::VectorSuite suite("01-bitcoin/bip39");
///         suite.eachCase([](const kosh::test::Case& c) -> kosh::test::Verdict {
///             if (c.file != "vectors.json") return kosh::test::leftOut("not a mnemonic");
///             if (encode(test::text(c.value, "entropy")) != …) return test::failed("got " + …);
///             return kosh::test::passed();
///         });
///         return suite.finish();
///     }
///
///     kosh_add_test(vectors.bitcoin.bip39 SOURCES bip39.cpp USES crypto test_vectors)
///
/// A folder is looked for in $KOSH_VECTORS alone if that is set, else in tests/vectors, else in
/// ../shared/vectors beside the repository. It may lack files and hold other cases: what a suite
/// does not know it leaves out with a reason; a missing folder runs 0 cases and passes.
namespace kosh::test {

struct Verdict {
    enum class Kind { passed, failed, leftOut };
    Kind kind;
    std::string reason;
};
inline Verdict passed() {
    return {Verdict::Kind::passed, {}};
}
/// Says what came out and what was expected.
inline Verdict failed(std::string reason) {
    return {Verdict::Kind::failed, std::move(reason)};
}
inline Verdict leftOut(std::string reason) {
    return {Verdict::Kind::leftOut, std::move(reason)};
}
/// Passes if both are equal, else fails with both.
Verdict expectEqual(std::string_view what, std::string_view actual, std::string_view expected);

/// Thrown by the readers below when a case lacks a field or has another type there: the case is
/// then left out with that reason. Any other exception is a failure.
struct UnfamiliarShape : std::runtime_error {
    using std::runtime_error::runtime_error;
};

const boost::json::value* find(const boost::json::value& object, std::string_view key);
const boost::json::value& at(const boost::json::value& object, std::string_view key);
std::string text(const boost::json::value& object, std::string_view key);
/// A number given as JSON integer or as text, as decimal text.
std::string numberText(const boost::json::value& object, std::string_view key);
std::int64_t integer(const boost::json::value& object, std::string_view key);
bool flag(const boost::json::value& object, std::string_view key);
const boost::json::object& object(const boost::json::value& owner, std::string_view key);
const boost::json::array& array(const boost::json::value& object, std::string_view key);

struct Case {
    std::string file;  ///< Relative to the suite's folder, with '/'.
    std::string name;  ///< Unique in the suite, for people.
    const boost::json::value& value;
};

class VectorSuite {
public:
    explicit VectorSuite(std::string folder);

    /// Files below the folder with that extension, sorted; empty if there is no such folder.
    std::vector<std::string> files(std::string_view extension = ".json") const;
    std::string read(const std::string& file) const;
    /// The parsed file; one that is missing or no JSON is noted as left out and gives null.
    boost::json::value load(const std::string& file);

    /// Runs one case and counts it.
    void run(const std::string& name, const std::function<Verdict()>& body);
    /// Runs every element of every array file and every member of every object file.
    void eachCase(const std::function<Verdict(const Case&)>& body);
    /// The same for one file; nothing happens if it is missing.
    void eachCase(const std::string& file, const std::function<Verdict(const Case&)>& body);

    /// Prints `vectors <folder>: N run, N passed, N left out` as the last line; 1 if a case failed.
    int finish() const;

private:
    std::string m_folder;
    std::filesystem::path m_path;  ///< Empty if the folder is nowhere.
    std::size_t m_run = 0;
    std::size_t m_passed = 0;
    std::size_t m_leftOut = 0;
};

}  // namespace kosh::test
