// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/vectors.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace kosh::test {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

fs::path locate(const std::string& folder) {
    std::vector<fs::path> roots;
    if (const char* chosen = std::getenv("KOSH_VECTORS"); chosen != nullptr && *chosen != '\0') {
        roots = {chosen};
    } else {
        const fs::path source = KOSH_SOURCE_DIR;
        roots = {source / "tests/vectors", source.parent_path() / "shared/vectors"};
    }
    for (const fs::path& root : roots) {
        std::error_code ignored;
        if (fs::is_directory(root / folder, ignored)) return root / folder;
    }
    return {};
}

std::string caseName(const std::string& file, std::size_t index, const json::value& value) {
    std::string name = cat(file, '#', index);
    for (const std::string_view key : {"name", "pool", "test", "fn", "comment"}) {
        const json::value* label = find(value, key);
        if (label != nullptr && label->is_string()) name += cat(' ', label->get_string());
    }
    return name;
}

[[noreturn]] void unfamiliar(std::string_view key, std::string_view expected) {
    throw UnfamiliarShape(cat("field '", key, "' is not ", expected));
}

}  // namespace

Verdict expectEqual(std::string_view what, std::string_view actual, std::string_view expected) {
    if (actual == expected) return passed();
    return failed(cat(what, ": got ", actual, ", expected ", expected));
}

const json::value* find(const json::value& object, std::string_view key) {
    return object.is_object() ? object.get_object().if_contains(key) : nullptr;
}

const json::value& at(const json::value& object, std::string_view key) {
    const json::value* value = find(object, key);
    if (value == nullptr) unfamiliar(key, "there");
    return *value;
}

std::string text(const json::value& object, std::string_view key) {
    const json::value& value = at(object, key);
    if (!value.is_string()) unfamiliar(key, "text");
    return std::string(value.get_string());
}

std::string numberText(const json::value& object, std::string_view key) {
    const json::value& value = at(object, key);
    if (value.is_string()) return std::string(value.get_string());
    if (value.is_int64()) return std::to_string(value.get_int64());
    if (value.is_uint64()) return std::to_string(value.get_uint64());
    unfamiliar(key, "a whole number");
}

std::int64_t integer(const json::value& object, std::string_view key) {
    const json::value& value = at(object, key);
    if (!value.is_int64()) unfamiliar(key, "an integer");
    return value.get_int64();
}

bool flag(const json::value& object, std::string_view key) {
    const json::value& value = at(object, key);
    if (!value.is_bool()) unfamiliar(key, "true or false");
    return value.get_bool();
}

const json::object& object(const json::value& owner, std::string_view key) {
    const json::value& value = at(owner, key);
    if (!value.is_object()) unfamiliar(key, "an object");
    return value.get_object();
}

const json::array& array(const json::value& object, std::string_view key) {
    const json::value& value = at(object, key);
    if (!value.is_array()) unfamiliar(key, "an array");
    return value.get_array();
}

VectorSuite::VectorSuite(std::string folder)
    : m_folder(std::move(folder)), m_path(locate(m_folder)) {}

std::vector<std::string> VectorSuite::files(std::string_view extension) const {
    std::vector<std::string> names;
    if (m_path.empty()) return names;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(m_path)) {
        if (entry.is_regular_file() && entry.path().extension() == extension) {
            names.push_back(fs::relative(entry.path(), m_path).generic_string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string VectorSuite::read(const std::string& file) const {
    std::ifstream in(m_path / file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

json::value VectorSuite::load(const std::string& file) {
    json::value value;
    if (m_path.empty() || !fs::exists(m_path / file)) return value;
    boost::system::error_code error;
    value = json::parse(read(file), error);
    if (error) {
        run(file, [&] { return leftOut(cat("not JSON: ", error.message())); });
        return nullptr;
    }
    return value;
}

void VectorSuite::run(const std::string& name, const std::function<Verdict()>& body) {
    Verdict verdict = passed();
    try {
        verdict = body();
    } catch (const UnfamiliarShape& shape) {
        verdict = leftOut(cat("unfamiliar case: ", shape.what()));
    } catch (const std::exception& exception) {
        verdict = failed(cat("exception: ", exception.what()));
    }
    if (verdict.kind == Verdict::Kind::leftOut) {
        ++m_leftOut;
        std::printf("left out %s: %s\n", name.c_str(), verdict.reason.c_str());
        return;
    }
    ++m_run;
    if (verdict.kind == Verdict::Kind::passed) {
        ++m_passed;
    } else {
        std::printf("FAILED %s: %s\n", name.c_str(), verdict.reason.c_str());
    }
}

void VectorSuite::eachCase(const std::function<Verdict(const Case&)>& body) {
    for (const std::string& file : files()) eachCase(file, body);
}

void VectorSuite::eachCase(const std::string& file,
                           const std::function<Verdict(const Case&)>& body) {
    const json::value content = load(file);
    if (content.is_array()) {
        std::size_t index = 0;
        for (const json::value& value : content.get_array()) {
            const Case one{file, caseName(file, index++, value), value};
            run(one.name, [&] { return body(one); });
        }
    } else if (content.is_object()) {
        for (const auto& member : content.get_object()) {
            const Case one{file, cat(file, ' ', member.key()), member.value()};
            run(one.name, [&] { return body(one); });
        }
    }
}

int VectorSuite::finish() const {
    std::printf("vectors %s: %zu run, %zu passed, %zu left out\n", m_folder.c_str(), m_run,
                m_passed, m_leftOut);
    std::fflush(stdout);
    return m_passed == m_run ? 0 : 1;
}

}  // namespace kosh::test
