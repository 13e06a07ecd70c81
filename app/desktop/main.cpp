// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "arguments.h"
#include "node_choice.h"
#include "practice_faucet.h"

#include <kosh/app/engine.h>
#include <kosh/async/run.h>
#include <kosh/paths/hardening.h>
#include <kosh/paths/paths.h>
#include <kosh/runtime/runtime.h>
#include <kosh/transport/host_registry.h>
#include <kosh/transport/qt_http_client.h>
#include <kosh/transport/qt_socket_client.h>
#include <kosh/ui/window.h>

#include <QGuiApplication>
#include <QIcon>
#include <cstdio>

namespace kosh::desktop {

namespace {

int report(const Error& error) {
    const auto line = cat("kosh: ", error.message, " [", error.key, "]\n");
    std::fwrite(line.data(), 1, line.size(), stderr);
    return exitCode(error.kind);
}

/// Everything but the window, from the first thread to the last.
int run(const Arguments& arguments, QGuiApplication& application) {
    SystemClock clock;
    SystemRandom random;
    observe::Logger log(clock, observe::stderrSink(), observe::Level::warning);
    observe::Metrics metrics;
    observe::Tracer tracer;
    observe::Health health(clock);
    const observe::Observer observer{log, metrics, tracer, health};

    const auto folders = platform::openPaths(platform::Environment::ofProcess(), arguments.profile);
    if (!folders) return report(folders.error());
    std::optional<ui::Network> network;
    std::string faucet;
    if (!arguments.network.empty()) {
        auto read = ui::Network::read(arguments.network);
        if (!read) return report(read.error());
        faucet = read->faucetUrl;
        network = *std::move(read);
    }

    async::CoreThread core;
    async::ComputePool compute(2);
    transport::HostRegistry hosts;
    transport::QtHttpClient http(hosts, metrics);
    transport::QtSocketClient sockets(hosts, metrics);
    app::Engine engine({folders->vaultFile().string(), {}},
                       {clock, random, observer, core, compute, http, sockets});
    runtime::Signals endings(core.executor(), [&application](int) {
        QMetaObject::invokeMethod(&application, &QCoreApplication::quit, Qt::QueuedConnection);
    });

    NodeChoice node(engine.node(), remote::PairedNodes(folders->profile / "nodes"),
                    core.executor());

    int status = 0;
    {
        ui::AppModel model(ui::Client(node, core.executor()),
                           QString::fromStdString(folders->profile.string()), std::move(network),
                           app::allOperations(), node.port());
        node.attach(model);
        if (!faucet.empty())
            askFaucetForFirstAddress(*model.session(), faucet, http, core.executor(), log);
        ui::Window window(model);
        if (arguments.isSelfTest) {
            status = window.loadsEveryScreen() ? 0 : 1;
        } else if (!window.show()) {
            status = 1;
        }
        core.start();
        if (!arguments.isSelfTest && status == 0) {
            model.session()->start();
            status = QGuiApplication::exec();
        }
    }
    const auto closed = async::runBlocking(core, engine.shutdown());
    return closed ? status : report(closed.error());
}

}  // namespace

}  // namespace kosh::desktop

int main(int argc, char** argv) {
    using namespace kosh;
    const auto arguments = desktop::parseArguments({argv + 1, argv + argc});
    if (!arguments) return desktop::report(arguments.error());
    if (arguments->wantsHelp) {
        std::fwrite(desktop::kHelp.data(), 1, desktop::kHelp.size(), stdout);
        return 0;
    }
    if (arguments->wantsVersion) {
        std::puts("kosh " KOSH_VERSION);
        return 0;
    }
    if (auto hardened = platform::disableCoreDumps(); !hardened)
        return desktop::report(hardened.error());
    ui::Window::prepare();
    QGuiApplication application(argc, argv);
    return desktop::run(*arguments, application);
}
