// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The gateway beside Express, Fastify and nginx under the same load from wrk, and beside npm ws for
// events to many clients. Everything is on: credential, allowance, metrics, traces.
#include "fanout_client.h"
#include "program.h"

#include <QProcess>
#include <QStandardPaths>

#include <fstream>
#include <thread>

namespace kosh::bench {
namespace {

constexpr std::string_view kToken = "a-token-for-benchmarks-only";
constexpr std::size_t kClients = 500, kMessages = 2'000, kBytes = 200;
constexpr int kLoadRuns = 3;

struct Load {
    double rate = 0, p50 = 0, p99 = 0;  ///< Requests a second; milliseconds.
    double errors = 0;
};

/// "1.23ms", "456.00us", "1.02s" in milliseconds.
double millisecondsOf(const QString& text) {
    if (text.endsWith("us")) return text.chopped(2).toDouble() / 1e3;
    if (text.endsWith("ms")) return text.chopped(2).toDouble();
    return text.chopped(1).toDouble() * 1e3;
}

Load loadOnce(std::uint16_t port, const std::string& token, int connections, int seconds) {
    QProcess wrk;
    wrk.start("wrk",
              {"-t1", QString("-c%1").arg(connections), QString("-d%1s").arg(seconds), "--latency",
               "--timeout", "10s", "-H", QString::fromStdString("Authorization: Bearer " + token),
               QString("http://127.0.0.1:%1/api/v1/quote").arg(port)});
    if (!wrk.waitForFinished(120'000)) test::giveUp("wrk is not there or does not end");
    Load load;
    for (const auto& line : QString::fromUtf8(wrk.readAllStandardOutput()).split('\n')) {
        const auto words = line.simplified().split(' ');
        if (words[0] == "50%") load.p50 = millisecondsOf(words[1]);
        if (words[0] == "99%") load.p99 = millisecondsOf(words[1]);
        if (words[0] == "Requests/sec:") load.rate = words[1].toDouble();
        if (words[0] == "Non-2xx") load.errors += words.last().toDouble();
        if (line.contains("Socket errors")) {
            for (const auto& word : words) load.errors += word.chopped(1).toDouble();
        }
    }
    return load;
}

Load loaded(std::uint16_t port, const std::string& token, int connections, int seconds) {
    static_cast<void>(loadOnce(port, token, connections, 2));
    std::vector<double> rates, p50s, p99s;
    Load load;
    for (int run = 0; run < kLoadRuns; ++run) {
        const Load one = loadOnce(port, token, connections, seconds);
        rates.push_back(one.rate);
        p50s.push_back(one.p50);
        p99s.push_back(one.p99);
        load.errors += one.errors;
    }
    load.rate = median(rates);
    load.p50 = median(p50s);
    load.p99 = median(p99s);
    return load;
}

struct Figures {
    Load one, many, crowd;
    double idle = 0, peak = 0;  ///< MiB
};

Figures measure(Program& program, std::uint16_t port, const std::string& token, bool hasCrowd) {
    Figures figures;
    figures.idle = program.mebibytes("smaps_rollup", "Pss:");
    figures.one = loaded(port, token, 1, 3);
    figures.many = loaded(port, token, 64, 4);
    if (hasCrowd) figures.crowd = loaded(port, token, 2'000, 6);
    figures.peak = program.mebibytes("status", "VmHWM:");
    return figures;
}

void needReady(Program& program, const char* what) {
    if (program.firstLine() != "ready") test::giveUp(cat(what, " does not start"));
}

Figures measureNode(const char* mode, std::uint16_t port, const std::string& token, bool hasCrowd) {
    Program program(
        nodeProgram(), {},
        {QString::fromStdString(peerScript("gateway.mjs")), mode, QString::number(port)});
    needReady(program, mode);
    return measure(program, port, token, hasCrowd);
}

std::string jwtOfPeers() {
    QProcess node;
    node.start(QString::fromStdString(nodeProgram()),
               {QString::fromStdString(peerScript("gateway.mjs")), "token"});
    node.waitForFinished();
    return node.readAllStandardOutput().trimmed().toStdString();
}

/// nginx with a fixed answer of the same size: the most a server can be.
Load measureNginx(std::uint16_t port) {
    const test::TempFolder folder;
    const auto file = folder.file("nginx.conf");
    std::ofstream(file) << "daemon off; worker_processes 1; pid " << folder.file("pid")
                        << "; error_log /dev/null crit; events { worker_connections 4096; }\n"
                           "http { access_log off; keepalive_requests 100000000;\n"
                        << "client_body_temp_path " << folder.file("b") << "; proxy_temp_path "
                        << folder.file("p") << "; fastcgi_temp_path " << folder.file("f")
                        << "; uwsgi_temp_path " << folder.file("u") << "; scgi_temp_path "
                        << folder.file("s") << ";\nserver { listen 127.0.0.1:" << port
                        << "; location / { default_type application/json; return 200 "
                           "'{\"symbol\":\"ETH/USDC\",\"bid\":\"3120.11\",\"ask\":\"3120.42\","
                           "\"liquidity\":\"18273645546372819\",\"tick\":-195412,\"fee\":3000,"
                           "\"ts\":1763713800000,\"route\":[\"WETH\",\"USDC\"]}'; } } }\n";
    const auto path = QStandardPaths::findExecutable("nginx", {"/usr/sbin", "/usr/bin"});
    Program program(path.toStdString(), {}, {"-c", QString::fromStdString(file)});
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    return loaded(port, std::string(kToken), 64, 4);
}

void reads() {
    Program server(KOSH_GATEWAY_SERVER, {}, {"18101"});
    needReady(server, "the gateway");
    const Figures kosh = measure(server, 18'101, std::string(kToken), true);
    const auto token = jwtOfPeers();
    const Figures express = measureNode("express", 18'102, token, true);
    const Figures fastify = measureNode("fastify", 18'103, token, false);
    const Load nginx = measureNginx(18'104);
    if (kosh.one.errors + kosh.many.errors + kosh.crowd.errors > 0) {
        test::giveUp("the gateway did not answer every request");
    }
    report("gateway.read_64", kosh.many.rate, "req/s", Peer{"express", express.many.rate});
    report("gateway.read_64", kosh.many.rate, "req/s", Peer{"fastify", fastify.many.rate});
    report("gateway.read_64", kosh.many.rate, "req/s", Peer{"nginx, fixed answer", nginx.rate});
    report("gateway.latency_p50", kosh.one.p50, "ms", Peer{"express", express.one.p50});
    report("gateway.latency_p50", kosh.one.p50, "ms", Peer{"fastify", fastify.one.p50});
    report("gateway.latency_p99", kosh.one.p99, "ms", Peer{"express", express.one.p99});
    report("gateway.crowd_p99", kosh.crowd.p99, "ms", Peer{"express", express.crowd.p99});
    report("gateway.memory_idle", kosh.idle, "MiB", Peer{"express", express.idle});
    report("gateway.memory_crowd", kosh.peak, "MiB", Peer{"express", express.peak});
}

double framesPerSecond(Program& server, std::uint16_t port, const std::string& request,
                       const std::string& greeting) {
    needReady(server, "a fan-out server");
    const auto result = countFrames(port, request, greeting, kClients, kMessages, kBytes);
    if (result.frames < kClients * kMessages) {
        test::giveUp(cat("fan-out: ", result.frames, " frames came"));
    }
    return static_cast<double>(result.frames) / result.seconds;
}

void fanout() {
    const QStringList numbers{QString::number(kClients), QString::number(kMessages),
                              QString::number(kBytes)};
    const std::string upgrade =
        " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
    const auto greeting = clientFrame(R"({"jsonrpc":"2.0","id":1,"method":"events.subscribe"})");
    std::vector<double> kosh, ws;
    for (int run = 0; run < kLoadRuns; ++run) {
        Program ours(KOSH_GATEWAY_SERVER, {}, QStringList{"18105"} + numbers);
        kosh.push_back(framesPerSecond(
            ours, 18'105,
            cat("GET /api/v1/ws", upgrade, "Authorization: Bearer ", kToken, "\r\n\r\n"),
            greeting));
        Program theirs(
            nodeProgram(), {},
            QStringList{QString::fromStdString(peerScript("fanout.mjs")), "18106"} + numbers);
        ws.push_back(framesPerSecond(theirs, 18'106, cat("GET /", upgrade, "\r\n"), ""));
    }
    report("gateway.fanout_500", median(kosh), "frames/s", Peer{"npm ws", median(ws)});
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::fanout();
    kosh::bench::reads();
}
