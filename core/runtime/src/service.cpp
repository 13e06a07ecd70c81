// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/runtime/service.h>

namespace kosh::runtime {

ops::Context serviceContext(std::string_view service, const observe::Trace& trace) {
    ops::Context context;
    context.principal = std::make_shared<const ops::Principal>(
        ops::Principal{cat("service:", service), ops::ownerPrincipal()->scopes});
    context.trace = trace;
    return context;
}

}  // namespace kosh::runtime
