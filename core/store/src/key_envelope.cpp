// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/aead.h>
#include <kosh/crypto/argon2.h>
#include <kosh/crypto/hash.h>
#include <kosh/json/json.h>
#include <kosh/store/key_envelope.h>

#include <limits>

namespace kosh::store {

namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::string_view kFormat = "kosh-vault-key";
constexpr std::size_t kKeySize = 32;
constexpr std::size_t kSaltSize = 16;

/// A key file comes from outside: it must not make us spend more than a minute or the memory of a
/// small machine.
constexpr StretchCost kLeast{.memoryKiB = 8 * 1024, .passes = 1, .lanes = 1};
constexpr StretchCost kMost{.memoryKiB = 1024 * 1024, .passes = 32, .lanes = 8};
constexpr std::uint64_t kMostWorkKiB = std::uint64_t{8} * 1024 * 1024;

bool isAcceptable(const StretchCost& cost) {
    const auto isWithin = [](std::uint32_t value, std::uint32_t least, std::uint32_t most) {
        return value >= least && value <= most;
    };
    return isWithin(cost.memoryKiB, kLeast.memoryKiB, kMost.memoryKiB) &&
           isWithin(cost.passes, kLeast.passes, kMost.passes) &&
           isWithin(cost.lanes, kLeast.lanes, kMost.lanes) &&
           std::uint64_t{cost.memoryKiB} * cost.passes <= kMostWorkKiB;
}

Failure damaged(std::string_view what) {
    return fail(
        ErrorKind::invalid, "vault.key_file",
        cat("the vault's key file is damaged (", what, "); restore it or the vault from a backup"));
}

/// What the seal authenticates besides the keys.
std::string associatedData(const std::string& vaultId, const StretchCost& cost) {
    return cat(kFormat, "|", kVersion, "|", vaultId, "|argon2id|", cost.memoryKiB, "|", cost.passes,
               "|", cost.lanes);
}

/// Tells damage from a wrong passphrase. It says nothing about either secret: all it covers lies
/// open beside it.
std::string checksum(const std::string& vaultId, const StretchCost& cost, ByteView salt,
                     ByteView nonce, ByteView wrapped) {
    const auto text = cat(associatedData(vaultId, cost), "|", toHex(salt), "|", toHex(nonce), "|",
                          toHex(wrapped));
    return toHex(crypto::sha256(asBytes(text)).view());
}

Result<SecretBytes> stretch(const SharedSecret& passphrase, ByteView salt,
                            const StretchCost& cost) {
    const crypto::Argon2Parameters parameters{.type = crypto::Argon2Type::id,
                                              .iterations = cost.passes,
                                              .memoryKib = cost.memoryKiB,
                                              .lanes = cost.lanes};
    return crypto::argon2(passphrase.view(), salt, parameters, kKeySize);
}

Bytes randomBytes(Random& random, std::size_t size) {
    Bytes bytes(size);
    random.fill(bytes);
    return bytes;
}

std::string newVaultId(Random& random) {
    Id id;
    random.fill(id.bytes);
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x40);  // RFC 9562 version 4
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
    return id.toString();
}

Result<std::string> textField(json::Value object, std::string_view name) {
    const auto value = object.find(name);
    if (value.type() != json::Type::string) return damaged(cat("no ", name));
    return std::string(value.asString());
}

Result<Bytes> hexField(json::Value object, std::string_view name, std::size_t size) {
    KOSH_TRY(const auto text, textField(object, name));
    auto bytes = fromHex(text);
    if (!bytes || bytes->size() != size) return damaged(name);
    return bytes;
}

Result<std::uint32_t> costField(json::Value object, std::string_view name) {
    std::uint64_t value = 0;
    if (!object.find(name).toUint64(value) || value > std::numeric_limits<std::uint32_t>::max()) {
        return damaged(name);
    }
    return static_cast<std::uint32_t>(value);
}

}  // namespace

Result<KeyEnvelope> KeyEnvelope::seal(std::string vaultId, const VaultKeys& keys,
                                      const SharedSecret& passphrase, StretchCost cost,
                                      Random& random) {
    KeyEnvelope envelope;
    envelope.m_vaultId = std::move(vaultId);
    envelope.m_cost = cost;
    envelope.m_salt = randomBytes(random, kSaltSize);
    envelope.m_nonce = randomBytes(random, crypto::kGcmNonceSize);
    KOSH_TRY(const auto wrapping, stretch(passphrase, envelope.m_salt, cost));
    SecretBytes both(keys.database.view());
    both.append(keys.signing.view());
    KOSH_TRY(envelope.m_wrapped,
             crypto::aesGcmSeal(wrapping, envelope.m_nonce,
                                asBytes(associatedData(envelope.m_vaultId, cost)), both.view()));
    return envelope;
}

