// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/crypto/certificate.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>

namespace kosh::crypto {
namespace {

namespace fs = std::filesystem;

constexpr long kValidSeconds = 10L * 365 * 24 * 3600;

struct Deleter {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(BIGNUM* number) const { BN_free(number); }
    void operator()(std::FILE* file) const { std::fclose(file); }
};
template <typename T>
using Owned = std::unique_ptr<T, Deleter>;

Failure failed(std::string_view what) {
    const auto code = ERR_get_error();
    ERR_clear_error();
    const char* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    return fail(ErrorKind::unavailable, "crypto.certificate",
                cat("no certificate: ", what, reason == nullptr ? "" : ": ",
                    reason == nullptr ? "" : reason));
}

/// A new file that only its owner may read.
Owned<std::FILE> openPrivate(const std::string& path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return Owned<std::FILE>(file < 0 ? nullptr : ::fdopen(file, "w"));
}

bool isAddress(const std::string& name) {
    return name.find(':') != name.npos || name.find_first_not_of("0123456789.") == name.npos;
}

std::string alternativeNames(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) {
        text += cat(text.empty() ? "" : ",", isAddress(name) ? "IP:" : "DNS:", name);
    }
    return text;
}

bool addExtension(X509* certificate, int id, const std::string& value) {
    const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, nullptr, id, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

/// Unlike any other of the same name: some clients remember issuer and number.
bool setSerial(X509* certificate) {
    const Owned<BIGNUM> number(BN_new());
    return number && BN_rand(number.get(), 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
           BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

Owned<X509> selfSigned(EVP_PKEY* key, const CertificateSubject& subject) {
    Owned<X509> certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kValidSeconds);
    X509_NAME* const name = X509_get_subject_name(certificate.get());
    const auto* const text = reinterpret_cast<const unsigned char*>(subject.commonName.data());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text,
                               static_cast<int>(subject.commonName.size()), -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_set_pubkey(certificate.get(), key);
    const bool isExtended =
        setSerial(certificate.get()) &&
        addExtension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE") &&
        addExtension(certificate.get(), NID_ext_key_usage,
                     subject.isServer ? "serverAuth" : "clientAuth") &&
        (subject.names.empty() ||
         addExtension(certificate.get(), NID_subject_alt_name, alternativeNames(subject.names)));
    if (!isExtended || X509_sign(certificate.get(), key, EVP_sha256()) == 0) return nullptr;
    return certificate;
}

Result<Owned<X509>> readCertificate(const std::string& file) {
    const Owned<std::FILE> in(std::fopen(file.c_str(), "re"));
    if (!in) return failed(cat("cannot read ", file));
    Owned<X509> certificate(PEM_read_X509(in.get(), nullptr, nullptr, nullptr));
    if (!certificate) return failed(cat(file, " has none"));
    return certificate;
}

}  // namespace

Result<> ensureCertificate(const std::string& certificateFile, const std::string& keyFile,
                           const CertificateSubject& subject) {
    std::error_code ignored;
    if (fs::exists(certificateFile, ignored) && fs::exists(keyFile, ignored)) return {};
    fs::create_directories(fs::path(certificateFile).parent_path(), ignored);
    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    if (!key) return failed("no key");
    const auto certificate = selfSigned(key.get(), subject);
    if (!certificate) return failed("not signed");
    fs::remove(keyFile, ignored);
    fs::remove(certificateFile, ignored);
    const auto keyOut = openPrivate(keyFile);
    if (!keyOut ||
        PEM_write_PrivateKey(keyOut.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
        std::fflush(keyOut.get()) != 0) {
        return failed(cat("cannot write ", keyFile));
    }
    const auto out = openPrivate(certificateFile);
    if (!out || PEM_write_X509(out.get(), certificate.get()) != 1 || std::fflush(out.get()) != 0) {
        return failed(cat("cannot write ", certificateFile));
    }
    return {};
}

Result<std::vector<std::string>> uncoveredNames(const std::string& certificateFile,
                                                const std::vector<std::string>& names) {
    KOSH_TRY(const auto certificate, readCertificate(certificateFile));
    std::vector<std::string> uncovered;
    for (const auto& name : names) {
        // A wildcard is asked for by a name that it stands for.
        const auto host = name.starts_with("*.") ? cat("any", name.substr(1)) : name;
        const bool isCovered =
            isAddress(name)
                ? X509_check_ip_asc(certificate.get(), name.c_str(), 0) == 1
                : X509_check_host(certificate.get(), host.data(), host.size(), 0, nullptr) == 1;
        if (!isCovered) uncovered.push_back(name);
    }
    return uncovered;
}

Result<Hash256> certificateFingerprint(const std::string& certificateFile) {
    KOSH_TRY(const auto certificate, readCertificate(certificateFile));
    Hash256 hash;
    unsigned size = 0;
    if (X509_digest(certificate.get(), EVP_sha256(), hash.bytes.data(), &size) != 1) {
        return failed(cat(certificateFile, " has none"));
    }
    return hash;
}

}  // namespace kosh::crypto
