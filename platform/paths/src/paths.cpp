// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/bytes.h>
#include <kosh/paths/paths.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace kosh::platform {
namespace {

namespace fs = std::filesystem;

std::string variable(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

bool isProfileName(std::string_view name) {
    constexpr std::string_view kAllowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    return !name.empty() && name.size() <= 64 &&
           name.find_first_not_of(kAllowed) == std::string_view::npos;
}

/// The folder of all profiles.
Result<fs::path> dataRoot(const Environment& environment) {
    if (!environment.koshHome.empty()) {
        std::error_code error;
        fs::path root = fs::absolute(environment.koshHome, error);
        if (!error) return root;
    }
    if (fs::path(environment.dataHome).is_absolute()) {
        return fs::path(environment.dataHome) / "kosh";
    }
    if (fs::path(environment.home).is_absolute()) {
        return fs::path(environment.home) / ".local/share/kosh";
    }
    return fail(ErrorKind::precondition, "paths.home",
                "neither KOSH_HOME nor XDG_DATA_HOME nor HOME says where the data should be");
}

Failure cannotCreate(const fs::path& folder, const std::string& why) {
    return fail(ErrorKind::precondition, "paths.create",
                cat("cannot create the folder ", folder.string(), ": ", why),
                {{"path", folder.string()}});
}

}  // namespace

Environment Environment::ofProcess() {
    return {variable("KOSH_HOME"), variable("XDG_DATA_HOME"), variable("XDG_RUNTIME_DIR"),
            variable("HOME")};
}

Result<> makePrivate(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder.parent_path(), error);
    if (error) return cannotCreate(folder, error.message());
    if (mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
        return cannotCreate(folder, std::generic_category().message(errno));
    }
    // lstat: a link could lead into a folder that others may write to.
    struct stat facts{};
    if (lstat(folder.c_str(), &facts) != 0) {
        return cannotCreate(folder, std::generic_category().message(errno));
    }
    if (!S_ISDIR(facts.st_mode) || facts.st_uid != geteuid()) {
        return fail(ErrorKind::precondition, "paths.not_private",
                    cat(folder.string(), " is not a folder of the user who runs Kosh"),
                    {{"path", folder.string()}});
    }
    if ((facts.st_mode & ALLPERMS) != S_IRWXU && chmod(folder.c_str(), S_IRWXU) != 0) {
        return cannotCreate(folder, std::generic_category().message(errno));
    }
    return {};
}

Result<> checkProfileName(const std::string& profileName) {
    if (isProfileName(profileName)) return {};
    return invalidField("profile", "paths.profile",
                        "expected a profile name of letters, digits, '-' and '_', at most 64");
}

Result<Paths> openPaths(const Environment& environment, const std::string& profileName) {
    KOSH_CHECK(checkProfileName(profileName));
    KOSH_TRY(const fs::path root, dataRoot(environment));
    Paths paths{root / profileName, {}};
    // One that is there may be the user's home: its rights are not ours to change.
    std::error_code ignored;
    if (!fs::exists(root, ignored)) {
        KOSH_CHECK(makePrivate(root));
    }
    KOSH_CHECK(makePrivate(paths.profile));
    const bool hasRuntimeDir =
        environment.koshHome.empty() && fs::path(environment.runtimeDir).is_absolute();
    if (hasRuntimeDir) {
        const fs::path shared = fs::path(environment.runtimeDir) / "kosh";
        KOSH_CHECK(makePrivate(shared));
        paths.runtime = shared / profileName;
    } else {
        paths.runtime = paths.profile / "run";
    }
    KOSH_CHECK(makePrivate(paths.runtime));
    return paths;
}

}  // namespace kosh::platform
