// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/crypto/hash.h>
#include <kosh/crypto/keystore.h>
#include <kosh/json/codec.h>

#include "text.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <bit>

namespace kosh::crypto::keystore {
namespace {

constexpr std::size_t kKeySize = 32;
constexpr std::size_t kDerivedSize = 32;  ///< 16 bytes for AES-128, 16 for the MAC.
constexpr std::size_t kCipherKeySize = 16;
constexpr std::size_t kIvSize = 16;
constexpr std::size_t kMaxSaltSize = 1024;

Failure badField(std::string field, std::string_view expected) {
    auto message = cat("the key file's ", field, " must be ", expected);
    return invalidField(std::move(field), "keystore.format", std::move(message));
}
Failure unsupported(std::string field, std::string_view expected) {
    auto message = cat("the key file's ", field, " is not supported: only ", expected);
    return invalidField(std::move(field), "keystore.unsupported", std::move(message));
}
Failure badCost(std::string field, std::string message) {
    return invalidField(std::move(field), "keystore.cost", std::move(message));
}

/// AES-128 in counter mode: encrypts and decrypts alike.
SecretBytes aes128Ctr(ByteView key, ByteView iv, ByteView input) {
    SecretBytes output(input.size());
    int written = 0;
    EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
    const bool isDone =
        context != nullptr &&
        EVP_EncryptInit_ex(context, EVP_aes_128_ctr(), nullptr, key.data(), iv.data()) == 1 &&
        EVP_EncryptUpdate(context, output.data(), &written, input.data(),
                          static_cast<int>(input.size())) == 1;
    EVP_CIPHER_CTX_free(context);
    KOSH_ASSERT(isDone && static_cast<std::size_t>(written) == input.size());
    return output;
}

Hash256 macOf(const SecretBytes& derived, ByteView ciphertext) {
    SecretBytes text(derived.view().subspan(kCipherKeySize, kCipherKeySize));
    text.append(ciphertext);
    return keccak256(text.view());
}

/// How a file derives its key from the password.
struct Kdf {
    bool isScrypt = true;
    ScryptCost cost{};
    std::uint32_t rounds = 0;  ///< PBKDF2-HMAC-SHA256.
    Bytes salt;
};

struct File {
    Kdf kdf;
    Bytes iv;
    Bytes ciphertext;
    Bytes mac;
    std::optional<Address> address;
};

std::string_view textOf(json::Value value) {
    return value.type() == json::Type::string ? value.asString() : std::string_view();
}

Result<Bytes> hexField(json::Value parent, std::string_view name, std::string field,
                       std::size_t minSize, std::size_t maxSize) {
    const auto value = parent.find(name);
    if (value.type() == json::Type::string) {
        auto bytes = fromHex(value.asString());
        if (bytes && bytes->size() >= minSize && bytes->size() <= maxSize) return bytes;
    }
    return badField(std::move(field), cat(minSize, " to ", maxSize, " bytes in hexadecimal"));
}

/// Old files lack the leading zeros of the counter.
Result<Bytes> ivField(json::Value parameters) {
    std::string digits(textOf(parameters.find("iv")));
    if (digits.size() + 1 == 2 * kIvSize) digits.insert(0, 1, '0');
    auto bytes = fromHex(digits);
    if (bytes && bytes->size() == kIvSize) return bytes;
    return badField("crypto.cipherparams.iv", "16 bytes in hexadecimal");
}

Result<std::uint32_t> numberField(json::Value parent, std::string_view name) {
    std::uint64_t number = 0;
    const auto value = parent.find(name);
    const bool isNumber = value.type() == json::Type::integer && value.toUint64(number);
    if (!isNumber || number == 0 || number > 0xffffffffu) {
        return badField(cat("crypto.kdfparams.", name), "a whole number from 1");
    }
    return static_cast<std::uint32_t>(number);
}

Result<Kdf> readKdf(json::Value crypto) {
    Kdf kdf;
    const auto name = textOf(crypto.find("kdf"));
    const auto parameters = crypto.find("kdfparams");
    KOSH_TRY(kdf.salt, hexField(parameters, "salt", "crypto.kdfparams.salt", 0, kMaxSaltSize));
    KOSH_TRY(const auto size, numberField(parameters, "dklen"));
    // Both functions give the same first bytes for any length.
    if (size < kDerivedSize || size > 1024) {
        return badField("crypto.kdfparams.dklen", "from 32 to 1024");
    }
    kdf.isScrypt = name == "scrypt";
    if (kdf.isScrypt) {
        KOSH_TRY(kdf.cost.n, numberField(parameters, "n"));
        KOSH_TRY(kdf.cost.r, numberField(parameters, "r"));
        KOSH_TRY(kdf.cost.p, numberField(parameters, "p"));
        return kdf;
    }
    if (name != "pbkdf2") return unsupported("crypto.kdf", "scrypt and pbkdf2");
    if (textOf(parameters.find("prf")) != "hmac-sha256") {
        return unsupported("crypto.kdfparams.prf", "hmac-sha256");
    }
    KOSH_TRY(kdf.rounds, numberField(parameters, "c"));
    if (kdf.rounds > kMaxPbkdf2Rounds) {
        return badCost("crypto.kdfparams.c", cat("at most ", kMaxPbkdf2Rounds, " rounds are done"));
    }
    return kdf;
}

Result<File> readFile(json::Value root) {
    if (root.type() != json::Type::object) return badField("text", "a JSON object");
    const auto version = root.find("version");
    std::int64_t number = 0;
    const bool isThree = (version.toInt64(number) && number == 3) || textOf(version) == "3";
    if (!isThree) return unsupported("version", "version 3");
    // Old geth and ethers wrote it with a capital.
    const auto crypto = root.has("crypto") ? root.find("crypto") : root.find("Crypto");
    if (crypto.type() != json::Type::object) return badField("crypto", "an object");
    if (textOf(crypto.find("cipher")) != "aes-128-ctr") {
        return unsupported("crypto.cipher", "aes-128-ctr");
    }
    File file;
    KOSH_TRY(file.kdf, readKdf(crypto));
    KOSH_TRY(file.iv, ivField(crypto.find("cipherparams")));
    KOSH_TRY(file.ciphertext,
             hexField(crypto, "ciphertext", "crypto.ciphertext", kKeySize, kKeySize));
    KOSH_TRY(file.mac, hexField(crypto, "mac", "crypto.mac", kKeySize, kKeySize));
    if (!textOf(root.find("address")).empty()) {
        KOSH_TRY(const auto address, hexField(root, "address", "address", 20, 20));
        KOSH_TRY(file.address, Address::fromBytes(address));
    }
    return file;
}

/// 128 · n · r bytes, n · r · p steps; 64 bits hold both for any 32-bit n, r with r · p < 2^30.
Result<> checkCost(const ScryptCost& cost) {
    const std::uint64_t blocks = std::uint64_t{cost.n} * cost.r;
    if (cost.n < 2 || !std::has_single_bit(cost.n)) {
        return badCost("n", "n of scrypt is a power of two from 2");
    }
    if (cost.r == 0 || blocks > kMaxScryptMemory / 128) {
        return badCost("r", cat("scrypt may use at most ", kMaxScryptMemory >> 20, " MiB"));
    }
    if (cost.p == 0 || cost.p > kMaxScryptWork / blocks) {
        return badCost("p", "scrypt with these costs would take too long");
    }
    return {};
}

Result<SecretBytes> derive(const Kdf& kdf, ByteView password) {
    if (kdf.isScrypt) return scrypt(password, kdf.salt, kdf.cost, kDerivedSize);
    return pbkdf2(HashFunction::sha256, password, kdf.salt, kdf.rounds, kDerivedSize);
}

/// The key file's secret, nothing if the MAC says that the password is another.
Result<std::optional<SecretBytes>> tryPassword(const File& file, ByteView password) {
    KOSH_TRY(const auto derived, derive(file.kdf, password));
    if (!equalConstantTime(macOf(derived, file.ciphertext).bytes, file.mac)) return std::nullopt;
    return aes128Ctr(derived.view().first(kCipherKeySize), file.iv, file.ciphertext);
}

std::string writeFile(const File& file, const Id& id) {
    std::string text;
    json::Writer writer(text);
    const auto member = [&writer](std::string_view name, std::string_view value) {
        writer.key(name);
        writer.string(value);
    };
    const auto number = [&writer](std::string_view name, std::uint64_t value) {
        writer.key(name);
        writer.unsignedInteger(value);
    };
    writer.beginObject();
    number("version", 3);
    member("id", id.toString());
    if (file.address) member("address", toHex(file.address->bytes));
    writer.key("crypto");
    writer.beginObject();
    member("cipher", "aes-128-ctr");
    writer.key("cipherparams");
    writer.beginObject();
    member("iv", toHex(file.iv));
    writer.endObject();
    member("ciphertext", toHex(file.ciphertext));
    member("kdf", "scrypt");
    writer.key("kdfparams");
    writer.beginObject();
    number("n", file.kdf.cost.n);
    number("r", file.kdf.cost.r);
    number("p", file.kdf.cost.p);
    number("dklen", kDerivedSize);
    member("salt", toHex(file.kdf.salt));
    writer.endObject();
    member("mac", toHex(file.mac));
    writer.endObject();
    writer.endObject();
    return text;
}

/// RFC 9562 version 4: the file tells no time.
Id randomId(Random& random) {
    Id id;
    random.fill(id.bytes);
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x40);
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
    return id;
}

}  // namespace

