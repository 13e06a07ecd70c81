// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/async/run.h>
#include <kosh/transport/qt_http_client.h>
#include <kosh/transport/qt_socket_client.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QtTest>

#include "test_server.h"

using namespace kosh;
using namespace kosh::transport;

namespace {

template <typename F>
QByteArray pemOf(F write) {
    BIO* const out = BIO_new(BIO_s_mem());
    write(out);
    char* data = nullptr;
    const long size = BIO_get_mem_data(out, &data);
    QByteArray text(data, size);
    BIO_free(out);
    return text;
}

/// A certificate for 127.0.0.1 that nobody but its holder vouches for.
QSslConfiguration selfSigned() {
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const certificate = X509_new();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME* const name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_sign(certificate, key, EVP_sha256());
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(
        QSslCertificate(pemOf([&](BIO* out) { PEM_write_bio_X509(out, certificate); })));
    configuration.setPrivateKey(QSslKey(pemOf([&](BIO* out) {
                                            PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0,
                                                                     nullptr, nullptr);
                                        }),
                                        QSsl::Ec));
    X509_free(certificate);
    EVP_PKEY_free(key);
    return configuration;
}

std::unique_ptr<QTcpServer> makeTlsServer() {
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(selfSigned());
    return server;
}

void answerEmpty(QTcpSocket& socket, const QByteArray&) {
    socket.write(httpAnswer("200 OK", "{}"));
}

}  // namespace

class TestTls : public QObject {
    Q_OBJECT
private slots:
    void anUnprovenServerIsRefused();
    void anUnprovenServerGetsNoWebSocket();
};

void TestTls::anUnprovenServerIsRefused() {
    TestServer server(answerEmpty, makeTlsServer);
    async::CoreThread core;
    core.start();
    HostRegistry hosts;
    observe::Metrics metrics;
    QtHttpClient client(hosts, metrics);
    const auto answer =
        async::runBlocking(core, client.send({.url = server.url("/", "https"), .body = "secret"}));
    QVERIFY(!answer.has_value());
    QCOMPARE(answer.error().key, std::string("net.tls"));
    QVERIFY(answer.error().kind == ErrorKind::unavailable);
    QCOMPARE(server.requests(), 0);
}

void TestTls::anUnprovenServerGetsNoWebSocket() {
    TestServer server(answerEmpty, makeTlsServer);
    async::CoreThread core;
    core.start();
    HostRegistry hosts;
    observe::Metrics metrics;
    QtSocketClient client(hosts, metrics);
    const auto opened = async::runBlocking(core, client.open({.url = server.url("/", "wss")}));
    QVERIFY(!opened.has_value());
    QCOMPARE(opened.error().key, std::string("net.tls"));
    QCOMPARE(server.requests(), 0);
}

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
