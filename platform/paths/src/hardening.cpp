// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/base/bytes.h>
#include <kosh/paths/hardening.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

namespace kosh::platform {
namespace {

Failure refused(const char* key, std::string_view what) {
    return fail(ErrorKind::internal, key,
                cat("could not ", what, ": ", std::generic_category().message(errno)));
}

}  // namespace

Result<> disableCoreDumps() {
    constexpr rlimit kNone{0, 0};
    if (setrlimit(RLIMIT_CORE, &kNone) != 0) {
        return refused("platform.core_dumps", "set the size of core files to zero");
    }
    // A core pattern that names a program ignores the limit; this it does not.
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
        return refused("platform.core_dumps", "make the process undumpable");
    }
    return {};
}

Result<> hardenProcess() {
    KOSH_CHECK(disableCoreDumps());
    umask(S_IRWXG | S_IRWXO);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return refused("platform.hardening", "give up gaining rights");
    }
    return {};
}

}  // namespace kosh::platform
