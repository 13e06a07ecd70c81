// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "base58.h"

#include <kosh/crypto/bip32.h>
#include <kosh/crypto/hash.h>

#include <charconv>
#include <optional>

namespace kosh::crypto::bip32 {
namespace {

constexpr std::uint32_t kPublicVersion = 0x0488b21e;
constexpr std::uint32_t kPrivateVersion = 0x0488ade4;
constexpr std::size_t kMaxDepth = 255;
constexpr std::size_t kSerialisedSize = 78;
constexpr std::size_t kKeyOffset = 45;

Failure badKey(std::string_view why) {
    return fail(ErrorKind::invalid, "bip32.key", cat("not a usable extended key: ", why));
}
Failure unusable() {
    return fail(ErrorKind::invalid, "bip32.unusable", "this index has no key: take the next one");
}
Failure badPath() {
    return fail(ErrorKind::invalid, "bip32.path",
                "a derivation path looks like m/44'/60'/0'/0/0, with numbers below 2147483648");
}

std::array<std::uint8_t, 4> bigEndian(std::uint32_t value) {
    return {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
            static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}

std::uint32_t fromBigEndian(ByteView b) {
    return std::uint32_t{b[0]} << 24 | std::uint32_t{b[1]} << 16 | std::uint32_t{b[2]} << 8 | b[3];
}

std::array<std::uint8_t, 4> fingerprintOf(const PublicKey& key) {
    const auto hash = hash160(key.compressed());
    return {hash[0], hash[1], hash[2], hash[3]};
}

/// HMAC-SHA512 split in its halves; wiped.
struct Derived {
    Digest64 bytes;
    Derived(ByteView key, ByteView message) : bytes(hmacSha512(key, message)) {}
    ~Derived() { wipe(bytes.data(), bytes.size()); }
    Derived(const Derived&) = delete;
    Derived& operator=(const Derived&) = delete;
    ByteView key() const { return ByteView(bytes).first(32); }
    ByteView chainCode() const { return ByteView(bytes).last(32); }
};

/// The key (33 bytes) and index that a child is derived from; wiped.
class Message {
public:
    Message(ByteView key33, std::uint32_t index) {
        std::ranges::copy(key33, m_bytes.begin());
        std::ranges::copy(bigEndian(index), m_bytes.begin() + 33);
    }
    /// The private form: a zero byte and the key.
    Message(const PrivateKey& key, std::uint32_t index) {
        std::ranges::copy(key.bytes().view(), m_bytes.begin() + 1);
        std::ranges::copy(bigEndian(index), m_bytes.begin() + 33);
    }
    ~Message() { wipe(m_bytes.data(), m_bytes.size()); }
    Message(const Message&) = delete;
    Message& operator=(const Message&) = delete;
    ByteView view() const { return m_bytes; }

private:
    std::array<std::uint8_t, 37> m_bytes{};
};

SecretBytes serialised(std::uint32_t version, const Position& position, ByteView chainCode,
                       ByteView key) {
    SecretBytes out(kSerialisedSize);
    auto it = std::ranges::copy(bigEndian(version), out.data()).out;
    *it++ = position.depth;
    it = std::ranges::copy(position.parentFingerprint, it).out;
    it = std::ranges::copy(bigEndian(position.index), it).out;
    it = std::ranges::copy(chainCode, it).out;
    it = std::fill_n(it, 33 - key.size(), std::uint8_t{0});
    std::ranges::copy(key, it);
    return out;
}

struct Parsed {
    Position position;
    SecretBytes payload;
    ByteView chainCode() const { return payload.view().subspan(13, 32); }
    ByteView key() const { return payload.view().subspan(kKeyOffset); }
};

Result<Parsed> parsePayload(std::string_view text, std::uint32_t version) {
    KOSH_TRY(auto payload, base58CheckDecode(text));
    if (payload.size() != kSerialisedSize) return badKey("wrong length");
    const auto view = payload.view();
    if (fromBigEndian(view) != version) return badKey("unknown version");
    Parsed out{.position = {}, .payload = {}};
    out.position.depth = view[4];
    std::ranges::copy(view.subspan(5, 4), out.position.parentFingerprint.begin());
    out.position.index = fromBigEndian(view.subspan(9));
    out.payload = std::move(payload);
    if (out.position.depth == 0) {
        if (fromBigEndian(out.position.parentFingerprint) != 0) {
            return badKey("depth zero with a parent fingerprint");
        }
        if (out.position.index != 0) return badKey("depth zero with an index");
    }
    return out;
}

Result<Position> childPosition(const Position& parent, const PublicKey& key, std::uint32_t index) {
    if (parent.depth == kMaxDepth) {
        return fail(ErrorKind::invalid, "bip32.depth", "keys go 255 levels deep");
    }
    return Position{static_cast<std::uint8_t>(parent.depth + 1), fingerprintOf(key), index};
}

std::optional<std::uint32_t> parseStep(std::string_view text) {
    const bool isHardened = text.ends_with('\'') || text.ends_with('h');
    if (isHardened) text.remove_suffix(1);
    std::uint32_t value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size() || value >= kHardened) {
        return std::nullopt;
    }
    return isHardened ? value | kHardened : value;
}

}  // namespace

Result<Path> Path::parse(std::string_view text) {
    if (!text.starts_with('m')) return badPath();
    text.remove_prefix(1);
    Path path;
    while (!text.empty()) {
        if (text[0] != '/' || path.steps.size() == kMaxDepth) return badPath();
        const auto end = std::min(text.find('/', 1), text.size());
        const auto step = parseStep(text.substr(1, end - 1));
        if (!step) return badPath();
        path.steps.push_back(*step);
        text.remove_prefix(end);
    }
    return path;
}

std::string Path::toString() const {
    std::string out = "m";
    for (const auto step : steps) {
        out += cat('/', step & ~kHardened, (step & kHardened) != 0 ? "'" : "");
    }
    return out;
}

Path Path::child(std::uint32_t step) const {
    Path out = *this;
    out.steps.push_back(step);
    return out;
}

Path ethereumPath(std::uint32_t account, std::uint32_t index) {
    return {{44 | kHardened, 60 | kHardened, account | kHardened, 0, index}};
}

Result<ExtendedPublicKey> ExtendedPublicKey::parse(std::string_view text) {
    KOSH_TRY(const auto parsed, parsePayload(text, kPublicVersion));
    const auto key = PublicKey::parse(parsed.key());
    if (!key) return badKey(key.error().message);
    KOSH_TRY(const auto chainCode, Hash256::fromBytes(parsed.chainCode()));
    return ExtendedPublicKey(*key, chainCode, parsed.position);
}

std::string ExtendedPublicKey::toString() const {
    const auto payload =
        serialised(kPublicVersion, m_position, m_chainCode.bytes, m_key.compressed());
    return std::string(base58CheckEncode(payload.view()).text());
}

Result<ExtendedPublicKey> ExtendedPublicKey::child(std::uint32_t index) const {
    if (index >= kHardened) {
        return fail(ErrorKind::invalid, "bip32.hardened", "hardened children need the private key");
    }
    KOSH_TRY(const auto position, childPosition(m_position, m_key, index));
    const Derived derived(m_chainCode.bytes, Message(m_key.compressed(), index).view());
    KOSH_TRY(const auto tweak, Hash256::fromBytes(derived.key()));
    const auto key = m_key.tweakAdd(tweak);
    if (!key) return unusable();
    KOSH_TRY(const auto chainCode, Hash256::fromBytes(derived.chainCode()));
    return ExtendedPublicKey(*key, chainCode, position);
}

Result<ExtendedPublicKey> ExtendedPublicKey::derive(const Path& path) const {
    ExtendedPublicKey key = *this;
    for (const auto step : path.steps) {
        KOSH_TRY(key, key.child(step));
    }
    return key;
}

std::array<std::uint8_t, 4> ExtendedPublicKey::fingerprint() const {
    return fingerprintOf(m_key);
}

Result<ExtendedPrivateKey> ExtendedPrivateKey::fromSeed(ByteView seed) {
    if (seed.size() < 16 || seed.size() > 64) {
        return fail(ErrorKind::invalid, "bip32.seed", "a seed has 16 to 64 bytes");
    }
    const Derived derived(asBytes("Bitcoin seed"), seed);
    auto key = PrivateKey::fromBytes(derived.key());
    if (!key) return fail(ErrorKind::invalid, "bip32.seed", "this seed has no master key");
    return ExtendedPrivateKey(*std::move(key), SecretBytes(derived.chainCode()), {});
}

Result<ExtendedPrivateKey> ExtendedPrivateKey::parse(const SecretBytes& text) {
    KOSH_TRY(const auto parsed, parsePayload(text.text(), kPrivateVersion));
    if (parsed.key()[0] != 0) return badKey("a private key starts with a zero byte");
    auto key = PrivateKey::fromBytes(parsed.key().subspan(1));
    if (!key) return badKey("the private key is out of range");
    return ExtendedPrivateKey(*std::move(key), SecretBytes(parsed.chainCode()), parsed.position);
}

SecretBytes ExtendedPrivateKey::serialise() const {
    const auto payload =
        serialised(kPrivateVersion, m_position, m_chainCode.view(), m_key.bytes().view());
    return base58CheckEncode(payload.view());
}

Result<ExtendedPrivateKey> ExtendedPrivateKey::child(std::uint32_t index) const {
    KOSH_TRY(const auto position, childPosition(m_position, publicKey(), index));
    const bool isHardened = index >= kHardened;
    const Message message =
        isHardened ? Message(m_key, index) : Message(publicKey().compressed(), index);
    const Derived derived(m_chainCode.view(), message.view());
    auto key = m_key.tweakAdd(derived.key());
    if (!key) return unusable();
    return ExtendedPrivateKey(*std::move(key), SecretBytes(derived.chainCode()), position);
}

Result<ExtendedPrivateKey> ExtendedPrivateKey::derive(const Path& path) const {
    ExtendedPrivateKey key(m_key.clone(), m_chainCode.clone(), m_position);
    for (const auto step : path.steps) {
        KOSH_TRY(key, key.child(step));
    }
    return key;
}

ExtendedPublicKey ExtendedPrivateKey::extendedPublicKey() const {
    Hash256 chainCode;
    std::ranges::copy(m_chainCode.view(), chainCode.bytes.begin());
    return ExtendedPublicKey(publicKey(), chainCode, m_position);
}

}  // namespace kosh::crypto::bip32
