// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "repository.h"

#include <kosh/runtime/service.h>

namespace kosh::backup {

/// The backup service: see README.md. Thread: core.
class BackupService final : public runtime::Service {
public:
    explicit BackupService(const runtime::ServiceEnvironment& env);
    ops::Handlers handlers() override;
    Task<> start() override;
    Task<> stop() override;

private:
    Task<GetPlan::Response> getPlan(GetPlan request, ops::Context context);
    Task<GetPlan::Response> setPlan(SetPlan request, ops::Context context);
    Task<File> run(RunBackup request, ops::Context context);
    Task<ListBackups::Response> list(ListBackups request, ops::Context context);
    Task<Drill::Response> drill(Drill request, ops::Context context);

    Task<> loop();
    Task<> makeWhenDue();
    /// One backup by the plan, the superfluous ones gone; what came of it is remembered.
    Task<File> make(ops::Context context);
    Task<File> makeFile(Plan plan, ops::Context context);
    Task<std::vector<File>> files();
    GetPlan::Response describe(const std::vector<File>& files) const;

    const runtime::ServiceEnvironment& m_env;
    store::Database m_database;
    async::Notifier m_changed;
    Plan m_plan;
    std::string m_lastError;
    std::optional<Timestamp> m_failedAt;
    bool m_isMaking = false;
    bool m_isLooping = false;
    bool m_isStopping = false;
};

}  // namespace kosh::backup
