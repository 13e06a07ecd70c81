// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// koshd beside Express, Fastify and nginx under the same load from wrk, with everything on: token,
// allowance, metrics, traces. And the gateway beside npm ws for events to many clients.
#include "fanout_client.h"
#include "program.h"

#include <kosh/json/codec.h>

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

/// What wrk asks, again and again.
struct Target {
    std::uint16_t port = 0;
    std::string path, token;
    std::string script;  ///< Lua that makes each request; empty = GET.
};

/// "1.23ms", "456.00us", "1.02s" in milliseconds.
double millisecondsOf(const QString& text) {
    if (text.endsWith("us")) return text.chopped(2).toDouble() / 1e3;
    if (text.endsWith("ms")) return text.chopped(2).toDouble();
    return text.chopped(1).toDouble() * 1e3;
}

Load loadOnce(const Target& target, int connections, int seconds) {
    QStringList arguments{"-t1",       QString("-c%1").arg(connections),
                          "--latency", QString("-d%1s").arg(seconds),
                          "--timeout", "10s"};
    if (!target.token.empty()) {
        arguments << "-H" << QString::fromStdString("Authorization: Bearer " + target.token);
    }
    if (!target.script.empty()) arguments << "-s" << QString::fromStdString(target.script);
    arguments << QString::fromStdString(cat("http://127.0.0.1:", target.port, target.path));
    QProcess wrk;
    wrk.start("wrk", arguments);
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

Load loaded(const Target& target, int connections, int seconds) {
    static_cast<void>(loadOnce(target, connections, 2));
    std::vector<double> rates, p50s, p99s;
    Load load;
    for (int run = 0; run < kLoadRuns; ++run) {
        const Load one = loadOnce(target, connections, seconds);
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

Figures measure(qint64 process, const Target& target, bool hasCrowd) {
    Figures figures;
    figures.idle = mebibytesOf(process, "smaps_rollup", "Pss:");
    figures.one = loaded(target, 1, 3);
    figures.many = loaded(target, 64, 4);
    if (hasCrowd) figures.crowd = loaded(target, 2'000, 6);
    figures.peak = mebibytesOf(process, "status", "VmHWM:");
    return figures;
}

void needReady(Program& program, const char* what) {
    if (program.firstLine() != "ready") test::giveUp(cat(what, " does not start"));
}

Program startPeer(const std::string& script, const QStringList& arguments) {
    return Program(nodeProgram(), {},
                   QStringList{QString::fromStdString(peerScript(script))} + arguments);
}

Figures measureNode(const char* mode, std::uint16_t port, const std::string& token, bool hasCrowd) {
    Program program = startPeer("gateway.mjs", {mode, QString::number(port)});
    needReady(program, mode);
    return measure(program.processId(), {port, "/api/v1/quote", token, {}}, hasCrowd);
}

/// koshd as it runs for its owner: an unlocked vault, every service, somebody signed in.
class SignedIn {
public:
    explicit SignedIn(std::uint16_t port)
        : m_program(startPeer("koshd.mjs", {KOSH_PROGRAM, KOSH_CLI, QString::number(port)})) {
        struct Said {
            std::int64_t pid = 0;
            std::string token;
            static constexpr auto fields() {
                return std::tuple{json::required("pid", &Said::pid, "of koshd"),
                                  json::required("token", &Said::token, "of its owner")};
            }
        };
        const auto said = json::decodeText<Said>(m_program.firstLine());
        if (!said) test::giveUp("koshd does not start");
        process = said->pid;
        token = said->token;
    }
    qint64 process = 0;
    std::string token;

private:
    Program m_program;
};

std::string jwtOfPeers() {
    return startPeer("gateway.mjs", {"token"}).firstLine();
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
    return loaded({port, "/", {}, {}}, 64, 4);
}

void reads() {
    const Figures kosh = [] {
        const SignedIn node(18'101);
        return measure(node.process, {18'101, "/api/v1/auth/me", node.token, {}}, true);
    }();
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

/// Posts an entry of two postings under a new key each time.
std::string entriesOf(const test::TempFolder& folder, const std::string& token) {
    const auto file = folder.file("post.lua");
    std::ofstream(file) << R"(local headers = { ["Content-Type"] = "application/json",
    ["Authorization"] = "Bearer )"
                        << token << R"(" }
local body = '{"description":"Rent of the office in Pune, paid by bank transfer","postings":[' ..
    '{"account":"expenses:rent","chainId":1,"token":"ETH","amount":"120000000000000000"},' ..
    '{"account":"external:landlord","chainId":1,"token":"ETH","amount":"-120000000000000000"}]}'
math.randomseed(os.time())
local run, made = math.random(1, 2000000000), 0
request = function()
    made = made + 1
    headers["Idempotency-Key"] = run .. "-" .. made
    return wrk.format("POST", nil, headers, body)
end
)";
    return file;
}

void entries() {
    const test::TempFolder folder;
    const auto posted = [&](std::uint16_t port, const std::string& token) {
        const Load load =
            loaded({port, "/api/v1/ledger/entries", {}, entriesOf(folder, token)}, 64, 4);
        if (load.errors > 0) test::giveUp("not every entry was booked");
        return load;
    };
    const Load kosh = [&] {
        const SignedIn node(18'107);
        return posted(18'107, node.token);
    }();
    const auto token = jwtOfPeers();
    Program peer = startPeer("journal.mjs", {"18108"});
    needReady(peer, "Fastify over PostgreSQL");
    const Load theirs = posted(18'108, token);
    const std::string name = "PostgreSQL behind Fastify";
    report("gateway.entries_64", kosh.rate, "req/s", Peer{name, theirs.rate});
    report("gateway.entries_64_p99", kosh.p99, "ms", Peer{name, theirs.p99});
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
        Program theirs = startPeer("fanout.mjs", QStringList{"18106"} + numbers);
        ws.push_back(framesPerSecond(theirs, 18'106, cat("GET /", upgrade, "\r\n"), ""));
    }
    report("gateway.fanout_500", median(kosh), "frames/s", Peer{"npm ws", median(ws)});
}

}  // namespace
}  // namespace kosh::bench

int main() {
    kosh::bench::fanout();
    kosh::bench::reads();
    kosh::bench::entries();
}
