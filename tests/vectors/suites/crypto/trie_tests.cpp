// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "ethereum_tests.h"

#include <kosh/crypto/hash.h>
#include <kosh/crypto/rlp.h>
#include <kosh/crypto/trie.h>

#include <algorithm>
#include <map>

using namespace kosh;
using namespace kosh::test;
using namespace kosh::crypto;

namespace {

/// Kosh reads proofs and makes none: a trie is built here, to see that the roots are those of the
/// vectors and that the proofs of their every entry hold.
class Trie {
public:
    using Path = std::vector<std::uint8_t>;  ///< Half bytes.
    using Entries = std::map<Path, Bytes>;

    explicit Trie(Entries entries) : m_entries(entries.begin(), entries.end()) {}

    Hash256 root() const {
        return m_entries.empty() ? trie::emptyRoot() : keccak256(node(m_entries, 0));
    }
    std::vector<Bytes> proofOf(const Path& key) const {
        std::vector<Bytes> proof;
        if (!m_entries.empty()) collect(m_entries, 0, key, proof);
        return proof;
    }

private:
    using List = std::vector<std::pair<Path, Bytes>>;

    static Bytes hexPrefix(ByteView path, bool isLeaf) {
        Path halves;
        const bool isOdd = path.size() % 2 != 0;
        halves.push_back(static_cast<std::uint8_t>((isLeaf ? 2 : 0) + (isOdd ? 1 : 0)));
        if (!isOdd) halves.push_back(0);
        halves.insert(halves.end(), path.begin(), path.end());
        Bytes bytes;
        for (std::size_t i = 0; i < halves.size(); i += 2) {
            bytes.push_back(static_cast<std::uint8_t>(halves[i] << 4 | halves[i + 1]));
        }
        return bytes;
    }
    static void reference(rlp::Writer& writer, const Bytes& node) {
        if (node.size() < 32) {
            writer.raw(node);
        } else {
            writer.bytes(keccak256(node).bytes);
        }
    }
    static std::size_t commonLength(const List& entries, std::size_t depth) {
        const auto& first = entries.front().first;
        const auto& last = entries.back().first;
        const auto end = std::min(first.size(), last.size());
        std::size_t at = depth;
        while (at < end && first[at] == last[at]) ++at;
        return at - depth;
    }
    static List below(const List& entries, std::size_t depth, std::uint8_t half) {
        List some;
        std::ranges::copy_if(entries, std::back_inserter(some), [&](const auto& entry) {
            return entry.first.size() > depth && entry.first[depth] == half;
        });
        return some;
    }

    static Bytes node(const List& entries, std::size_t depth) {
        rlp::Writer writer;
        writer.beginList();
        const auto& [path, value] = entries.front();
        if (entries.size() == 1) {
            writer.bytes(hexPrefix(ByteView(path).subspan(depth), true)).bytes(value);
        } else if (const auto common = commonLength(entries, depth); common > 0) {
            writer.bytes(hexPrefix(ByteView(path).subspan(depth, common), false));
            reference(writer, node(entries, depth + common));
        } else {
            for (std::uint8_t half = 0; half < 16; ++half) {
                const auto some = below(entries, depth, half);
                if (some.empty()) {
                    writer.bytes({});
                } else {
                    reference(writer, node(some, depth + 1));
                }
            }
            writer.bytes(path.size() == depth ? ByteView(value) : ByteView{});
        }
        writer.endList();
        return std::move(writer).take();
    }

    static void collect(const List& entries, std::size_t depth, const Path& key,
                        std::vector<Bytes>& proof) {
        auto encoded = node(entries, depth);
        if (depth == 0 || encoded.size() >= 32) proof.push_back(std::move(encoded));
        if (entries.size() == 1) return;
        if (const auto common = commonLength(entries, depth); common > 0) {
            const auto& path = entries.front().first;
            const auto end = depth + common;
            const bool isOnWay =
                key.size() >= end &&
                std::equal(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(end),
                           key.begin());
            if (isOnWay) collect(entries, end, key, proof);
            return;
        }
        if (key.size() == depth) return;
        const auto some = below(entries, depth, key[depth]);
        if (!some.empty()) collect(some, depth + 1, key, proof);
    }

