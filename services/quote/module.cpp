// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "kosh/quote/module.h"

#include "service.h"

namespace kosh::quote {

runtime::ServiceModule module() {
    return {"quote",
            {"chain", "token", "pool"},
            {"quote", {}},
            [](const runtime::ServiceEnvironment& env) -> std::unique_ptr<runtime::Service> {
                return std::make_unique<QuoteService>(env);
            }};
}

}  // namespace kosh::quote
