// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/task.h>

#include <memory>

namespace kosh::store {
class Store;
}

namespace kosh::vault {

/// Port that the composition implements: what lives only while the vault is open.
class Host {
public:
    virtual ~Host() = default;
    /// Migrates, builds every service over `store` and starts them. On error nothing is left
    /// running and the store is closed.
    virtual Task<> open(std::unique_ptr<store::Store> store) = 0;
    /// Drains and stops the services, closes the store. Safe when nothing is open.
    virtual Task<> close() = 0;
    /// The open store, or null.
    virtual store::Store* store() = 0;
};

}  // namespace kosh::vault
