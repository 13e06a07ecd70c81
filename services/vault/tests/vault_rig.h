// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/events/log.h>
#include <kosh/ops/nodes.h>
#include <kosh/test/fakes.h>
#include <kosh/vault/service.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace kosh::vault {

inline constexpr store::Migration kNotes[] = {
    {1, "0001_init",
     "CREATE TABLE notes_note (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"}};

/// The composition's part in small: one service with one table.
class NotesHost final : public Host {
public:
    Task<> open(std::unique_ptr<store::Store> store) override {
        const std::vector<store::ServiceSchema> schemas{events::schema(), {"notes", kNotes}};
        KOSH_CO_CHECK(store->migrate(schemas));
        if (isRefusing) co_return fail(ErrorKind::internal, "host.refused", "a service is ill");
        m_store = std::move(store);
        co_return ok();
    }
    Task<> close() override {
        m_store.reset();
        co_return ok();
    }
    store::Store* store() override { return m_store.get(); }

    bool isRefusing = false;

private:
    std::unique_ptr<store::Store> m_store;
};

inline constexpr std::string_view kPassphrase = "correct horse";

inline SharedSecret secret(std::string_view text) {
    return SharedSecret::fromText(text);
}

/// The vault service over a profile folder; destroy and make it again for a restart.
class VaultRig {
public:
    explicit VaultRig(const std::string& path, Duration autoLock = std::chrono::minutes(15))
        : observer(clock),
          m_service(std::make_unique<VaultService>(Settings{path, {8 * 1024, 1, 1}, autoLock, {}},
                                                   host, m_compute, core.executor(), clock,
                                                   m_random, observer.observer())),
          m_dispatcher(clock, observer.observer()),
          m_node(m_dispatcher) {
        m_dispatcher.declare(Operations::types());
        core.call([this] { m_installation = m_dispatcher.install(m_service->handlers()); });
    }
    ~VaultRig() {
        if (!core.run(m_service->close())) test::giveUp("the vault did not close");
        core.call([this] {
            m_installation.reset();
            m_service.reset();
        });
    }
    VaultRig(const VaultRig&) = delete;
    VaultRig& operator=(const VaultRig&) = delete;

    template <ops::Operation Op>
    Result<typename Op::Response> call(Op request) {
        return core.run(m_node.call(std::move(request), ops::Context::owner()));
    }
    GetStatus::Response status() { return call(GetStatus{}).value(); }
    auto create() { return call(Create{secret(kPassphrase)}); }
    auto unlock(std::string_view passphrase = kPassphrase) {
        return call(Unlock{secret(passphrase)});
    }
    void note(std::string text) {
        auto done = core.run(host.store()->database("notes").write([text](store::Transaction& tx) {
            return tx.execute("INSERT INTO notes_note (text) VALUES (:text)", {{":text", text}});
        }));
        if (!done) test::giveUp(done.error().message);
    }
    std::vector<std::string> notes() {
        return core
            .run(host.store()->database("notes").read([](store::Reader& reader) {
                return reader.all("SELECT text FROM notes_note ORDER BY number", {},
                                  [](const store::Row& row) { return std::string(row.text(0)); });
            }))
            .value();
    }
    Result<Bytes> seal(std::string_view text, std::string_view purpose, std::string_view id) {
        return core.call([&] { return m_service->seal(asBytes(text), purpose, id); });
    }
    /// The opened text, or the error's key.
    std::string open(ByteView sealed, std::string_view purpose, std::string_view id) {
        return core.call([&] {
            const auto opened = m_service->open(sealed, purpose, id);
            return opened ? std::string(opened->text()) : opened.error().key;
        });
    }
    VaultService& service() { return *m_service; }

    test::FakeClock clock;
    test::TestObserver observer;
    test::CoreLoop core;
    NotesHost host;

private:
    SystemRandom m_random;
    async::ComputePool m_compute{2};
    std::unique_ptr<VaultService> m_service;
    ops::Dispatcher m_dispatcher;
    ops::LocalNode m_node;
    std::unique_ptr<ops::Dispatcher::Installation> m_installation;
};

template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? std::string("ok") : result.error().key;
}

inline std::string contentOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}
inline void writeContent(const std::string& path, std::string_view content) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}
/// The content with one bit of the byte at `position` turned.
inline std::string flipped(std::string content, std::size_t position) {
    content[position] = static_cast<char>(content[position] ^ 1);
    return content;
}

}  // namespace kosh::vault
