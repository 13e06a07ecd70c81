// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

#include <filesystem>
#include <string>

namespace kosh::platform {

/// Where a profile of this user lives. The folders exist and belong to the user alone (mode 0700).
struct Paths {
    std::filesystem::path profile;  ///< The vault, its backups and the configuration.
    std::filesystem::path runtime;  ///< Sockets; gone after a reboot.

    std::filesystem::path vaultFile() const { return profile / "vault.kosh"; }
    std::filesystem::path socketFile() const { return runtime / "koshd.sock"; }
};

/// The variables of the environment that decide; empty when unset.
struct Environment {
    std::string koshHome;  ///< KOSH_HOME: one folder for everything, as tests and containers want.
    std::string dataHome;  ///< XDG_DATA_HOME
    std::string runtimeDir;  ///< XDG_RUNTIME_DIR
    std::string home;        ///< HOME

    static Environment ofProcess();
};

/// Error: `paths.profile`.
Result<> checkProfileName(const std::string& profileName);

/// Finds and creates the folders of `profileName` (letters, digits, '-' and '_', at most 64):
///   KOSH_HOME/<profile>, else XDG_DATA_HOME/kosh/<profile>, else HOME/.local/share/kosh/<profile>;
///   sockets in <profile>/run with KOSH_HOME, else XDG_RUNTIME_DIR/kosh/<profile>, else
///   <profile>/run.
/// As the XDG Base Directory Specification 0.8 says, relative values of its variables are ignored.
/// Errors: `paths.profile` (invalid name), `paths.home` (no variable says where; precondition),
/// `paths.create` (precondition), `paths.not_private` (a folder of somebody else, or a link).
Result<Paths> openPaths(const Environment& environment, const std::string& profileName);

/// Creates `folder` with mode 0700, or takes the group's and others' rights from one that is there.
Result<> makePrivate(const std::filesystem::path& folder);

}  // namespace kosh::platform
