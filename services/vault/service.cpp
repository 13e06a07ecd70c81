// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/vault/service.h"

#include "domain/rules.h"

#include <kosh/crypto/aead.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace kosh::vault {

namespace fs = std::filesystem;

struct VaultService::State {
    Settings settings;
    Host& host;
    async::ComputePool& compute;
    async::Executor executor;
    const Clock& clock;
    Random& random;
    observe::Observer observer;

    bool isBusy =
        false;  ///< Opening, closing or replacing: a second such command is refused meanwhile.
    std::string vaultId;
    Attempts attempts;
    SecretBytes signingKey;
    std::chrono::steady_clock::time_point signingUsedAt{};
    /// Lets the auto-lock loop of an earlier unlock notice that it is no longer needed.
    std::shared_ptr<int> signingGeneration = std::make_shared<int>(0);

    State(Settings s, Host& h, async::ComputePool& pool, async::Executor e, const Clock& c,
          Random& r, observe::Observer o)
        : settings(std::move(s)),
          host(h),
          compute(pool),
          executor(std::move(e)),
          clock(c),
          random(r),
          observer(o) {}
    std::string keyPath() const { return settings.path + ".key"; }
};

namespace {

/// Marks the vault busy for a scope; null when somebody else is at it.
class Busy {
public:
    explicit Busy(bool& flag) : m_flag(flag) { m_flag = true; }
    ~Busy() { m_flag = false; }
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;

private:
    bool& m_flag;
};

Failure busyFailure() {
    return fail(ErrorKind::precondition, "vault.busy",
                "the vault is being opened or closed; try again");
}
Failure lockedFailure() {
    return fail(ErrorKind::precondition, "vault.locked", "the vault is locked; unlock it first");
}

Bytes associatedData(std::string_view purpose, std::string_view id) {
    const auto text = cat("kosh sealed 1\n", purpose, '\n', id);
    const auto view = asBytes(text);
    return {view.begin(), view.end()};
}

/// A database without its key file was never opened successfully: kept aside, never deleted.
Result<> setAsideOrphan(const std::string& path, Timestamp now) {
    std::error_code error;
    for (const char* suffix : {"", "-wal", "-shm"}) {
        if (!fs::exists(path + suffix, error)) continue;
        fs::rename(path + suffix, cat(path, ".orphan-", now.micros, suffix), error);
        if (error)
            return fail(ErrorKind::unavailable, "store.io",
                        cat("cannot move ", path, suffix, " aside: ", error.message()));
    }
    return {};
}

}  // namespace

VaultService::VaultService(Settings settings, Host& host, async::ComputePool& compute,
                           async::Executor executor, const Clock& clock, Random& random,
                           observe::Observer observer)
    : m_state(std::make_unique<State>(std::move(settings), host, compute, std::move(executor),
                                      clock, random, observer)) {}

VaultService::~VaultService() {
    ++*m_state->signingGeneration;
}

ops::Handlers VaultService::handlers() {
    ops::Handlers handlers;
    handlers.add<GetStatus>(*this, &VaultService::getStatus);
    handlers.add<Create>(*this, &VaultService::create);
    handlers.add<Unlock>(*this, &VaultService::unlock);
    handlers.add<Lock>(*this, &VaultService::lock);
    handlers.add<UnlockSigning>(*this, &VaultService::unlockSigning);
    handlers.add<LockSigning>(*this, &VaultService::lockSigning);
    handlers.add<ChangePassphrase>(*this, &VaultService::changePassphrase);
    handlers.add<Backup>(*this, &VaultService::backup);
    handlers.add<VerifyBackup>(*this, &VaultService::verifyBackup);
    handlers.add<Restore>(*this, &VaultService::restore);
    handlers.add<Verify>(*this, &VaultService::verify);
    return handlers;
}

vault::State VaultService::currentState() const {
    if (m_state->isBusy) return vault::State::opening;
    if (m_state->host.store()) return vault::State::unlocked;
    std::error_code error;
    return fs::exists(m_state->keyPath(), error) ? vault::State::locked : vault::State::absent;
}

