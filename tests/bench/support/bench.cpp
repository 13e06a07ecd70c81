// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "bench.h"

#include <kosh/json/json.h>

#include <QProcess>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace kosh::bench {
namespace {

/// Four digits say all that a measurement can.
double rounded(double value) {
    if (value == 0 || !std::isfinite(value)) return value;
    const double scale = std::pow(10.0, 3 - std::floor(std::log10(std::fabs(value))));
    return std::round(value * scale) / scale;
}

}  // namespace

void report(std::string_view name, double value, std::string_view unit,
            const std::optional<Peer>& peer) {
    std::string line;
    json::Writer writer(line);
    writer.beginObject();
    writer.key("name");
    writer.string(name);
    writer.key("value");
    writer.number(rounded(value));
    writer.key("unit");
    writer.string(unit);
    if (peer) {
        writer.key("peer");
        writer.string(peer->name);
        writer.key("peer_value");
        writer.number(rounded(peer->value));
        writer.key("ratio");
        writer.number(rounded(unit.ends_with("/s") ? value / peer->value : peer->value / value));
    }
    writer.endObject();
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fflush(stdout);
}

double median(std::vector<double> runs) {
    KOSH_ASSERT(!runs.empty());
    const auto middle = runs.begin() + static_cast<std::ptrdiff_t>(runs.size() / 2);
    std::nth_element(runs.begin(), middle, runs.end());
    return *middle;
}

std::string nodeProgram() {
    return KOSH_NODE;
}

std::string peerScript(std::string_view script) {
    return cat(KOSH_BENCH_SOURCE "/peers/", script);
}

std::map<std::string, PeerFigure> runPeer(const std::string& script, const std::string& input) {
    QProcess node;
    node.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    node.start(QString::fromStdString(nodeProgram()), {QString::fromStdString(peerScript(script))});
    node.write(QByteArray::fromStdString(input));
    node.closeWriteChannel();
    if (!node.waitForFinished(-1) || node.exitStatus() != QProcess::NormalExit ||
        node.exitCode() != 0) {
        test::giveUp(cat("the peer ", script, " failed"));
    }
    std::map<std::string, PeerFigure> figures;
    for (const auto& line : node.readAllStandardOutput().split('\n')) {
        if (line.isEmpty()) continue;
        const auto document = need(json::Document::parse(line.toStdString()));
        const auto root = document.root();
        figures[std::string(root.find("name").asString())] = {
            root.find("nanos").asDouble(), std::string(root.find("result").asString())};
    }
    return figures;
}

void requireSame(std::string_view figure, std::string_view ours, std::string_view theirs) {
    if (ours == theirs) return;
    test::giveUp(cat(figure, ": Kosh gives ", ours, " and its peer ", theirs));
}

}  // namespace kosh::bench
