// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// A vault's user in a process of its own: kosh_store_helper <folder> <what> [argument].

#include "vault_fixture.h"

#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>

using namespace kosh;
using namespace kosh::store;
using namespace kosh::store::test;

namespace {

constexpr Migration kThree[] = {
    kNotesV1[0],
    {2, "tags", "ALTER TABLE notes_entry ADD COLUMN tag TEXT NOT NULL DEFAULT '';"},
    {3, "more", "CREATE TABLE notes_more (id INTEGER PRIMARY KEY) STRICT;"}};

int report(const Result<>& result) {
    if (result) return 0;
    std::cout << result.error().key << std::endl;
    return 1;
}

/// Writes one note after the other; a line says that one is durable.
int write(Vault& vault) {
    for (int i = 0;; ++i) {
        if (auto done = vault.insert(std::to_string(i)); !done) return report(done);
        std::cout << i << std::endl;
    }
}

/// Writes until the file may not grow any more, makes room, writes again.
int fill(Vault& vault) {
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit old{};
    getrlimit(RLIMIT_FSIZE, &old);
    rlimit limit = old;
    limit.rlim_cur = 2 * 1024 * 1024;
    setrlimit(RLIMIT_FSIZE, &limit);
    int written = 0;
    Result<> last;
    while (last && written < 10'000) {
        last = vault.insert(std::string(10'000, 'x') + std::to_string(written));
        if (last) ++written;
    }
    std::cout << keyOf(last) << std::endl;
    std::cout << keyOf(vault.insert(std::string(3'000'000, 'y'))) << std::endl;
    std::cout << (vault.health().overall() == observe::HealthState::ok ? "ok" : "unwell")
              << std::endl;
    std::cout << (vault.count() == written ? "all there" : "wrong count") << std::endl;
    setrlimit(RLIMIT_FSIZE, &old);
    std::cout << keyOf(vault.insert("after")) << std::endl;
    std::cout << (vault.health().overall() == observe::HealthState::ok ? "ok" : "unwell")
              << std::endl;
    vault.close();
    if (auto opened = vault.open(); !opened) return report(opened);
    std::cout << (vault.count() == written + 1 ? "all there" : "wrong count") << std::endl;
    return 0;
}

int hold() {
    std::cout << "open" << std::endl;
    std::cin.get();
    return 0;
}

int migrate(Vault& vault) {
    const ServiceSchema schema{"notes", kThree};
    return report(vault.store().migrate({&schema, 1}));
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 3) return 2;
    Vault vault(QString::fromLocal8Bit(arguments[1]));
    const std::string_view what(arguments[2]);
    if (auto opened = what == "migrate" ? vault.openEmpty() : vault.open(); !opened) {
        return report(opened);
    }
    if (what == "write") return write(vault);
    if (what == "fill") return fill(vault);
    if (what == "hold") return hold();
    if (what == "migrate") return migrate(vault);
    if (what == "backup") return report(vault.wait(vault.store().backup(vault.file("copy"))));
    return 2;
}