Result<store::KeyEnvelope> VaultService::readEnvelope() const {
    std::error_code error;
    if (!fs::exists(m_state->keyPath(), error)) {
        return fail(ErrorKind::not_found, "vault.absent",
                    fs::exists(m_state->settings.path, error)
                        ? cat("there is a vault but not its key file ", m_state->keyPath(),
                              "; put it back or restore a backup")
                        : "there is no vault yet; create or restore one");
    }
    KOSH_TRY(const auto json, store::readFile(m_state->keyPath(), std::size_t{64} << 10));
    return store::KeyEnvelope::fromJson(json);
}

Task<store::VaultKeys> VaultService::unwrap(store::KeyEnvelope envelope, SharedSecret passphrase) {
    if (const auto wait = m_state->attempts.waitFor(m_state->clock.steady());
        wait > Duration::zero()) {
        const auto ms = wait.count() / 1000 + 1;
        co_return fail(ErrorKind::rate_limited, "vault.wait",
                       cat("too many wrong passphrases; try again in ", (ms + 999) / 1000, " s"),
                       {{"retryAfterMs", std::to_string(ms)}});
    }
    // Counted before it is known: guesses sent at the same time must not all be free.
    m_state->attempts.failed(m_state->clock.steady());
    auto keys = co_await m_state->compute.run(
        [envelope = std::move(envelope), passphrase] { return envelope.unwrap(passphrase); });
    if (keys) m_state->attempts.succeeded();
    co_return keys;
}

Task<> VaultService::openStore(store::VaultKeys keys) {
    auto key = std::make_shared<SecretBytes>(std::move(keys.database));
    auto opened = co_await m_state->compute.run([this, key] {
        return store::Store::open(m_state->settings.path, *key, m_state->clock, m_state->observer,
                                  m_state->settings.store);
    });
    if (!opened) co_return Failure(std::move(opened).error());
    KOSH_CO_CHECK(co_await m_state->host.open(*std::move(opened)));
    startSigning(std::move(keys.signing));
    co_return ok();
}

Task<GetStatus::Response> VaultService::getStatus(GetStatus, ops::Context) {
    GetStatus::Response response;
    response.state = currentState();
    response.vaultId = m_state->vaultId;
    if (response.vaultId.empty() && response.state != vault::State::absent) {
        if (auto envelope = readEnvelope())
            response.vaultId = m_state->vaultId = envelope->vaultId();
    }
    response.isSigningUnlocked = !m_state->signingKey.isEmpty();
    if (response.isSigningUnlocked && m_state->settings.signingAutoLock > Duration::zero()) {
        const auto end = m_state->signingUsedAt + m_state->settings.signingAutoLock;
        const auto left = end - m_state->clock.steady();
        response.signingLocksInMs = std::max<std::int64_t>(
            0, std::chrono::duration_cast<std::chrono::milliseconds>(left).count());
    }
    co_return response;
}

Task<Create::Response> VaultService::create(Create request, ops::Context) {
    KOSH_CO_CHECK(checkPassphrase(request.passphrase, "passphrase"));
    if (m_state->isBusy) co_return busyFailure();
    if (currentState() != vault::State::absent) {
        co_return fail(ErrorKind::conflict, "vault.exists", "there is a vault already");
    }
    Busy busy(m_state->isBusy);
    KOSH_CO_CHECK(setAsideOrphan(m_state->settings.path, m_state->clock.now()));
    auto made = co_await m_state->compute.run([this, passphrase = request.passphrase] {
        return store::KeyEnvelope::create(passphrase, m_state->settings.stretch, m_state->random);
    });
    if (!made) co_return Failure(std::move(made).error());
    auto& [envelope, keys] = *made;
    KOSH_CO_CHECK(co_await openStore(std::move(keys)));
    // The key file comes last: until it is there the vault does not exist and nothing was promised.
    if (auto written = store::writeFileAtomically(m_state->keyPath(), envelope.toJson());
        !written) {
        wipeSigning();
        KOSH_CO_CHECK(co_await m_state->host.close());
        co_return Failure(written.error());
    }
    m_state->vaultId = envelope.vaultId();
    m_state->observer.log.info("vault", "created", {{"vaultId", m_state->vaultId}});
    co_return Create::Response{m_state->vaultId};
}

