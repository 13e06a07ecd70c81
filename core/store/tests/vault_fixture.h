// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/store/store.h>

#include <QTemporaryDir>

#include <chrono>
#include <future>
#include <memory>
#include <string>

namespace kosh::store::test {

template <typename T>
Task<> deliver(Task<T> task, std::shared_ptr<std::promise<Result<T>>> promise) {
    promise->set_value(co_await std::move(task));
    co_return ok();
}

inline constexpr Migration kNotesV1[] = {
    {1, "init",
     "CREATE TABLE notes_entry (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;"}};

/// One service, "notes", with a table.
inline ServiceSchema notesSchema() {
    return {"notes", kNotesV1};
}

/// A vault in a folder of its own, with all it needs around it.
class Vault {
public:
    Vault() : m_path(m_folder.path()) { m_core.start(); }
    /// In somebody else's folder.
    explicit Vault(QString folder) : m_path(std::move(folder)) { m_core.start(); }
    ~Vault() { close(); }

    std::string path() const { return file("vault"); }
    std::string file(const char* name) const { return cat(m_path.toStdString(), "/", name); }
    const QString& folder() const { return m_path; }
    SecretBytes key() const {
        SecretBytes key(32);
        for (std::size_t i = 0; i < key.size(); ++i) key.data()[i] = static_cast<std::uint8_t>(i);
        return key;
    }

    Result<> openEmpty(Options options = {}) {
        KOSH_TRY(m_store, Store::open(path(), key(), m_clock,
                                      {m_log, m_metrics, m_tracer, m_health}, options));
        return {};
    }
    Result<> open(Options options = {}) {
        KOSH_CHECK(openEmpty(options));
        const ServiceSchema schema = notesSchema();
        return m_store->migrate({&schema, 1});
    }
    void close() { m_store.reset(); }
    Store& store() { return *m_store; }
    Database notes() { return m_store->database("notes"); }
    async::CoreThread& core() { return m_core; }
    observe::Metrics& metrics() { return m_metrics; }
    observe::Health& health() { return m_health; }

    template <typename T>
    std::future<Result<T>> begin(Task<T> task) {
        auto promise = std::make_shared<std::promise<Result<T>>>();
        auto future = promise->get_future();
        async::spawn(m_core.executor(), deliver(std::move(task), promise), [](const Error& error) {
            qFatal("a test task ended: %s", error.message.c_str());
        });
        return future;
    }
    template <typename T>
    static Result<T> finish(std::future<Result<T>>& future) {
        if (future.wait_for(std::chrono::seconds(60)) != std::future_status::ready) {
            qFatal("a test task did not end");
        }
        return future.get();
    }
    template <typename T>
    Result<T> wait(Task<T> task) {
        auto future = begin(std::move(task));
        return finish(future);
    }

    Result<> insert(std::string text) {
        return wait(notes().write([text](Transaction& tx) -> Result<> {
            KOSH_CHECK(
                tx.execute("INSERT INTO notes_entry (text) VALUES (:text)", {{":text", text}}));
            return {};
        }));
    }
    Result<std::int64_t> count() {
        return wait(notes().read([](Reader& reader) -> Result<std::int64_t> {
            KOSH_TRY(const auto count, reader.first("SELECT count(*) FROM notes_entry", {},
                                                    [](const Row& row) { return row.integer(0); }));
            return count.value_or(-1);
        }));
    }

private:
    QTemporaryDir m_folder;
    QString m_path;
    SystemClock m_clock;
    observe::Logger m_log{m_clock, [](std::string_view) {}};
    observe::Metrics m_metrics;
    observe::Tracer m_tracer;
    observe::Health m_health{m_clock};
    async::CoreThread m_core;
    std::unique_ptr<Store> m_store;
};

/// The error's key, or "ok".
template <typename T>
std::string keyOf(const Result<T>& result) {
    return result ? "ok" : result.error().key;
}

/// As keyOf; the message of an error nobody expected is shown.
template <typename T>
QString keyFor(const Result<T>& result, const QString& expected) {
    const auto key = QString::fromStdString(keyOf(result));
    if (!result && key != expected) qWarning("%s", result.error().message.c_str());
    return key;
}

}  // namespace kosh::store::test

/// QProcess clones itself in a way that the thread sanitizer does not survive.
#if defined(__SANITIZE_THREAD__)
#define KOSH_STORE_NO_PROCESSES
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define KOSH_STORE_NO_PROCESSES
#endif
#endif
#ifdef KOSH_STORE_NO_PROCESSES
#define NEEDS_PROCESSES() QSKIP("no second process under the thread sanitizer")
#else
#define NEEDS_PROCESSES() static_cast<void>(0)
#endif

#define COMPARE_KEY(result, expected) \
    QCOMPARE(::kosh::store::test::keyFor(result, expected), QString(expected))
