// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/test/fakes.h>

#include <boost/asio/post.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

namespace kosh::test {

Timestamp FakeClock::now() const {
    const std::lock_guard lock(m_mutex);
    return m_now;
}

std::chrono::steady_clock::time_point FakeClock::steady() const {
    const std::lock_guard lock(m_mutex);
    return m_steady;
}

void FakeClock::advance(Duration by) {
    const std::lock_guard lock(m_mutex);
    m_now = m_now + by;
    m_steady += by;
}

void SeededRandom::fill(std::span<std::uint8_t> out) {
    const std::lock_guard lock(m_mutex);
    for (auto& byte : out) byte = static_cast<std::uint8_t>(m_engine());
}

TestObserver::TestObserver(const Clock& clock, observe::Level level)
    : m_log(
          clock,
          [this](std::string_view line) {
              const std::lock_guard lock(m_mutex);
              m_lines.emplace_back(line);
          },
          level),
      m_health(clock) {}

std::vector<std::string> TestObserver::lines() const {
    const std::lock_guard lock(m_mutex);
    return m_lines;
}

bool TestObserver::isUnwell(std::string_view name) const {
    for (const auto& entry : m_health.entries()) {
        if (entry.name == name) return entry.state != observe::HealthState::ok;
    }
    return false;
}

void giveUp(std::string_view what) {
    std::fprintf(stderr, "test set-up failed: %.*s\n", static_cast<int>(what.size()), what.data());
    std::fflush(stderr);
    std::_Exit(99);
}

void CoreLoop::post(async::Job job) {
    asio::post(executor(), std::move(job));
}

bool CoreLoop::waitUntil(std::function<bool()> isTrue) {
    const auto end = std::chrono::steady_clock::now() + kDeadline;
    while (!call([&] { return isTrue(); })) {
        if (std::chrono::steady_clock::now() >= end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

TempFolder::TempFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "kosh-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) giveUp("no temporary folder");
    m_path = pattern;
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

std::string TempFolder::file(std::string_view name) const {
    return cat(m_path, '/', name);
}

SecretBytes testKey() {
    SecretBytes key(32);
    for (std::size_t i = 0; i < key.size(); ++i) key.data()[i] = static_cast<std::uint8_t>(i + 1);
    return key;
}

std::unique_ptr<store::Store> openVault(const std::string& path, const Clock& clock,
                                        observe::Observer observer,
                                        std::vector<store::ServiceSchema> schemas,
                                        store::Options options) {
    auto opened = store::Store::open(path, testKey(), clock, observer, options);
    if (!opened) giveUp(cat(opened.error().key, ": ", opened.error().message));
    if (auto migrated = (*opened)->migrate(schemas); !migrated) {
        giveUp(cat(migrated.error().key, ": ", migrated.error().message));
    }
    return std::move(*opened);
}

TempVault::TempVault(const Clock& clock, observe::Observer observer,
                     std::vector<store::ServiceSchema> schemas, store::Options options)
    : m_clock(clock), m_observer(observer), m_schemas(std::move(schemas)), m_options(options) {
    reopen();
}

void TempVault::reopen() {
    close();
    m_store = openVault(path(), m_clock, m_observer, m_schemas, m_options);
}

}  // namespace kosh::test
