// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "settings.h"

#include <kosh/app/engine.h>
#include <kosh/app/socket_server.h>
#include <kosh/async/run.h>
#include <kosh/paths/hardening.h>
#include <kosh/paths/paths.h>
#include <kosh/runtime/runtime.h>
#include <kosh/telemetry/exporter.h>
#include <kosh/transport/qt_http_client.h>
#include <kosh/transport/qt_socket_client.h>

#include <QCoreApplication>
#include <QUrl>

#include <sys/resource.h>

#include <cstdio>
#include <optional>
#include <string>

namespace kosh::daemon {

namespace {

int report(const Error& error) {
    const auto line = cat("koshd: ", error.message, " [", error.key, "]\n");
    std::fwrite(line.data(), 1, line.size(), stderr);
    return exitCode(error.kind);
}

/// What needs a restart to change.
std::string fixedPart(Settings settings) {
    settings.logLevel = observe::Level::info;
    settings.gateway.corsOrigins.clear();
    settings.gateway.trustedProxies.clear();
    settings.gateway.rateLimits.clear();
    return json::encodeText(settings);
}

/// What may change while koshd runs is taken over; what is wrong changes nothing.
void reload(const Invocation& invocation, const Settings& atStart, gateway::HttpServer& web,
            observe::Logger& log) {
    const auto settings = loadSettings(invocation);
    auto read = settings ? Result<>() : Result<>(Failure(settings.error()));
    if (read && !settings->gateway.listen.empty()) {
        const auto options = gatewayOptions(settings->gateway, {});
        read = options ? web.change(*options) : Result<>(Failure(options.error()));
    }
    if (!read) {
        log.error("koshd", "settings not read again", {{"reason", read.error().message}});
        return;
    }
    log.setLevel(settings->logLevel);
    log.info("koshd", "settings read again");
    if (fixedPart(*settings) != fixedPart(atStart)) {
        log.warning("koshd", "some of the changed settings wait for a restart",
                    {{"at-once",
                      "log-level, gateway.cors-origins, gateway.trusted-proxies, "
                      "gateway.rate-limits, the certificate's files"}});
    }
}

/// Every connection takes a descriptor; the soft limit is often 1,024.
void raiseDescriptorLimit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::vector<gateway::ServiceInfo> servicesOf(const app::Engine& engine) {
    std::vector<gateway::ServiceInfo> services;
    for (auto& state : engine.services()) {
        services.push_back(
            {std::move(state.name), std::move(state.state), std::move(state.dependencies)});
    }
    return services;
}

app::EngineOptions engineOptions(const Settings& settings, std::string vaultFile) {
    app::EngineOptions options;
    options.vaultPath = std::move(vaultFile);
    options.signIn = settings.signIn;
    return options;
}

telemetry::ExporterOptions exporterOptions(const telemetry::Settings& settings) {
    telemetry::ExporterOptions options;
    options.url = settings.url();
    options.headers = settings.headerList();
    options.version = KOSH_VERSION;
    return options;
}

/// Known before their first use, so that they can be switched off in time.
void declareHosts(transport::HostRegistry& hosts, const Settings& settings) {
    if (settings.signIn.isSet()) {
        hosts.declare(QUrl(QString::fromStdString(settings.signIn.issuer)).host().toStdString(),
                      auth::purposeOf(settings.signIn));
    }
    if (settings.telemetry.isSet()) {
        hosts.declare(settings.telemetry.host(), telemetry::kPurpose);
    }
}

/// Opens the way in and tells the engine under which address browsers find it.
Task<> listen(gateway::HttpServer& web, app::Engine& engine, const GatewaySettings& settings,
              const gateway::HttpOptions& options, observe::Logger& log) {
    KOSH_CO_CHECK(ensureCertificate(settings, options, log));
    KOSH_CO_CHECK(co_await web.start());
    const auto port = web.port() == 0 ? options.port : web.port();
    KOSH_CO_TRY(auto site, siteOf(settings, options, port));
    engine.setSite(std::move(site));
    co_return ok();
}

/// The daemon from the first thread to the last.
int serve(const Invocation& invocation, const Settings& settings, QCoreApplication& application) {
    SystemClock clock;
    SystemRandom random;
    observe::Logger log(clock, observe::stderrSink(), settings.logLevel);
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
    transport::QtSocketClient sockets(hosts, metrics);
    declareHosts(hosts, settings);
    std::optional<telemetry::Exporter> exporter;
    if (settings.telemetry.isSet()) {
        exporter.emplace(exporterOptions(settings.telemetry), http, compute, core.executor(), clock,
                         random, observer);
    }
    app::Engine engine(engineOptions(settings, folders->vaultFile().string()),
                       {clock, random, observer, core, compute, http, sockets});
    app::SocketServer server(socket, engine.dispatcher(), core.executor(), observer);
    const auto options = gatewayOptions(settings.gateway, folders->profile.string());
    if (!options) return report(options.error());
    gateway::HttpServer web(*options,
                            {engine.dispatcher(), engine.node(), core.executor(), clock, observer,
                             &engine.authenticator(), [&engine] { return servicesOf(engine); },
                             [&engine] { return engine.vaultOpening(); }});
    runtime::Signals watch(
        core.executor(),
        [&application, &log](int signal) {
            log.info("koshd", "stopping", {{"signal", std::to_string(signal)}});
            QMetaObject::invokeMethod(&application, &QCoreApplication::quit, Qt::QueuedConnection);
        },
        [&invocation, &settings, &web, &log] { reload(invocation, settings, web, log); });
    core.start();
    if (auto started = async::runBlocking(core, server.start()); !started)
        return report(started.error());
    std::string listening;
    if (!settings.gateway.listen.empty()) {
        auto opening = listen(web, engine, settings.gateway, *options, log);
        if (auto opened = async::runBlocking(core, std::move(opening)); !opened) {
            static_cast<void>(async::runBlocking(core, server.stop()));
            static_cast<void>(async::runBlocking(core, engine.shutdown()));
            return report(opened.error());
        }
        if (web.port() != 0) {
            listening = cat("koshd: listening ", options->address, ' ', web.port(), '\n');
        }
    }
    // From here on all ways lead to its stop().
    if (exporter) static_cast<void>(async::runBlocking(core, exporter->start()));
    const auto ready = cat(listening, "koshd: ready ", socket, '\n');
    std::fwrite(ready.data(), 1, ready.size(), stdout);
    std::fflush(stdout);

    QCoreApplication::exec();

    static_cast<void>(async::runBlocking(core, web.stop()));
    const auto stopped = async::runBlocking(core, server.stop());
    const auto closed = async::runBlocking(core, engine.shutdown());
    if (exporter) static_cast<void>(async::runBlocking(core, exporter->stop()));
    if (!stopped) return report(stopped.error());
    return closed ? 0 : report(closed.error());
}

}  // namespace

}  // namespace kosh::daemon

int main(int argc, char** argv) {
    static_cast<void>(kosh::platform::hardenProcess());
    kosh::daemon::raiseDescriptorLimit();
    QCoreApplication application(argc, argv);
    const auto invocation = kosh::daemon::parseArguments({argv + 1, argv + argc});
    if (!invocation) return kosh::daemon::report(invocation.error());
    if (invocation->wantsHelp) {
        const auto help = kosh::daemon::helpText();
        std::fwrite(help.data(), 1, help.size(), stdout);
        return 0;
    }
    if (invocation->wantsVersion) {
        std::puts("koshd " KOSH_VERSION);
        return 0;
    }
    const auto settings = kosh::daemon::loadSettings(*invocation);
    if (!settings) return kosh::daemon::report(settings.error());
    if (invocation->wantsCheck) {
        std::puts("koshd: the settings are in order");
        return 0;
    }
    return kosh::daemon::serve(*invocation, *settings, application);
}
