// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "evm.h"

#include <kosh/test/fakes.h>

#include <QDeadlineTimer>
#include <QUrl>

namespace kosh::test {

namespace {

constexpr int kWaitMs = 60'000;
/// Less than a block holds, more than the longest swap here takes.
constexpr std::string_view kGas = "0x1800000";

template <typename T>
T good(Result<T> result, std::string_view what) {
    if (!result) giveUp(cat(what, ": ", result.error().message));
    return *std::move(result);
}

}  // namespace

Evm::Evm(const std::string& url, const Address& faucet) : m_faucet(faucet) {
    const QUrl parsed(QString::fromStdString(url));
    m_host = parsed.host().toUtf8();
    m_socket.connectToHost(parsed.host(), static_cast<quint16>(parsed.port()));
    if (!m_socket.waitForConnected(kWaitMs)) giveUp("no connection to the practice network");
}

std::string Evm::post(const std::string& body) {
    m_socket.write("POST / HTTP/1.1\r\nHost: " + m_host +
                   "\r\nContent-Type: application/json\r\nContent-Length: " +
                   QByteArray::number(static_cast<qlonglong>(body.size())) + "\r\n\r\n");
    m_socket.write(body.data(), static_cast<qint64>(body.size()));
    QByteArray answer;
    qsizetype begin = -1, size = 0;
    while (begin < 0 || answer.size() < begin + size) {
        if (!m_socket.bytesAvailable() && !m_socket.waitForReadyRead(kWaitMs)) {
            giveUp("the practice network does not answer");
        }
        answer += m_socket.readAll();
        const auto end = answer.indexOf("\r\n\r\n");
        if (begin >= 0 || end < 0) continue;
        begin = end + 4;
        const auto head = answer.left(end).toLower();
        const auto field = head.indexOf("content-length:");
        if (field < 0) giveUp("an answer without its length");
        const auto line = head.mid(field + 15);
        size = line.left(line.indexOf('\r') < 0 ? line.size() : line.indexOf('\r'))
                   .trimmed()
                   .toLongLong();
    }
    return answer.mid(begin).toStdString();
}

json::Document Evm::request(const std::string& method, const std::string& params) {
    return good(json::Document::parse(post(cat(R"({"jsonrpc":"2.0","id":1,"method":")", method,
                                               R"(","params":)", params, "}"))),
                method);
}

std::optional<Bytes> Evm::read(const Address& to, const Bytes& data) {
    const auto answer = request(
        "eth_call", cat(R"([{"from":")", m_faucet.toString(), R"(","to":")", to.toString(),
                        R"(","gas":")", kGas, R"(","data":")", toHex0x(data), R"("},"latest"])"));
    if (!answer.root().has("result")) return std::nullopt;
    return good(fromHex(answer.root().find("result").asString()), "eth_call");
}

json::Document Evm::mined(const std::string& transaction) {
    const auto sent = request("eth_sendTransaction", cat("[", transaction, "]"));
    if (!sent.root().has("result")) giveUp(cat("not sent: ", sent.root().serialize()));
    const auto hash = sent.root().find("result").serialize();
    const QDeadlineTimer deadline(kWaitMs);
    while (!deadline.hasExpired()) {
        auto receipt = request("eth_getTransactionReceipt", cat("[", hash, "]"));
        const auto result = receipt.root().find("result");
        if (result.isNull()) continue;  // mined a moment later
        if (result.find("status").asString() != "0x1") giveUp("a transaction was reverted");
        m_gasUsed = good(U256::parse(result.find("gasUsed").asString()), "gasUsed").low64();
        return receipt;
    }
    giveUp("a transaction was not mined");
}

std::vector<chain::Log> Evm::send(const Address& to, const Bytes& data) {
    const auto receipt =
        mined(cat(R"({"from":")", m_faucet.toString(), R"(","to":")", to.toString(), R"(","gas":")",
                  kGas, R"(","data":")", toHex0x(data), R"("})"));
    const auto list = receipt.root().find("result").find("logs");
    std::vector<chain::Log> logs(list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        const auto log = list.at(i);
        logs[i].address = good(Address::parse(log.find("address").asString()), "a log's address");
        logs[i].data = good(fromHex(log.find("data").asString()), "a log's data");
        const auto topics = log.find("topics");
        for (std::size_t t = 0; t < topics.size(); ++t) {
            logs[i].topics.push_back(good(Hash256::parse(topics.at(t).asString()), "a topic"));
        }
    }
    return logs;
}

Address Evm::deploy(const Bytes& code) {
    const auto receipt = mined(cat(R"({"from":")", m_faucet.toString(), R"(","gas":")", kGas,
                                   R"(","data":")", toHex0x(code), R"("})"));
    const auto address = receipt.root().find("result").find("contractAddress");
    return good(Address::parse(address.asString()), "a contract's address");
}

}  // namespace kosh::test