Result<SecretBytes> scrypt(ByteView password, ByteView salt, const ScryptCost& cost,
                           std::size_t size) {
    KOSH_CHECK(checkCost(cost));
    if (size == 0 || size > 1024) return badCost("size", "scrypt gives 1 to 1024 bytes");
    SecretBytes out(size);
    std::uint64_t n = cost.n, r = cost.r, p = cost.p;
    // OpenSSL counts the blocks of all lanes and some words of its own.
    std::uint64_t memory = kMaxScryptMemory + 128 * r * (p + 2) + (1u << 16);
    auto* passwordData = const_cast<std::uint8_t*>(password.data());
    auto* saltData = const_cast<std::uint8_t*>(salt.data());
    std::uint8_t nothing = 0;
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD,
                                          passwordData != nullptr ? passwordData : &nothing,
                                          password.size()),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT,
                                          saltData != nullptr ? saltData : &nothing, salt.size()),
        OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
        OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_R, &r),
        OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_P, &p),
        OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &memory),
        OSSL_PARAM_construct_end()};
    EVP_KDF* kdf = EVP_KDF_fetch(nullptr, "SCRYPT", nullptr);
    EVP_KDF_CTX* context = kdf != nullptr ? EVP_KDF_CTX_new(kdf) : nullptr;
    const bool isDone =
        context != nullptr && EVP_KDF_derive(context, out.data(), size, parameters) == 1;
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(kdf);
    if (!isDone) {
        return fail(ErrorKind::unavailable, "keystore.memory",
                    "there is not enough memory for the file's costs");
    }
    return out;
}