Task<Unlock::Response> VaultService::unlock(Unlock request, ops::Context) {
    if (m_state->isBusy) co_return busyFailure();
    Busy busy(m_state->isBusy);
    KOSH_CO_TRY(auto envelope, readEnvelope());
    const auto vaultId = envelope.vaultId();
    KOSH_CO_TRY(auto keys, co_await unwrap(std::move(envelope), request.passphrase));
    if (m_state->host.store()) {
        startSigning(std::move(keys.signing));
    } else {
        std::error_code error;
        if (!fs::exists(m_state->settings.path, error)) {
            co_return fail(ErrorKind::not_found, "vault.database_missing",
                           cat("the vault's key is there but its database is not: ",
                               m_state->settings.path, "; put it back or restore a backup"));
        }
        KOSH_CO_CHECK(co_await openStore(std::move(keys)));
    }
    m_state->vaultId = vaultId;
    m_state->observer.log.info("vault", "unlocked", {{"vaultId", vaultId}});
    co_return Unlock::Response{vaultId};
}

Task<> VaultService::close() {
    wipeSigning();
    co_return co_await m_state->host.close();
}

Task<ops::Nothing> VaultService::lock(Lock, ops::Context) {
    if (m_state->isBusy) co_return busyFailure();
    Busy busy(m_state->isBusy);
    KOSH_CO_CHECK(co_await close());
    m_state->observer.log.info("vault", "locked");
    co_return ops::Nothing{};
}

Task<> VaultService::reauthenticate(SharedSecret passphrase) {
    KOSH_CO_TRY(auto envelope, readEnvelope());
    KOSH_CO_CHECK(co_await unwrap(std::move(envelope), std::move(passphrase)));
    co_return ok();
}

Task<ops::Nothing> VaultService::unlockSigning(UnlockSigning request, ops::Context) {
    if (!m_state->host.store()) co_return lockedFailure();
    KOSH_CO_TRY(auto envelope, readEnvelope());
    KOSH_CO_TRY(auto keys, co_await unwrap(std::move(envelope), std::move(request.passphrase)));
    if (!m_state->host.store()) co_return lockedFailure();
    startSigning(std::move(keys.signing));
    co_return ops::Nothing{};
}

Task<ops::Nothing> VaultService::lockSigning(LockSigning, ops::Context) {
    wipeSigning();
    co_return ops::Nothing{};
}

Task<ops::Nothing> VaultService::changePassphrase(ChangePassphrase request, ops::Context) {
    KOSH_CO_CHECK(checkPassphrase(request.newPassphrase, "newPassphrase"));
    if (m_state->isBusy) co_return busyFailure();
    Busy busy(m_state->isBusy);
    KOSH_CO_TRY(auto envelope, readEnvelope());
    KOSH_CO_CHECK(co_await unwrap(envelope, request.passphrase));
    KOSH_CO_TRY(const auto rewrapped, co_await m_state->compute.run([this, envelope, request] {
        return envelope.rewrap(request.passphrase, request.newPassphrase, m_state->random);
    }));
    KOSH_CO_CHECK(store::writeFileAtomically(m_state->keyPath(), rewrapped.toJson()));
    m_state->observer.log.info("vault", "passphrase changed");
    co_return ops::Nothing{};
}

Task<Backup::Response> VaultService::backup(Backup request, ops::Context) {
    KOSH_CO_CHECK(checkPath(request.path));
    auto* const store = m_state->host.store();
    if (!store) co_return lockedFailure();
    std::error_code error;
    if (fs::exists(request.path, error)) {
        co_return fail(ErrorKind::conflict, "vault.backup_exists",
                       cat(request.path, " exists already; choose another name"));
    }
    KOSH_CO_TRY(auto envelope, readEnvelope());
    const auto copy = request.path + ".partial";
    auto copied = co_await store->backup(copy);
    Result<> packed = copied;
    if (copied) {
        packed = co_await m_state->compute.run([this, copy, envelope, path = request.path] {
            return store::packBackup(copy, envelope, m_state->clock.now(), path);
        });
    }
    fs::remove(copy, error);
    if (!packed) co_return Failure(packed.error());
    co_return Backup::Response{request.path,
                               static_cast<std::int64_t>(fs::file_size(request.path, error))};
}

namespace {
VerifyBackup::Response toResponse(const store::BackupInfo& info) {
    return {info.vaultId, info.createdAt, info.bytes, info.lastEventSequence};
}
}  // namespace

