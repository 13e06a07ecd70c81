// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include <kosh/backup/api.h>
#include <kosh/chain/api.h>
#include <kosh/vault/api.h>

#include <algorithm>
#include <filesystem>

namespace kosh::system {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMebibyte = std::uintmax_t{1} << 20;
constexpr std::uintmax_t kTightSpace = 1024 * kMebibyte, kNoSpace = 128 * kMebibyte;
constexpr auto kClockOff = std::chrono::minutes(2);

Check unknown(std::string name, const Error& error) {
    return {std::move(name), Verdict::bad, error.message, "see the log for this moment"};
}

}  // namespace

Task<RunDoctor::Response> SystemService::runDoctor(RunDoctor, ops::Context context) {
    auto inner = runtime::serviceContext("system", context.trace);
    inner.deadline = context.deadline;
    RunDoctor::Response response;
    auto& checks = response.checks;
    KOSH_CO_TRY(auto vault, co_await checkVault(inner));
    checks.push_back(std::move(vault));
    KOSH_CO_TRY(auto backups, co_await checkBackups(inner));
    checks.push_back(std::move(backups));
    checks.push_back(checkDisk());
    checks.push_back(checkFolder());
    KOSH_CO_TRY(auto chains, co_await checkChains(inner));
    std::ranges::move(chains, std::back_inserter(checks));
    auto parts = checkParts();
    std::ranges::move(parts, std::back_inserter(checks));
    response.verdict = std::ranges::max(checks, {}, &Check::verdict).verdict;
    co_return response;
}

Task<Check> SystemService::checkVault(ops::Context context) {
    const auto told = co_await m_env.node.call(vault::Verify{}, std::move(context));
    if (!told) co_return unknown("vault", told.error());
    if (told->isIntact)
        co_return Check{"vault", Verdict::good, "every page and table is in order", ""};
    std::string problems;
    for (const auto& problem : told->problems)
        problems += cat(problems.empty() ? "" : "; ", problem);
    co_return Check{"vault", Verdict::bad, problems,
                    "stop, keep this file, and restore the newest backup into a new profile"};
}

Task<Check> SystemService::checkBackups(ops::Context context) {
    const auto told = co_await m_env.node.call(backup::GetPlan{}, std::move(context));
    if (!told) co_return unknown("backups", told.error());
    if (told->plan.folder.empty()) {
        co_return Check{"backups", Verdict::warning, "no backups are made by themselves",
                        "choose a folder on another disk: kosh-cli backup set-plan"};
    }
    if (!told->lastError.empty()) {
        co_return Check{"backups", Verdict::bad, cat("the last one failed: ", told->lastError),
                        "mend the reason, then kosh-cli backup run"};
    }
    const auto late = 2 * std::chrono::hours(told->plan.everyHours);
    if (!told->lastAt || m_env.clock.now() - *told->lastAt > late) {
        co_return Check{"backups", Verdict::bad,
                        told->lastAt ? cat("the newest is of ", told->lastAt->toString())
                                     : std::string("none has been made yet"),
                        "kosh-cli backup run"};
    }
    co_return Check{"backups", Verdict::good, cat("the newest is of ", told->lastAt->toString()),
                    ""};
}

Check SystemService::checkDisk() const {
    std::error_code error;
    const auto space = fs::space(m_folder, error);
    if (error)
        return {"disk", Verdict::warning, cat("cannot ask ", m_folder, ": ", error.message()), ""};
    const auto finding = cat(space.available / kMebibyte, " MiB are free in ", m_folder);
    if (space.available >= kTightSpace) return {"disk", Verdict::good, finding, ""};
    return {"disk", space.available < kNoSpace ? Verdict::bad : Verdict::warning, finding,
            "make room: without any, nothing can be recorded"};
}

Check SystemService::checkFolder() const {
    std::error_code error;
    const auto status = fs::status(m_folder, error);
    const auto others = fs::perms::group_all | fs::perms::others_all;
    if (!error && (status.permissions() & others) == fs::perms::none) {
        return {"folder", Verdict::good, "only its owner can enter the profile's folder", ""};
    }
    return {"folder", Verdict::bad,
            error ? error.message() : cat("others have rights on ", m_folder),
            cat("chmod 700 ", m_folder)};
}

Task<std::vector<Check>> SystemService::checkChains(ops::Context context) {
    std::vector<Check> checks;
    KOSH_CO_TRY(const auto listed, co_await m_env.node.call(chain::ListChains{}, context));
    const auto parts = m_env.observer.health.entries();
    for (const auto& chain : listed.chains) {
        // The others are not in use: no host is asked for the doctor's sake.
        const auto prefix = cat("chain/", chain.chainId);
        if (std::ranges::none_of(parts, [&prefix](const auto& part) {
                return part.name == prefix || part.name.starts_with(prefix + "/");
            })) {
            continue;
        }
        const auto name = cat("network ", chain.name);
        const auto status = co_await m_env.node.call(chain::GetChainStatus{chain.chainId}, context);
        if (!status) {
            checks.push_back(unknown(name, status.error()));
            continue;
        }
        if (!status->head) {
            checks.push_back({name, Verdict::bad, "no endpoint answers",
                              "look at its endpoints: kosh-cli chain status"});
            continue;
        }
        const auto ahead = status->head->at - m_env.clock.now();
        if (ahead > kClockOff) {
            checks.push_back({"clock", Verdict::bad,
                              cat("the newest block of ", chain.name, " is ",
                                  std::chrono::duration_cast<std::chrono::seconds>(ahead).count(),
                                  " s in the future"),
                              "set this machine's clock"});
        }
        std::string warnings;
        for (const auto& one : status->warnings) warnings += cat(warnings.empty() ? "" : "; ", one);
        checks.push_back({name, warnings.empty() ? Verdict::good : Verdict::warning,
                          warnings.empty() ? cat("at block ", status->head->number) : warnings,
                          ""});
    }
    co_return checks;
}

std::vector<Check> SystemService::checkParts() const {
    std::vector<Check> checks;
    for (const auto& entry : m_env.observer.health.entries()) {
        if (entry.state == observe::HealthState::ok) continue;
        checks.push_back(
            {entry.name,
             entry.state == observe::HealthState::failed ? Verdict::bad : Verdict::warning,
             cat(entry.reason, " (since ", entry.since.toString(), ")"), ""});
    }
    return checks;
}

}  // namespace kosh::system
