// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "service.h"

#include "domain/schedule.h"

#include <kosh/vault/api.h>

#include <algorithm>
#include <filesystem>

namespace kosh::backup {
namespace {

namespace fs = std::filesystem;

/// The clock is looked at this often: a device that slept is late, not wrong.
constexpr auto kLook = std::chrono::seconds(20);
constexpr auto kTryAgain = std::chrono::minutes(15);
constexpr std::string_view kPart = "backup";

Failure badFolder(std::string why) {
    return invalidField("plan.folder", "backup.folder", std::move(why));
}

/// Makes the folder if need be. Backups lie in it for their owner alone.
Result<> prepare(const fs::path& folder) {
    if (!folder.is_absolute()) return badFolder("the folder must be an absolute path");
    std::error_code error;
    const bool isNew = fs::create_directories(folder, error);
    if (error) return badFolder(cat("cannot make ", folder.string(), ": ", error.message()));
    if (isNew) fs::permissions(folder, fs::perms::owner_all, error);
    if (error) return badFolder(cat("cannot protect ", folder.string(), ": ", error.message()));
    const auto status = fs::status(folder, error);
    if (error || !fs::is_directory(status)) return badFolder(cat(folder.string(), " is no folder"));
    const auto others = fs::perms::group_write | fs::perms::others_write;
    if ((status.permissions() & others) != fs::perms::none) {
        return badFolder(cat("others may write to ", folder.string(), "; chmod go-w it"));
    }
    return {};
}

/// The plan's own files, newest first.
Result<std::vector<File>> filesIn(const fs::path& folder) {
    std::vector<File> files;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const auto name = it->path().filename().string();
        const auto at = timeOf(name);
        if (!at) continue;
        std::error_code ignored;
        const auto bytes = it->file_size(ignored);
        if (!ignored) files.push_back({it->path().string(), *at, static_cast<std::int64_t>(bytes)});
    }
    if (error && error != std::errc::no_such_file_or_directory) {
        return fail(ErrorKind::unavailable, "backup.folder",
                    cat("cannot read ", folder.string(), ": ", error.message()));
    }
    std::ranges::sort(files, std::greater{}, &File::at);
    return files;
}

/// What a backup that was cut short left behind.
void removePartial(const fs::path& folder) {
    constexpr std::string_view kPartial = ".partial";
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const auto name = it->path().filename().string();
        if (!name.ends_with(kPartial)) continue;
        std::error_code ignored;
        if (timeOf(name.substr(0, name.size() - kPartial.size()))) fs::remove(it->path(), ignored);
    }
}

}  // namespace

BackupService::BackupService(const runtime::ServiceEnvironment& env)
    : m_env(env), m_database(env.store.database("backup")), m_changed(env.executor) {}

ops::Handlers BackupService::handlers() {
    ops::Handlers handlers;
    handlers.add<GetPlan>(*this, &BackupService::getPlan);
    handlers.add<SetPlan>(*this, &BackupService::setPlan);
    handlers.add<RunBackup>(*this, &BackupService::run);
    handlers.add<ListBackups>(*this, &BackupService::list);
    handlers.add<Drill>(*this, &BackupService::drill);
    return handlers;
}

Task<> BackupService::start() {
    KOSH_CO_TRY(const auto plan, co_await m_database.read([](store::Reader& reader) {
        return repository::findPlan(reader);
    }));
    m_plan = plan.value_or(Plan{});
    m_isLooping = true;
    async::spawn(m_env.executor, loop(), [this](const Error& error) {
        m_env.observer.log.error("backup", "the plan is no longer followed",
                                 {{"reason", error.message}});
    });
    co_return ok();
}

Task<> BackupService::stop() {
    m_isStopping = true;
    m_changed.notifyAll();
    while (m_isLooping) KOSH_CO_CHECK(co_await m_changed.wait(std::chrono::seconds(1)));
    co_return ok();
}

Task<> BackupService::loop() {
    while (!m_isStopping) {
        static_cast<void>(co_await makeWhenDue());
        if (m_isStopping) break;
        static_cast<void>(co_await m_changed.wait(kLook));
    }
    m_isLooping = false;
    m_changed.notifyAll();
    co_return ok();
}

Task<> BackupService::makeWhenDue() {
    auto& dueShown = m_env.observer.metrics.gauge("kosh_backup_due_timestamp_seconds",
                                                  "When the next backup is due; 0 = none is");
    if (m_plan.folder.empty()) dueShown.set(0);
    if (m_plan.folder.empty() || m_isMaking) co_return ok();
    const auto now = m_env.clock.now();
    if (m_failedAt && now < *m_failedAt + kTryAgain && now >= *m_failedAt) co_return ok();
    KOSH_CO_TRY(const auto made, co_await files());
    const auto newest = made.empty() ? std::nullopt : std::optional(made.front().at);
    const auto due = dueAt(m_plan, newest, now);
    dueShown.set(due.micros / 1'000'000);
    if (now < due) co_return ok();
    KOSH_CO_CHECK(co_await make(runtime::serviceContext("backup")));
    co_return ok();
}