Task<VerifyBackup::Response> VaultService::verifyBackup(VerifyBackup request, ops::Context) {
    KOSH_CO_CHECK(checkPath(request.path));
    KOSH_CO_TRY(const auto info, co_await m_state->compute.run([request] {
        return store::verifyBackup(request.path, request.passphrase);
    }));
    co_return toResponse(info);
}

Task<Restore::Response> VaultService::restore(Restore request, ops::Context) {
    KOSH_CO_CHECK(checkPath(request.path));
    if (m_state->isBusy) co_return busyFailure();
    if (currentState() != vault::State::absent) {
        co_return fail(ErrorKind::conflict, "vault.exists",
                       "there is a vault already; restore into an empty profile");
    }
    Busy busy(m_state->isBusy);
    KOSH_CO_CHECK(setAsideOrphan(m_state->settings.path, m_state->clock.now()));
    KOSH_CO_TRY(const auto info, co_await m_state->compute.run([this, request] {
        return store::restoreBackup(request.path, request.passphrase, m_state->settings.path);
    }));
    m_state->vaultId = info.vaultId;
    co_return toResponse(info);
}

Task<Verify::Response> VaultService::verify(Verify, ops::Context) {
    auto* const store = m_state->host.store();
    if (!store) co_return lockedFailure();
    KOSH_CO_TRY(auto report, co_await store->checkIntegrity());
    co_return Verify::Response{report.isIntact, std::move(report.problems)};
}

void VaultService::wipeSigning() {
    m_state->signingKey.clear();
    ++*m_state->signingGeneration;
}

namespace {
/// Wipes the key when it was not used for `autoLock`; ends when `generation` moves on.
Task<> autoLockLoop(std::shared_ptr<int> generation, int mine, Duration autoLock,
                    const Clock& clock, const std::chrono::steady_clock::time_point& usedAt,
                    std::function<void()> wipe) {
    while (*generation == mine) {
        const auto left = usedAt + autoLock - clock.steady();
        if (left <= Duration::zero()) {
            wipe();
            break;
        }
        KOSH_CO_CHECK(co_await async::sleep(std::chrono::duration_cast<Duration>(left) +
                                            std::chrono::milliseconds(1)));
    }
    co_return ok();
}
}  // namespace

void VaultService::startSigning(SecretBytes key) {
    m_state->signingKey = std::move(key);
    m_state->signingUsedAt = m_state->clock.steady();
    const int mine = ++*m_state->signingGeneration;
    if (m_state->settings.signingAutoLock <= Duration::zero()) return;
    async::spawn(m_state->executor,
                 autoLockLoop(m_state->signingGeneration, mine, m_state->settings.signingAutoLock,
                              m_state->clock, m_state->signingUsedAt, [this] { wipeSigning(); }),
                 [](const Error&) {});
}

namespace {
Failure signingLocked() {
    return fail(ErrorKind::precondition, "vault.signing_locked",
                "signing is locked; unlock it with the passphrase");
}
}  // namespace

Result<Bytes> VaultService::seal(ByteView secret, std::string_view purpose, std::string_view id) {
    if (m_state->signingKey.isEmpty()) return signingLocked();
    m_state->signingUsedAt = m_state->clock.steady();
    Bytes sealed(crypto::kGcmNonceSize);
    m_state->random.fill(sealed);
    KOSH_TRY(const auto box,
             crypto::aesGcmSeal(m_state->signingKey, sealed, associatedData(purpose, id), secret));
    sealed.insert(sealed.end(), box.begin(), box.end());
    return sealed;
}

Result<SecretBytes> VaultService::open(ByteView sealed, std::string_view purpose,
                                       std::string_view id) {
    if (m_state->signingKey.isEmpty()) return signingLocked();
    m_state->signingUsedAt = m_state->clock.steady();
    if (sealed.size() < crypto::kGcmNonceSize + crypto::kGcmTagSize) {
        return fail(ErrorKind::internal, "vault.sealed_corrupt",
                    cat("the sealed ", purpose, " is too short"));
    }
    auto opened =
        crypto::aesGcmOpen(m_state->signingKey, sealed.first(crypto::kGcmNonceSize),
                           associatedData(purpose, id), sealed.subspan(crypto::kGcmNonceSize));
    if (!opened)
        return fail(ErrorKind::internal, "vault.sealed_corrupt",
                    cat("the sealed ", purpose, " does not open"));
    return opened;
}

}  // namespace kosh::vault
