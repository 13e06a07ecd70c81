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
#include <span>
#include <thread>

namespace kosh::bench {
namespace {

constexpr std::string_view kToken = "a-token-for-benchmarks-only";
constexpr std::size_t kClients = 500, kMessages = 2'000, kBytes = 200;
constexpr int kLoadRuns = 5;

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

/// Medians of several runs of each. The servers take turns: a slow minute of the machine is
/// everybody's.
std::vector<Load> loadedInTurn(std::span<const Target> targets, int connections, int seconds) {
    struct Runs {
        std::vector<double> rates, p50s, p99s;
        double errors = 0;
    };
    std::vector<Runs> all(targets.size());
    for (const Target& target : targets) static_cast<void>(loadOnce(target, connections, 2));
    for (int run = 0; run < kLoadRuns; ++run) {
        for (std::size_t i = 0; i < targets.size(); ++i) {
            const Load one = loadOnce(targets[i], connections, seconds);
            all[i].rates.push_back(one.rate);
            all[i].p50s.push_back(one.p50);
            all[i].p99s.push_back(one.p99);
            all[i].errors += one.errors;
        }
    }
    std::vector<Load> loads;
    for (auto& [rates, p50s, p99s, errors] : all) {
        loads.push_back({median(rates), median(p50s), median(p99s), errors});
    }
    return loads;
}

double idleOf(qint64 process) {
    return mebibytesOf(process, "smaps_rollup", "Pss:");
}

double peakOf(qint64 process) {
    return mebibytesOf(process, "status", "VmHWM:");
}

void needReady(Program& program, const char* what) {
    if (program.firstLine() != "ready") test::giveUp(cat(what, " does not start"));
}

Program startPeer(const std::string& script, const QStringList& arguments) {
    return Program(nodeProgram(), {},
                   QStringList{QString::fromStdString(peerScript(script))} + arguments);
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
Program startNginx(const test::TempFolder& folder, std::uint16_t port) {
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
    return Program(path.toStdString(), {}, {"-c", QString::fromStdString(file)});
}

void reads() {
    const SignedIn node(18'101);
    const auto token = jwtOfPeers();
    Program express = startPeer("gateway.mjs", {"express", "18102"});
    Program fastify = startPeer("gateway.mjs", {"fastify", "18103"});
    const test::TempFolder folder;
    const Program nginx = startNginx(folder, 18'104);
    needReady(express, "Express");
    needReady(fastify, "Fastify");
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    const std::string quote = "/api/v1/quote";
    const std::vector<Target> targets{{18'101, "/api/v1/auth/me", node.token, {}},
                                      {18'102, quote, token, {}},
                                      {18'103, quote, token, {}},
                                      {18'104, "/", {}, {}}};
    const std::span all(targets);
    const double idle = idleOf(node.process), idleExpress = idleOf(express.processId());
    const auto one = loadedInTurn(all, 1, 3);
    const auto many = loadedInTurn(all, 64, 4);
    const auto crowd = loadedInTurn(all.first(2), 2'000, 6);
    if (one[0].errors + many[0].errors + crowd[0].errors > 0) {
        test::giveUp("the gateway did not answer every request");
    }
    report("gateway.read_64", many[0].rate, "req/s", Peer{"express", many[1].rate});
    report("gateway.read_64", many[0].rate, "req/s", Peer{"fastify", many[2].rate});
    report("gateway.read_64", many[0].rate, "req/s", Peer{"nginx, fixed answer", many[3].rate});
    report("gateway.latency_p50", one[0].p50, "ms", Peer{"express", one[1].p50});
    report("gateway.latency_p50", one[0].p50, "ms", Peer{"fastify", one[2].p50});
    report("gateway.latency_p99", one[0].p99, "ms", Peer{"express", one[1].p99});
    report("gateway.latency_p99", one[0].p99, "ms", Peer{"nginx, fixed answer", one[3].p99});
    report("gateway.crowd_p99", crowd[0].p99, "ms", Peer{"express", crowd[1].p99});
    report("gateway.memory_idle", idle, "MiB", Peer{"express", idleExpress});
    report("gateway.memory_crowd", peakOf(node.process), "MiB",
           Peer{"express", peakOf(express.processId())});
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
    const SignedIn node(18'107);
    Program peer = startPeer("journal.mjs", {"18108"});
    needReady(peer, "Fastify over PostgreSQL");
    const test::TempFolder ours, theirs;
    const std::string path = "/api/v1/ledger/entries";
    const std::vector<Target> targets{{18'107, path, {}, entriesOf(ours, node.token)},
                                      {18'108, path, {}, entriesOf(theirs, jwtOfPeers())}};
    const auto loads = loadedInTurn(targets, 64, 4);
    if (loads[0].errors + loads[1].errors > 0) test::giveUp("not every entry was booked");
    const std::string name = "PostgreSQL behind Fastify";
    report("gateway.entries_64", loads[0].rate, "req/s", Peer{name, loads[1].rate});
    report("gateway.entries_64_p99", loads[0].p99, "ms", Peer{name, loads[1].p99});
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
