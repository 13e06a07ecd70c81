// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/operation.h>

#include <optional>

/// Backups made by a plan: encrypted, verified files in one folder, the oldest given up. One file
/// by hand is vault.backup.
namespace kosh::backup {

/// When and where backups are made.
struct Plan {
    std::string folder;  ///< Absolute; empty = no backups are made.
    std::int64_t everyHours = 24;
    std::int64_t keep = 7;  ///< Newest files that stay.
    static constexpr auto fields() {
        return std::tuple{
            json::required("folder", &Plan::folder,
                           "absolute path of a folder for backups alone; empty = none are made"),
            json::optional("everyHours", &Plan::everyHours, "hours between backups", 1, 8'760),
            json::optional("keep", &Plan::keep, "newest files that stay", 1, 1'000)};
    }
    bool operator==(const Plan&) const = default;
};

struct GetPlan {
    static constexpr ops::Info kInfo{
        "backup.plan",   ops::Kind::query,
        "vault:manage",  "GET",
        "/backups/plan", "When and where backups are made, and how the last one went"};
    struct Response {
        Plan plan;
        std::optional<Timestamp> lastAt, nextAt;
        std::string lastError;
        static constexpr auto fields() {
            return std::tuple{
                json::required("plan", &Response::plan, "the plan"),
                json::optional("lastAt", &Response::lastAt, "when the newest backup was made"),
                json::optional("nextAt", &Response::nextAt, "when the next one is due"),
                json::optional("lastError", &Response::lastError,
                               "why the last attempt failed; empty when it did not")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// Makes the first backup at once when none is there that is young enough. Errors:
/// `backup.folder` (not absolute, cannot be made, or not for its owner alone).
struct SetPlan {
    static constexpr ops::Info kInfo{"backup.set_plan",
                                     ops::Kind::command,
                                     "vault:manage",
                                     "PUT",
                                     "/backups/plan",
                                     "Say when and where backups are made",
                                     1,
                                     true};
    using Response = GetPlan::Response;
    Plan plan;
    static constexpr auto fields() {
        return std::tuple{json::required("plan", &SetPlan::plan, "the plan")};
    }
};

/// One file of the plan's folder.
struct File {
    std::string path;
    Timestamp at;  ///< From its name.
    std::int64_t bytes = 0;
    static constexpr auto fields() {
        return std::tuple{json::required("path", &File::path, "where it is"),
                          json::required("at", &File::at, "when it was made"),
                          json::required("bytes", &File::bytes, "its size")};
    }
};

/// Makes a backup now, by the plan. Errors: `backup.no_plan` (precondition), those of vault.backup.
struct RunBackup {
    static constexpr ops::Info kInfo{"backup.run",
                                     ops::Kind::command,
                                     "vault:manage",
                                     "POST",
                                     "/backups",
                                     "Make a backup now",
                                     20};
    using Response = File;
    static constexpr auto fields() { return std::tuple{}; }
};

struct ListBackups {
    static constexpr ops::Info kInfo{
        "backup.list", ops::Kind::query, "vault:manage",
        "GET",         "/backups",       "The backups in the plan's folder, the newest first"};
    struct Response {
        std::vector<File> backups;
        static constexpr auto fields() {
            return std::tuple{json::required("backups", &Response::backups, "newest first")};
        }
    };
    static constexpr auto fields() { return std::tuple{}; }
};

/// Restores a backup into a private copy, checks all of it and says how much would be lost. The
/// vault in use is not touched. Errors: `backup.none`, those of vault.verify_backup.
struct Drill {
    static constexpr ops::Info kInfo{
        "backup.drill",
        ops::Kind::query,
        "vault:manage",
        "POST",
        "/backups/drill",
        "Prove that the newest backup can be restored, and how old it is",
        20};
    struct Response {
        std::string path;
        Timestamp createdAt;
        std::int64_t ageSeconds = 0, eventsBehind = 0;
        static constexpr auto fields() {
            return std::tuple{
                json::required("path", &Response::path, "the backup that was restored"),
                json::required("createdAt", &Response::createdAt, "when it was made"),
                json::required("ageSeconds", &Response::ageSeconds, "seconds since then"),
                json::required("eventsBehind", &Response::eventsBehind,
                               "events of this vault that it does not hold")};
        }
    };
    std::string path;
    SharedSecret passphrase;
    static constexpr auto fields() {
        return std::tuple{
            json::optional("path", &Drill::path, "which backup; else the newest of the plan"),
            json::required("passphrase", &Drill::passphrase,
                           "passphrase at the time of the backup")};
    }
};

using Operations = ops::List<GetPlan, SetPlan, RunBackup, ListBackups, Drill>;

}  // namespace kosh::backup
