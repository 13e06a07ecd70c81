// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "wycheproof.h"

#include <kosh/crypto/aead.h>
#include <kosh/crypto/hash.h>

#include <optional>

using namespace kosh::crypto;

namespace kosh::test {
namespace {

std::size_t size(const boost::json::value& object, std::string_view key) {
    return static_cast<std::size_t>(integer(object, key));
}

/// The hash at the end of a name such as "HKDF-SHA-256" or "HMACSHA1".
std::optional<HashFunction> hashOf(const WycheproofCase& c) {
    const auto name = text(c.file, "algorithm");
    if (name.ends_with("SHA-512") || name.ends_with("SHA512")) return HashFunction::sha512;
    if (name.ends_with("SHA-256") || name.ends_with("SHA256")) return HashFunction::sha256;
    if (name.ends_with("SHA-1") || name.ends_with("SHA1")) return HashFunction::sha1;
    return std::nullopt;
}

bool isNamed(const WycheproofCase& c, std::string_view prefix) {
    return text(c.file, "algorithm").starts_with(prefix);
}

Verdict otherAlgorithm(const WycheproofCase& c) {
    return leftOut(cat(text(c.file, "algorithm"), " has no use in core/crypto"));
}

Bytes macOf(HashFunction hash, ByteView key, ByteView message) {
    const auto toBytes = [](ByteView view) { return Bytes(view.begin(), view.end()); };
    switch (hash) {
        case HashFunction::sha1:
            return toBytes(hmacSha1(key, message));
        case HashFunction::sha256:
            return toBytes(hmacSha256(key, message).bytes);
        default:
            return toBytes(hmacSha512(key, message));
    }
}

}  // namespace

Verdict checkGcm(const WycheproofCase& c) {
    if (text(c.file, "algorithm") != "AES-GCM") return otherAlgorithm(c);
    if (integer(c.group, "tagSize") != 128) return leftOut("only 16-byte tags are made and taken");
    const SecretBytes key(hex(c.test, "key"));
    const auto nonce = hex(c.test, "iv");
    if (nonce.size() > kGcmMaxNonceSize) {
        return leftOut(cat("OpenSSL takes nonces of at most ", kGcmMaxNonceSize, " bytes, not ",
                           nonce.size()));
    }
    const auto aad = hex(c.test, "aad");
    const auto message = hex(c.test, "msg");
    auto sealed = hex(c.test, "ct");
    const auto tag = hex(c.test, "tag");
    sealed.insert(sealed.end(), tag.begin(), tag.end());

    const auto opened = aesGcmOpen(key, nonce, aad, sealed);
    if (!c.isValid()) return c.expect(opened.has_value());
    if (!opened) return failed(opened.error().key);
    return all(
        {expectEqual("opened", toHex(opened->view()), toHex(message)),
         expectEqual("sealed", toHex(need(aesGcmSeal(key, nonce, aad, message))), toHex(sealed))});
}

Verdict checkHkdf(const WycheproofCase& c) {
    const auto hash = hashOf(c);
    if (!hash || !isNamed(c, "HKDF")) return otherAlgorithm(c);
    const auto derived = hkdf(*hash, hex(c.test, "ikm"), hex(c.test, "salt"), hex(c.test, "info"),
                              size(c.test, "size"));
    return c.expect(derived && toHex(derived->view()) == text(c.test, "okm"));
}

Verdict checkHmac(const WycheproofCase& c) {
    const auto hash = hashOf(c);
    if (!hash || !isNamed(c, "HMAC")) return otherAlgorithm(c);
    const auto mac = macOf(*hash, hex(c.test, "key"), hex(c.test, "msg"));
    const auto tag = hex(c.test, "tag");
    const auto tagSize = size(c.group, "tagSize") / 8;
    return c.expect(tagSize <= mac.size() && equalConstantTime(ByteView(mac).first(tagSize), tag));
}

Verdict checkPbkdf2(const WycheproofCase& c) {
    const auto hash = hashOf(c);
    if (!hash || !isNamed(c, "PBKDF2-HMAC")) return otherAlgorithm(c);
    const auto derived = pbkdf2(*hash, hex(c.test, "password"), hex(c.test, "salt"),
                                static_cast<std::uint32_t>(integer(c.test, "iterationCount")),
                                size(c.test, "dkLen"));
    return c.expect(derived && toHex(derived->view()) == text(c.test, "dk"));
}

}  // namespace kosh::test
