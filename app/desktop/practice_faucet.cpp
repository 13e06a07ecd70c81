// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "practice_faucet.h"

namespace kosh::desktop {

namespace {

Task<> askFaucet(net::HttpClient* http, std::string url, std::string address) {
    net::HttpRequest request;
    request.url = cat(url, "?address=", address);
    request.headers = {{"content-type", "application/x-www-form-urlencoded"}};
    request.purpose = "practice faucet";
    KOSH_CO_CHECK(co_await http->send(std::move(request)));
    co_return ok();
}

}  // namespace

void askFaucetForFirstAddress(ui::Session& session, const std::string& url, net::HttpClient& http,
                              async::Executor executor, observe::Logger& log) {
    const auto ask = [&session, url, &http, executor, &log] {
        if (session.address().isEmpty()) return;
        async::spawn(executor, askFaucet(&http, url, session.address().toStdString()),
                     [&log](const Error& error) {
                         log.warning("practice", "no faucet", {{"reason", error.message}});
                     });
    };
    QObject::connect(&session, &ui::Session::walletsChanged, &session, ask);
}

}  // namespace kosh::desktop