Result<PrivateKey> open(std::string_view text, const SecretBytes& password) {
    KOSH_TRY(const auto document, json::Document::parse(text, {.maxBytes = kMaxFileBytes}));
    KOSH_TRY(const auto file, readFile(document.root()));
    KOSH_TRY(auto secret, tryPassword(file, password.view()));
    if (!secret) {
        const auto composed = normaliseText(password.view(), Form::nfkc, "keystore.password");
        if (composed && !composed->equals(password)) {
            KOSH_TRY(secret, tryPassword(file, composed->view()));
        }
    }
    if (!secret) {
        return invalidField("password", "keystore.password",
                            "the password is wrong or the key file is damaged");
    }
    auto key = PrivateKey::fromBytes(secret->view());
    if (!key) return badField("crypto.ciphertext", "a private key of secp256k1");
    if (file.address && *file.address != key->publicKey().address()) {
        return invalidField("address", "keystore.address",
                            cat("the key file names ", file.address->toString(),
                                ", its key belongs to ", key->publicKey().address().toString()));
    }
    return key;
}

Result<std::string> seal(const PrivateKey& key, const SecretBytes& password, Random& random,
                         const ScryptCost& cost, bool isAddressHidden) {
    File file{.kdf = {.isScrypt = true, .cost = cost, .rounds = 0, .salt = Bytes(32)},
              .iv = Bytes(kIvSize),
              .ciphertext = {},
              .mac = {},
              .address = {}};
    random.fill(file.kdf.salt);
    random.fill(file.iv);
    KOSH_TRY(const auto derived, derive(file.kdf, password.view()));
    const auto sealed =
        aes128Ctr(derived.view().first(kCipherKeySize), file.iv, key.bytes().view());
    file.ciphertext.assign(sealed.view().begin(), sealed.view().end());
    const auto mac = macOf(derived, file.ciphertext);
    file.mac.assign(mac.bytes.begin(), mac.bytes.end());
    if (!isAddressHidden) file.address = key.publicKey().address();
    return writeFile(file, randomId(random));
}

}  // namespace kosh::crypto::keystore