Task<std::vector<File>> BackupService::files() {
    if (m_plan.folder.empty()) co_return std::vector<File>();
    auto found = co_await m_env.compute.run([folder = m_plan.folder] { return filesIn(folder); });
    if (found && !found->empty()) {
        m_env.observer.metrics
            .gauge("kosh_backup_timestamp_seconds", "When the newest backup was made")
            .set(found->front().at.micros / 1'000'000);
    }
    co_return found;
}

Task<File> BackupService::make(ops::Context context) {
    while (m_isMaking) KOSH_CO_CHECK(co_await m_changed.wait(std::chrono::seconds(1)));
    m_isMaking = true;
    auto made = co_await makeFile(m_plan, std::move(context));
    m_isMaking = false;
    m_changed.notifyAll();
    auto& health = m_env.observer.health;
    if (!made) {
        m_failedAt = m_env.clock.now();
        m_lastError = made.error().message;
        m_env.observer.log.error("backup", "no backup was made", {{"reason", m_lastError}});
        health.report(std::string(kPart), observe::HealthState::degraded,
                      cat("the last backup failed: ", m_lastError));
        co_return Failure(made.error());
    }
    m_failedAt.reset();
    m_lastError.clear();
    health.report(std::string(kPart), observe::HealthState::ok);
    co_return made;
}

Task<File> BackupService::makeFile(Plan plan, ops::Context context) {
    KOSH_CO_CHECK(co_await m_env.compute.run([plan] { return prepare(plan.folder); }));
    const auto at = m_env.clock.now();
    const auto path = (fs::path(plan.folder) / fileName(at)).string();
    auto inner = runtime::serviceContext("backup", context.trace);
    inner.deadline = context.deadline;
    KOSH_CO_TRY(const auto made, co_await m_env.node.call(vault::Backup{path}, inner));
    KOSH_CO_TRY(const auto all, co_await files());
    KOSH_CO_CHECK(co_await m_env.compute.run([all, plan]() -> Result<> {
        for (const auto& file : superfluous(all, plan)) {
            std::error_code error;
            fs::remove(file.path, error);
            if (error) {
                return fail(ErrorKind::unavailable, "backup.retention",
                            cat("cannot remove ", file.path, ": ", error.message()));
            }
        }
        removePartial(plan.folder);
        return {};
    }));
    co_return File{path, *timeOf(fileName(at)), made.bytes};
}

GetPlan::Response BackupService::describe(const std::vector<File>& files) const {
    GetPlan::Response response;
    response.plan = m_plan;
    response.lastError = m_lastError;
    if (!files.empty()) response.lastAt = files.front().at;
    if (!m_plan.folder.empty()) {
        response.nextAt = dueAt(m_plan, response.lastAt, m_env.clock.now());
    }
    return response;
}

Task<GetPlan::Response> BackupService::getPlan(GetPlan, ops::Context) {
    auto all = co_await files();
    auto response = describe(all.value_or(std::vector<File>()));
    if (!all && response.lastError.empty()) response.lastError = all.error().message;
    co_return response;
}

Task<GetPlan::Response> BackupService::setPlan(SetPlan request, ops::Context) {
    auto& plan = request.plan;
    if (!plan.folder.empty()) {
        KOSH_CO_CHECK(co_await m_env.compute.run([plan] { return prepare(plan.folder); }));
    }
    KOSH_CO_CHECK(co_await m_database.write(
        [plan](store::Transaction& tx) { return repository::savePlan(tx, plan); }));
    m_plan = std::move(plan);
    m_failedAt.reset();
    if (m_plan.folder.empty()) m_env.observer.health.remove(kPart);
    m_changed.notifyAll();
    KOSH_CO_TRY(const auto all, co_await files());
    co_return describe(all);
}

Task<File> BackupService::run(RunBackup, ops::Context context) {
    if (m_plan.folder.empty()) {
        co_return fail(ErrorKind::precondition, "backup.no_plan",
                       "say where backups go first, with backup.set_plan");
    }
    co_return co_await make(std::move(context));
}

Task<ListBackups::Response> BackupService::list(ListBackups, ops::Context) {
    KOSH_CO_TRY(auto all, co_await files());
    co_return ListBackups::Response{std::move(all)};
}

Task<Drill::Response> BackupService::drill(Drill request, ops::Context context) {
    if (request.path.empty()) {
        KOSH_CO_TRY(const auto all, co_await files());
        if (all.empty()) {
            co_return fail(ErrorKind::not_found, "backup.none",
                           "there is no backup in the plan's folder; name one with path");
        }
        request.path = all.front().path;
    }
    auto inner = runtime::serviceContext("backup", context.trace);
    inner.deadline = context.deadline;
    KOSH_CO_TRY(const auto proven,
                co_await m_env.node.call(vault::VerifyBackup{request.path, request.passphrase},
                                         std::move(inner)));
    Drill::Response response;
    response.path = request.path;
    response.createdAt = proven.createdAt;
    response.ageSeconds =
        std::chrono::duration_cast<std::chrono::seconds>(m_env.clock.now() - proven.createdAt)
            .count();
    response.eventsBehind = m_env.events.lastSequence() - proven.lastEventSequence;
    co_return response;
}

}  // namespace kosh::backup
