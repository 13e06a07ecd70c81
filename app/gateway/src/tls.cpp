// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "tls.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

namespace kosh::gateway {
namespace {

namespace fs = std::filesystem;

struct CertificateDeleter {
    void operator()(X509* certificate) const { X509_free(certificate); }
};

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
                    {{"field", "gateway.tls-certificate"}});
    }
    if (SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(context.get()) != 1) {
        return fail(ErrorKind::invalid, "gateway.tls_key",
                    cat("the key ", key, " does not serve this certificate: ", opensslReason()),
                    {{"field", "gateway.tls-key"}});
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

namespace {

Hash256 digestOf(const X509* certificate) {
    Hash256 hash;
    unsigned size = 0;
    KOSH_ASSERT(X509_digest(certificate, EVP_sha256(), hash.bytes.data(), &size) == 1);
    return hash;
}

}  // namespace

Hash256 TlsContext::fingerprint() const {
    return digestOf(SSL_CTX_get0_certificate(m_context.get()));
}

std::optional<Hash256> peerFingerprint(SSL* session) {
    const std::unique_ptr<X509, CertificateDeleter> certificate(SSL_get1_peer_certificate(session));
    if (!certificate) return std::nullopt;
    return digestOf(certificate.get());
}

}  // namespace kosh::gateway