    List m_entries;
};

Bytes bytesOf(std::string_view text) {
    if (text.starts_with("0x")) return need(fromHex(text));
    const auto view = asBytes(text);
    return {view.begin(), view.end()};
}

Trie::Path pathOf(ByteView key) {
    Trie::Path path;
    for (const auto byte : key) {
        path.push_back(byte >> 4);
        path.push_back(byte & 0x0f);
    }
    return path;
}

/// Key and value in the order of writing; without a value the entry goes.
using Writes = std::vector<std::pair<Bytes, std::optional<Bytes>>>;

Writes writesOf(const boost::json::value& in) {
    Writes writes;
    const auto add = [&](std::string_view key, const boost::json::value& value) {
        if (!value.is_string() && !value.is_null()) throw UnfamiliarShape("a value is a text");
        std::optional<Bytes> bytes;
        if (value.is_string()) bytes = bytesOf(std::string_view(value.get_string()));
        writes.emplace_back(bytesOf(key), std::move(bytes));
    };
    if (in.is_object()) {
        for (const auto& [key, value] : in.get_object()) add(key, value);
    } else if (in.is_array()) {
        for (const auto& pair : in.get_array()) {
            if (!pair.is_array() || pair.get_array().size() != 2 || !pair.at(0).is_string()) {
                throw UnfamiliarShape("an entry is a pair");
            }
            add(std::string_view(pair.at(0).get_string()), pair.at(1));
        }
    } else {
        throw UnfamiliarShape("entries are a list or an object");
    }
    return writes;
}

/// Every node with a bit changed, and every node left out: nothing of it may prove anything.
Verdict checkCorruption(const Hash256& root, ByteView key, const std::vector<Bytes>& proof) {
    for (std::size_t i = 0; i < proof.size(); ++i) {
        for (std::size_t at = 0; at < proof[i].size(); at += 7) {
            auto corrupt = proof;
            corrupt[i][at] ^= 0x10;
            if (trie::prove(root, key, corrupt)) return failed("a changed node was taken");
        }
        auto shorter = proof;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
        if (trie::prove(root, key, shorter)) return failed("a missing node was not missed");
        auto longer = proof;
        longer.push_back(proof[i]);
        if (trie::prove(root, key, longer)) return failed("a node too many was taken");
    }
    return passed();
}

Verdict checkEntry(const Trie& built, ByteView key, const std::optional<Bytes>& expected) {
    const auto proof = built.proofOf(pathOf(key));
    const auto proven = trie::prove(built.root(), key, proof);
    if (!proven) return failed(proven.error().message);
    if (*proven != expected) return failed("another value was proven");
    return checkCorruption(built.root(), key, proof);
}

}  // namespace

namespace kosh::test {

Verdict checkTrieTest(const Case& c) {
    if (c.file.find("nextprev") != std::string::npos) {
        return leftOut("Kosh proves entries and has no order of them");
    }
    const bool isSecure = c.file.find("ecure") != std::string::npos;
    std::map<Bytes, std::optional<Bytes>> keys;
    Trie::Entries entries;
    for (auto& [written, value] : writesOf(at(c.value, "in"))) {
        const auto hash = keccak256(written).bytes;
        const Bytes key = isSecure ? Bytes(hash.begin(), hash.end()) : written;
        keys[key] = value;
        entries.erase(pathOf(key));
        if (value) entries[pathOf(key)] = *value;
    }
    const Trie built(entries);
    auto verdict = expectEqual("root", built.root().toString(), text(c.value, "root"));
    for (const auto& [key, value] : keys) {
        if (verdict.kind != Verdict::Kind::passed) return verdict;
        verdict = checkEntry(built, key, value);
        if (verdict.kind != Verdict::Kind::passed) return verdict;
        auto other = key;
        other.push_back(0x6f);
        if (!keys.contains(other)) verdict = checkEntry(built, other, std::nullopt);
    }
    return verdict;
}

}  // namespace kosh::test
