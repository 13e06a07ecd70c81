// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "devnet.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

namespace kosh::test {
namespace {

constexpr int kStartMs = 180'000;

Address addressOf(const QJsonValue& value) {
    return Address::parse(value.toString().toStdString()).value_or(Address{});
}

void pipe(QTcpSocket* from, QTcpSocket* to) {
    QObject::connect(from, &QTcpSocket::readyRead, to, [from, to] { to->write(from->readAll()); });
    QObject::connect(from, &QTcpSocket::disconnected, to, &QTcpSocket::disconnectFromHost);
}

}  // namespace

QString Devnet::start() {
    const auto file = m_folder.filePath("devnet.json");
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start("node", {KOSH_SOURCE_DIR "/tests/devnet/devnet.mjs", "start", "--out", file});
    if (!m_process.waitForStarted()) return "node does not start: " + m_process.errorString();
    QByteArray output;
    while (!output.contains("devnet: ready")) {
        if (!m_process.waitForReadyRead(kStartMs)) return "devnet did not get ready: " + output;
        output += m_process.readAll();
    }
    QFile network(file);
    if (!network.open(QIODevice::ReadOnly)) return "no network description";
    m_network = QJsonDocument::fromJson(network.readAll()).object();
    return {};
}

Devnet::~Devnet() {
    // It ends with its input.
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(10'000)) m_process.kill();
    m_process.waitForFinished(2'000);
}

quint16 Devnet::port() const {
    return static_cast<quint16>(QUrl(m_network["rpcUrls"].toArray().at(0).toString()).port());
}

Address Devnet::contract(const char* name) const {
    return addressOf(m_network["contracts"].toObject()[name]);
}

Address Devnet::token(const char* symbol) const {
    for (const auto& token : m_network["tokens"].toArray()) {
        if (token.toObject()["symbol"].toString() == symbol)
            return addressOf(token.toObject()["address"]);
    }
    return {};
}

Address Devnet::faucet() const {
    return addressOf(m_network["faucet"].toObject()["address"]);
}

std::uint64_t Devnet::firstBlock() const {
    return static_cast<std::uint64_t>(m_network["firstBlock"].toInteger());
}

Proxy::Proxy(quint16 target) : m_target(target) {
    auto listening = m_listening.get_future();
    start();
    m_port = listening.get();
}

void Proxy::kill() {
    quit();
    wait();
}

void Proxy::run() {
    QTcpServer server;
    server.listen(QHostAddress::LocalHost, 0);
    QObject::connect(&server, &QTcpServer::newConnection, &server, [this, &server] {
        while (auto* client = server.nextPendingConnection()) {
            auto* upstream = new QTcpSocket(client);
            upstream->connectToHost(QHostAddress::LocalHost, m_target);
            pipe(client, upstream);
            pipe(upstream, client);
        }
    });
    m_listening.set_value(server.serverPort());
    exec();
}

}  // namespace kosh::test
