// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>
#include <kosh/json/json.h>

#include <QTcpSocket>

namespace kosh::test {

/// JSON-RPC to an anvil node over one connection, one request after the other; ends the program on
/// anything but an answer. Every transaction is the faucet's, whose account anvil has unlocked, and
/// is mined at once.
class Evm {
public:
    Evm(const std::string& url, const Address& faucet);

    /// What the call returns, or nothing if it is reverted.
    std::optional<Bytes> read(const Address& to, const Bytes& data);
    /// The logs of the transaction; ends the program if it is reverted.
    std::vector<chain::Log> send(const Address& to, const Bytes& data);
    Address deploy(const Bytes& code);
    const Address& faucet() const { return m_faucet; }
    /// gasUsed of the newest transaction's receipt.
    std::uint64_t gasUsed() const { return m_gasUsed; }

private:
    json::Document request(const std::string& method, const std::string& params);
    std::string post(const std::string& body);
    json::Document mined(const std::string& transaction);

    QTcpSocket m_socket;
    QByteArray m_host;
    Address m_faucet;
    std::uint64_t m_gasUsed = 0;
};

}  // namespace kosh::test
