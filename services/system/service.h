// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "repository.h"

#include <kosh/runtime/service.h>

namespace kosh::system {

/// The system service: see README.md. Thread: core.
class SystemService final : public runtime::Service {
public:
    SystemService(const runtime::ServiceEnvironment& env, std::string folder);
    ops::Handlers handlers() override;
    Task<> start() override;
    Task<> stop() override;

private:
    Result<GetHealth::Response> getHealth(const GetHealth& request, const ops::Context& context);
    Task<ops::Nothing> setLogLevel(SetLogLevel request, ops::Context context);
    Task<GetSlo::Response> getSlo(GetSlo request, ops::Context context);
    Task<RunDoctor::Response> runDoctor(RunDoctor request, ops::Context context);

    Task<Check> checkVault(ops::Context context);
    Task<Check> checkBackups(ops::Context context);
    Task<std::vector<Check>> checkChains(ops::Context context);
    Check checkDisk() const;
    Check checkFolder() const;
    std::vector<Check> checkParts() const;

    Counts counted() const;
    Task<> loop();
    /// Stores what was counted since the last time.
    Task<> keep();

    const runtime::ServiceEnvironment& m_env;
    store::Database m_database;
    std::string m_folder;
    const observe::Counter &m_total, &m_failed, &m_slow;
    Counts m_kept;  ///< Of this process: stored already.
    async::Notifier m_changed;
    bool m_isLooping = false;
    bool m_isStopping = false;
};

}  // namespace kosh::system
