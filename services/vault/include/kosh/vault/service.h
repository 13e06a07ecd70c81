// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/async/async.h>
#include <kosh/observe/observe.h>
#include <kosh/ops/dispatcher.h>
#include <kosh/store/key_envelope.h>
#include <kosh/store/store.h>
#include <kosh/vault/api.h>
#include <kosh/vault/host.h>
#include <kosh/vault/signing_keyring.h>

#include <functional>
#include <memory>
#include <string>

namespace kosh::vault {

struct Settings {
    std::string path;  ///< The database; its key lies beside it as "<path>.key".
    store::StretchCost stretch;
    Duration signingAutoLock = std::chrono::minutes(15);  ///< 0 = never.
    store::Options store;
};

/// Answers the vault's operations whether it is open or not; holds the signing key while signing is
/// unlocked. Unlike other services it outlives the open store, so it is constructed once by the
/// composition. Thread: core.
class VaultService final : public SigningKeyring {
public:
    VaultService(Settings settings, Host& host, async::ComputePool& compute,
                 async::Executor executor, const Clock& clock, Random& random,
                 observe::Observer observer);
    ~VaultService() override;

    ops::Handlers handlers();
    /// Closes the vault at the end of the program; waits for services to drain.
    Task<> close();

    Result<Bytes> seal(ByteView secret, std::string_view purpose, std::string_view id) override;
    Result<SecretBytes> open(ByteView sealed, std::string_view purpose,
                             std::string_view id) override;
    Task<> reauthenticate(SharedSecret passphrase) override;

private:
    struct State;
    Task<GetStatus::Response> getStatus(GetStatus request, ops::Context context);
    Task<Create::Response> create(Create request, ops::Context context);
    Task<Unlock::Response> unlock(Unlock request, ops::Context context);
    Task<ops::Nothing> lock(Lock request, ops::Context context);
    Task<ops::Nothing> unlockSigning(UnlockSigning request, ops::Context context);
    Task<ops::Nothing> lockSigning(LockSigning request, ops::Context context);
    Task<ops::Nothing> changePassphrase(ChangePassphrase request, ops::Context context);
    Task<Backup::Response> backup(Backup request, ops::Context context);
    Task<VerifyBackup::Response> verifyBackup(VerifyBackup request, ops::Context context);
    Task<Restore::Response> restore(Restore request, ops::Context context);
    Task<Verify::Response> verify(Verify request, ops::Context context);

    vault::State currentState() const;
    Result<store::KeyEnvelope> readEnvelope() const;
    /// Unwraps on the compute pool, with back-off after wrong passphrases.
    Task<store::VaultKeys> unwrap(store::KeyEnvelope envelope, SharedSecret passphrase);
    Task<> openStore(store::VaultKeys keys);
    void startSigning(SecretBytes key);
    void wipeSigning();

    std::unique_ptr<State> m_state;
};

}  // namespace kosh::vault
