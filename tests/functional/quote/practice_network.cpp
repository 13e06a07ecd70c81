// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "practice_network.h"

#include <QFile>
#include <QStringList>

namespace kosh::test {

namespace {

template <typename T>
T orGiveUp(Result<T> result, std::string_view what) {
    if (!result) giveUp(cat(what, ": ", result.error().key, " ", result.error().message));
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

Address addressOf(json::Value value) {
    return orGiveUp(Address::parse(value.asString()), "address");
}

}  // namespace

PracticeNetwork::PracticeNetwork() {
    const auto file = m_folder.file("devnet.json");
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(KOSH_NODE, {KOSH_DEVNET, "start", "--out", QString::fromStdString(file)});
    QByteArray output;
    while (!output.contains("devnet: ready")) {
        const bool isAlive = m_process.waitForReadyRead(60'000);
        output += m_process.readAll();
        if (!isAlive) giveUp(cat("no practice network: ", output.toStdString()));
    }
    read(file);
}

PracticeNetwork::~PracticeNetwork() {
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(10'000)) m_process.kill();
    m_process.waitForFinished(10'000);
}

void PracticeNetwork::read(const std::string& file) {
    QFile json(QString::fromStdString(file));
    if (!json.open(QIODevice::ReadOnly)) giveUp("no network description");
    const auto document =
        orGiveUp(json::Document::parse(json.readAll().toStdString()), "network description");
    const auto root = document.root();
    const auto contracts = root.find("contracts");
    chain.chainId = 31337;
    chain.name = "Practice network";
    chain.isTest = true;
    chain.blockTimeMs = 200;
    chain.confirmations = 1;
    chain.endpoints = {std::string(root.find("rpcUrls").at(0).asString())};
    chain.contracts = {
        addressOf(contracts.find("factory")),      addressOf(contracts.find("quoterV2")),
        addressOf(contracts.find("swapRouter02")), addressOf(contracts.find("positionManager")),
        addressOf(contracts.find("weth")),         addressOf(contracts.find("multicall"))};
    faucet = addressOf(root.find("faucet").find("address"));
    const auto list = root.find("tokens");
    for (std::size_t i = 0; i < list.size(); ++i) {
        tokens.push_back(addressOf(list.at(i).find("address")));
    }
}

}  // namespace kosh::test
