// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include <kosh/app/engine.h>
#include <kosh/app/socket_server.h>
#include <kosh/async/run.h>
#include <kosh/paths/hardening.h>
#include <kosh/paths/paths.h>
#include <kosh/runtime/runtime.h>
#include <kosh/transport/qt_http_client.h>

#include <QCoreApplication>

#include <charconv>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace kosh::daemon {

namespace {

constexpr std::string_view kHelp =
    "koshd: a Kosh node without a window\n\n"
    "Usage: koshd [--profile NAME] [--socket PATH] [--log-level debug|info|warning|error]\n\n"
    "  --profile NAME      which vault (default: the default profile; KOSH_HOME chooses the "
    "folder)\n"
    "  --socket PATH       Unix socket for kosh-cli (default: the profile's runtime folder)\n"
    "  --log-level LEVEL   what is logged to standard error as JSON lines (default info)\n"
    "  --help, --version\n\n"
    "The vault stays locked until 'kosh-cli vault unlock'. SIGTERM and SIGINT stop koshd in "
    "order.\n";

struct Settings {
    std::string profile = "default", socket;
    observe::Level level = observe::Level::info;
    bool wantsHelp = false, wantsVersion = false;
};

Result<observe::Level> parseLevel(std::string_view text) {
    if (text == "debug") return observe::Level::debug;
    if (text == "info") return observe::Level::info;
    if (text == "warning") return observe::Level::warning;
    if (text == "error") return observe::Level::error;
    return invalidField("log-level", "daemon.log_level",
                        cat("--log-level takes debug, info, warning or error, not ", text));
}

Result<Settings> parseArguments(const std::vector<std::string>& arguments) {
    Settings settings;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto& name = arguments[i];
        if (name == "--help") {
            settings.wantsHelp = true;
            continue;
        }
        if (name == "--version") {
            settings.wantsVersion = true;
            continue;
        }
        if (name != "--profile" && name != "--socket" && name != "--log-level") {
            return fail(ErrorKind::invalid, "daemon.option",
                        cat("unknown option ", name, "; koshd --help lists them"));
        }
        if (i + 1 >= arguments.size())
            return fail(ErrorKind::invalid, "daemon.option", cat(name, " needs a value"));
        const auto& value = arguments[++i];
        if (name == "--profile") settings.profile = value;
        if (name == "--socket") settings.socket = value;
        if (name == "--log-level") {
            KOSH_TRY(settings.level, parseLevel(value));
        }
    }
    return settings;
}

int report(const Error& error) {
    const auto line = cat("koshd: ", error.message, " [", error.key, "]\n");
    std::fwrite(line.data(), 1, line.size(), stderr);
    return exitCode(error.kind);
}

/// The daemon from the first thread to the last.
int serve(const Settings& settings, QCoreApplication& application) {
    SystemClock clock;
    SystemRandom random;
    observe::Logger log(clock, observe::stderrSink(), settings.level);
    observe::Metrics metrics;
    observe::Tracer tracer;
    observe::Health health(clock);
    const observe::Observer observer{log, metrics, tracer, health};

    const auto folders = platform::openPaths(platform::Environment::ofProcess(), settings.profile);
    if (!folders) return report(folders.error());
    const auto socket = settings.socket.empty() ? folders->socketFile().string() : settings.socket;

    async::CoreThread core;
    async::ComputePool compute(2);
    transport::HostRegistry hosts;
    transport::QtHttpClient http(hosts, metrics);
    app::Engine engine({folders->vaultFile().string(), {}},
                       {clock, random, observer, core, compute, http});
    app::SocketServer server(socket, engine.dispatcher(), core.executor(), observer);
    runtime::Signals stopSignals(core.executor(), [&application, &log](int signal) {
        log.info("koshd", "stopping", {{"signal", std::to_string(signal)}});
        QMetaObject::invokeMethod(&application, &QCoreApplication::quit, Qt::QueuedConnection);
    });
    core.start();
    if (auto started = async::runBlocking(core, server.start()); !started)
        return report(started.error());
    const auto ready = cat("koshd: ready ", socket, '\n');
    std::fwrite(ready.data(), 1, ready.size(), stdout);
    std::fflush(stdout);

    QCoreApplication::exec();

    const auto stopped = async::runBlocking(core, server.stop());
    const auto closed = async::runBlocking(core, engine.shutdown());
    if (!stopped) return report(stopped.error());
    return closed ? 0 : report(closed.error());
}

}  // namespace

}  // namespace kosh::daemon

int main(int argc, char** argv) {
    static_cast<void>(kosh::platform::hardenProcess());
    QCoreApplication application(argc, argv);
    const auto settings = kosh::daemon::parseArguments({argv + 1, argv + argc});
    if (!settings) return kosh::daemon::report(settings.error());
    if (settings->wantsHelp) {
        std::fwrite(kosh::daemon::kHelp.data(), 1, kosh::daemon::kHelp.size(), stdout);
        return 0;
    }
    if (settings->wantsVersion) {
        std::puts("koshd " KOSH_VERSION);
        return 0;
    }
    return kosh::daemon::serve(*settings, application);
}
