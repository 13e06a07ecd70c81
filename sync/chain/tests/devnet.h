// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/crypto/address.h>

#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

#include <future>
#include <string>

namespace kosh::test {

/// The practice network of tests/devnet, running as long as the object lives.
class Devnet {
public:
    /// Empty on success, else why it did not start.
    QString start();
    ~Devnet();

    quint16 port() const;
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }
    Address contract(const char* name) const;
    Address token(const char* symbol) const;
    Address faucet() const;
    std::uint64_t firstBlock() const;

private:
    QTemporaryDir m_folder;
    QProcess m_process;
    QJsonObject m_network;
};

/// Forwards TCP connections to a local port until it is killed: an endpoint that can go away.
class Proxy final : public QThread {
public:
    explicit Proxy(quint16 target);
    ~Proxy() override { kill(); }
    quint16 port() const { return m_port; }
    /// Closes the listener and resets every connection.
    void kill();

private:
    void run() override;
    quint16 m_target;
    quint16 m_port = 0;
    std::promise<quint16> m_listening;
};

}  // namespace kosh::test
