// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/hash.h>
#include <kosh/crypto/rlp.h>
#include <kosh/crypto/trie.h>

#include <algorithm>
#include <array>

namespace kosh::crypto::trie {
namespace {

constexpr std::size_t kBranch = 17;
constexpr std::size_t kHash = 32;

Failure unproven(std::string_view what) {
    return fail(ErrorKind::invalid, "trie.proof", cat("the proof does not hold: ", what));
}

Result<rlp::Item> listOf(ByteView encoded) {
    const auto item = rlp::decode(encoded);
    if (!item || !item->isList) return unproven("a node is no list");
    return *item;
}

/// The items of a node: 17 of a branch, 2 of a leaf or an extension.
Result<std::vector<rlp::Item>> itemsOf(const rlp::Item& node) {
    std::vector<rlp::Item> items;
    auto reader = node.items();
    if (!reader) return unproven("a node is no list");
    while (!reader->isAtEnd()) {
        auto item = reader->next();
        if (!item || items.size() == kBranch) return unproven("a node has too many items");
        items.push_back(*item);
    }
    if (items.size() != kBranch && items.size() != 2) return unproven("a node of another size");
    return items;
}

/// Walks down along the key, half a byte at a time.
class Walk {
public:
    Walk(ByteView key, std::span<const Bytes> proof) : m_key(key), m_proof(proof) {}

    Result<std::optional<Bytes>> from(const Hash256& root) {
        KOSH_TRY(auto node, next(root.bytes));
        while (true) {
            KOSH_TRY(const auto items, itemsOf(node));
            KOSH_TRY(const auto step, items.size() == kBranch ? branch(items) : path(items));
            if (!step.child) return finished(step.value);
            if (step.child->isList) {
                // Short nodes stand in their parent.
                node = *step.child;
            } else if (step.child->payload.size() == kHash) {
                KOSH_TRY(node, next(step.child->payload));
            } else {
                return unproven("a reference that is neither a hash nor a node");
            }
        }
    }

private:
    struct Step {
        std::optional<rlp::Item> child;
        ByteView value;  ///< Where the walk ends; empty = nothing there.
    };

    std::size_t length() const { return m_key.size() * 2; }
    std::uint8_t nibble(std::size_t at) const {
        return at % 2 == 0 ? m_key[at / 2] >> 4 : m_key[at / 2] & 0x0f;
    }

    Result<rlp::Item> next(ByteView hash) {
        if (m_used == m_proof.size()) return unproven("a node is missing");
        const auto& node = m_proof[m_used++];
        if (!std::ranges::equal(keccak256(node).bytes, hash)) return unproven("another node");
        return listOf(node);
    }

    Result<std::optional<Bytes>> finished(ByteView value) const {
        if (m_used != m_proof.size()) return unproven("it has nodes too many");
        if (value.empty()) return std::optional<Bytes>{};
        return std::optional(Bytes(value.begin(), value.end()));
    }

    Result<Step> branch(const std::vector<rlp::Item>& items) {
        if (m_at == length()) return valueOf(items[kBranch - 1]);
        const auto& child = items[nibble(m_at++)];
        if (!child.isList && child.payload.empty()) return Step{};
        return Step{child, {}};
    }

    /// Leaf or extension: hex-prefix encoding of the rest of the path.
    Result<Step> path(const std::vector<rlp::Item>& items) {
        const auto encoded = items[0].string();
        if (!encoded || encoded->empty()) return unproven("a path that is none");
        const std::uint8_t flag = encoded->front() >> 4;
        const bool isOdd = (flag & 1) != 0, isLeaf = (flag & 2) != 0;
        if (flag > 3 || (!isOdd && (encoded->front() & 0x0f) != 0)) {
            return unproven("a path that is none");
        }
        const std::size_t skipped = isOdd ? 1 : 2;
        const std::size_t count = encoded->size() * 2 - skipped;
        if (!isLeaf && count == 0) return unproven("an extension without a path");
        bool isSame = m_at + count <= length();
        for (std::size_t i = 0; isSame && i < count; ++i) {
            const auto at = i + skipped;
            const auto byte = (*encoded)[at / 2];
            const auto half = at % 2 == 0 ? byte >> 4 : byte & 0x0f;
            isSame = half == nibble(m_at + i);
        }
        if (!isSame) return Step{};
        m_at += count;
        if (!isLeaf) return Step{items[1], {}};
        if (m_at != length()) return Step{};
        return valueOf(items[1]);
    }

    static Result<Step> valueOf(const rlp::Item& item) {
        const auto value = item.string();
        if (!value) return unproven("a value that is a list");
        return Step{{}, *value};
    }

    ByteView m_key;
    std::span<const Bytes> m_proof;
    std::size_t m_used = 0, m_at = 0;
};

Result<Hash256> hashOf(rlp::Reader& reader) {
    const auto bytes = reader.string();
    if (!bytes || bytes->size() != kHash) return unproven("an account without its hashes");
    Hash256 hash;
    std::ranges::copy(*bytes, hash.bytes.begin());
    return hash;
}

}  // namespace

Hash256 emptyRoot() {
    return keccak256(std::array<std::uint8_t, 1>{0x80});
}

Result<std::optional<Bytes>> prove(const Hash256& root, ByteView key,
                                   std::span<const Bytes> proof) {
    if (root == emptyRoot()) {
        // Some nodes show the empty trie, some show nothing.
        const bool isNothing = proof.empty() || (proof.size() == 1 && proof[0] == Bytes{0x80});
        if (!isNothing) return unproven("nodes of an empty trie");
        return std::optional<Bytes>{};
    }
    return Walk(key, proof).from(root);
}

Result<Account> proveAccount(const Hash256& stateRoot, const Address& address,
                             std::span<const Bytes> proof) {
    KOSH_TRY(const auto entry, prove(stateRoot, keccak256(address.bytes).bytes, proof));
    if (!entry) return Account{0, {}, emptyRoot(), keccak256({})};
    KOSH_TRY(const auto item, listOf(*entry));
    KOSH_TRY(auto reader, item.items());
    Account account;
    const auto nonce = reader.u64();
    const auto balance = reader.uint();
    if (!nonce || !balance) return unproven("an account without its numbers");
    account.nonce = *nonce;
    account.balance = *balance;
    KOSH_TRY(account.storageRoot, hashOf(reader));
    KOSH_TRY(account.codeHash, hashOf(reader));
    if (!reader.isAtEnd()) return unproven("an account of another shape");
    return account;
}

Result<U256> proveSlot(const Hash256& storageRoot, const U256& slot, std::span<const Bytes> proof) {
    const auto word = slot.toBigEndian();
    KOSH_TRY(const auto entry, prove(storageRoot, keccak256(word).bytes, proof));
    if (!entry) return U256{};
    rlp::Reader reader(*entry);
    const auto value = reader.uint();
    if (!value || !reader.isAtEnd()) return unproven("a slot that is no number");
    return *value;
}

}  // namespace kosh::crypto::trie
