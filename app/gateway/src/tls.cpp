// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "tls.h"

#include "kosh/gateway/certificate.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <boost/asio/ip/address.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

namespace kosh::gateway {
namespace {

namespace fs = std::filesystem;

constexpr long kValidSeconds = 10L * 365 * 24 * 3600;

struct OpensslDeleter {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
    void operator()(std::FILE* file) const { std::fclose(file); }
};
template <typename T>
using Owned = std::unique_ptr<T, OpensslDeleter>;

std::string opensslReason() {
    const auto code = ERR_get_error();
    ERR_clear_error();
    const char* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    return reason == nullptr ? "no reason given" : reason;
}

/// Whose certificate it is, is for the authenticator to say: devices sign their own.
int acceptAny(int, X509_STORE_CTX*) {
    return 1;
}

Failure generateFailed(std::string_view what) {
    return fail(ErrorKind::unavailable, "gateway.tls_generate",
                cat("cannot make a certificate: ", what, ": ", opensslReason()));
}

/// A new file that only its owner may read.
Owned<std::FILE> openPrivate(const std::string& path) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return Owned<std::FILE>(file < 0 ? nullptr : ::fdopen(file, "w"));
}

std::string alternativeNames(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) {
        boost::system::error_code failed;
        boost::asio::ip::make_address(name, failed);
        text += cat(text.empty() ? "" : ",", failed ? "DNS:" : "IP:", name);
    }
    return text;
}

bool addExtension(X509* certificate, int id, const std::string& value) {
    const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, nullptr, id, value.c_str()));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

Owned<X509> selfSigned(EVP_PKEY* key, const std::vector<std::string>& names) {
    Owned<X509> certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kValidSeconds);
    X509_NAME* const subject = X509_get_subject_name(certificate.get());
    static constexpr unsigned char kName[] = "Kosh node";
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, kName, -1, -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    X509_set_pubkey(certificate.get(), key);
    const bool isExtended =
        addExtension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE") &&
        addExtension(certificate.get(), NID_ext_key_usage, "serverAuth") &&
        addExtension(certificate.get(), NID_subject_alt_name, alternativeNames(names));
    if (!isExtended || X509_sign(certificate.get(), key, EVP_sha256()) == 0) return nullptr;
    return certificate;
}

}  // namespace

Result<TlsContext> TlsContext::create(TlsOptions options) {
    TlsContext context(std::move(options));
    KOSH_CHECK(context.load());
    return context;
}

Result<> TlsContext::load() {
    const auto stamped = stamp();
    std::unique_ptr<SSL_CTX, TlsDeleter> context(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_set_min_proto_version(context.get(),
                                  m_options.allowsTls12 ? TLS1_2_VERSION : TLS1_3_VERSION);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                           SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20");
    SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE |
                                        SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                        SSL_MODE_RELEASE_BUFFERS);
    static constexpr unsigned char kSessions[] = "kosh";
    SSL_CTX_set_session_id_context(context.get(), kSessions, sizeof kSessions - 1);
    if (m_options.asksForCertificate) {
        SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, acceptAny);
    }
    const auto& [certificate, key] = std::tie(m_options.certificateFile, m_options.keyFile);
    if (SSL_CTX_use_certificate_chain_file(context.get(), certificate.c_str()) != 1) {
        return fail(ErrorKind::invalid, "gateway.tls_certificate",
                    cat("cannot read the certificate ", certificate, ": ", opensslReason()),
                    {{"field", "tls-cert"}});
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(context.get()) != 1) {
        return fail(ErrorKind::invalid, "gateway.tls_key",
                    cat("the key ", key, " does not serve this certificate: ", opensslReason()),
                    {{"field", "tls-key"}});
    }
    m_context = std::move(context);
    m_stamp = stamped;
    return {};
}

TlsContext::Stamp TlsContext::stamp() const {
    std::error_code ignored;
    return {fs::last_write_time(m_options.certificateFile, ignored),
            fs::last_write_time(m_options.keyFile, ignored)};
}

Result<bool> TlsContext::reload() {
    const auto now = stamp();
    if (now == m_stamp) return false;
    if (auto loaded = load(); !loaded) {
        // Once a change, not once a second.
        m_stamp = now;
        return Failure(std::move(loaded).error());
    }
    return true;
}

TlsSession TlsContext::session(int socket) const {
    TlsSession session(SSL_new(m_context.get()));
    SSL_set_fd(session.get(), socket);
    SSL_set_accept_state(session.get());
    return session;
}

Result<> ensureCertificate(const std::string& certificateFile, const std::string& keyFile,
                           const std::vector<std::string>& names) {
    std::error_code ignored;
    if (fs::exists(certificateFile, ignored) && fs::exists(keyFile, ignored)) return {};
    fs::create_directories(fs::path(certificateFile).parent_path(), ignored);
    const Owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
    if (!key) return generateFailed("no key");
    const auto certificate = selfSigned(key.get(), names);
    if (!certificate) return generateFailed("not signed");
    fs::remove(keyFile, ignored);
    fs::remove(certificateFile, ignored);
    const auto keyOut = openPrivate(keyFile);
    if (!keyOut ||
        PEM_write_PrivateKey(keyOut.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return generateFailed(keyFile);
    }
    const auto out = openPrivate(certificateFile);
    if (!out || PEM_write_X509(out.get(), certificate.get()) != 1) {
        return generateFailed(certificateFile);
    }
    return {};
}

std::optional<Hash256> peerFingerprint(SSL* session) {
    const Owned<X509> certificate(SSL_get1_peer_certificate(session));
    if (!certificate) return std::nullopt;
    Hash256 hash;
    unsigned size = 0;
    if (X509_digest(certificate.get(), EVP_sha256(), hash.bytes.data(), &size) != 1) {
        return std::nullopt;
    }
    return hash;
}

}  // namespace kosh::gateway