Result<std::pair<KeyEnvelope, VaultKeys>> KeyEnvelope::create(const SharedSecret& passphrase,
                                                              StretchCost cost, Random& random) {
    if (!isAcceptable(cost)) {
        return fail(ErrorKind::invalid, "vault.stretch_cost",
                    cat("stretching takes ", kLeast.memoryKiB, " to ", kMost.memoryKiB, " KiB, ",
                        kLeast.passes, " to ", kMost.passes, " passes, ", kLeast.lanes, " to ",
                        kMost.lanes, " lanes, and at most ", kMostWorkKiB, " KiB times passes"));
    }
    VaultKeys keys{SecretBytes(kKeySize), SecretBytes(kKeySize)};
    random.fill(keys.database.span());
    random.fill(keys.signing.span());
    KOSH_TRY(auto envelope, seal(newVaultId(random), keys, passphrase, cost, random));
    return std::pair(std::move(envelope), std::move(keys));
}

Result<KeyEnvelope> KeyEnvelope::fromJson(std::string_view json) {
    const auto document = json::Document::parse(json, {.maxBytes = 64 * 1024, .maxDepth = 4});
    if (!document) return damaged(document.error().message);
    const auto root = document->root();
    KOSH_TRY(const auto format, textField(root, "format"));
    std::int64_t version = 0;
    if (format != kFormat || !root.find("version").toInt64(version)) return damaged("format");
    if (version > kVersion) {
        return fail(ErrorKind::precondition, "store.newer",
                    "the vault's key file was made by a newer Kosh; use that one");
    }
    KeyEnvelope envelope;
    KOSH_TRY(const auto vaultId, textField(root, "vaultId"));
    const auto id = Id::parse(vaultId);
    if (!id) return damaged("vaultId");
    envelope.m_vaultId = id->toString();
    const auto stretching = root.find("argon2id");
    KOSH_TRY(envelope.m_cost.memoryKiB, costField(stretching, "memoryKiB"));
    KOSH_TRY(envelope.m_cost.passes, costField(stretching, "passes"));
    KOSH_TRY(envelope.m_cost.lanes, costField(stretching, "lanes"));
    if (!isAcceptable(envelope.m_cost)) return damaged("cost out of range");
    KOSH_TRY(envelope.m_salt, hexField(stretching, "salt", kSaltSize));
    KOSH_TRY(envelope.m_nonce, hexField(root, "nonce", crypto::kGcmNonceSize));
    KOSH_TRY(envelope.m_wrapped, hexField(root, "wrapped", 2 * kKeySize + crypto::kGcmTagSize));
    KOSH_TRY(const auto sum, textField(root, "checksum"));
    if (sum != checksum(envelope.m_vaultId, envelope.m_cost, envelope.m_salt, envelope.m_nonce,
                        envelope.m_wrapped)) {
        return damaged("checksum");
    }
    return envelope;
}

std::string KeyEnvelope::toJson() const {
    std::string out;
    json::Writer writer(out);
    const auto text = [&writer](std::string_view name, std::string_view value) {
        writer.key(name);
        writer.string(value);
    };
    const auto number = [&writer](std::string_view name, std::int64_t value) {
        writer.key(name);
        writer.integer(value);
    };
    writer.beginObject();
    text("format", kFormat);
    number("version", kVersion);
    text("vaultId", m_vaultId);
    writer.key("argon2id");
    writer.beginObject();
    number("memoryKiB", m_cost.memoryKiB);
    number("passes", m_cost.passes);
    number("lanes", m_cost.lanes);
    text("salt", toHex(m_salt));
    writer.endObject();
    text("nonce", toHex(m_nonce));
    text("wrapped", toHex(m_wrapped));
    text("checksum", checksum(m_vaultId, m_cost, m_salt, m_nonce, m_wrapped));
    writer.endObject();
    return out;
}

Result<VaultKeys> KeyEnvelope::unwrap(const SharedSecret& passphrase) const {
    KOSH_TRY(const auto wrapping, stretch(passphrase, m_salt, m_cost));
    const auto both = crypto::aesGcmOpen(wrapping, m_nonce,
                                         asBytes(associatedData(m_vaultId, m_cost)), m_wrapped);
    if (!both) {
        return fail(ErrorKind::unauthenticated, "vault.passphrase", "the passphrase is wrong");
    }
    return VaultKeys{SecretBytes(both->view().first(kKeySize)),
                     SecretBytes(both->view().subspan(kKeySize))};
}

Result<KeyEnvelope> KeyEnvelope::rewrap(const SharedSecret& oldPassphrase,
                                        const SharedSecret& newPassphrase, Random& random) const {
    KOSH_TRY(const auto keys, unwrap(oldPassphrase));
    return seal(m_vaultId, keys, newPassphrase, m_cost, random);
}

}  // namespace kosh::store
