// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/rules.h"
#include "keys.h"

#include <kosh/crypto/keystore.h>

namespace kosh::wallet {

namespace {

/// "0x" and the key's digits, never in a string type.
SecretBytes hexOf(const SecretBytes& key) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    SecretBytes text(2 + 2 * key.size());
    auto* out = text.data();
    *out++ = '0';
    *out++ = 'x';
    for (const auto byte : key.view()) {
        *out++ = static_cast<std::uint8_t>(kDigits[byte >> 4]);
        *out++ = static_cast<std::uint8_t>(kDigits[byte & 15]);
    }
    return text;
}

Failure noPhrase(const Wallet& wallet) {
    return fail(ErrorKind::precondition, "wallet.no_phrase",
                cat("\"", wallet.label, "\" did not come from a recovery phrase"),
                {{"field", "walletId"}});
}

}  // namespace

Task<RevealPhrase::Response> Keys::revealPhrase(RevealPhrase request, ops::Context) {
    KOSH_CO_TRY(const auto sealed, co_await findSealed(request.walletId));
    KOSH_CO_CHECK(co_await m_shared.keyring.reauthenticate(request.passphrase));
    if (sealed.wallet.kind != WalletKind::phrase) co_return noPhrase(sealed.wallet);
    KOSH_CO_TRY(auto phrase, m_shared.keyring.open(sealed.sealedPhrase, "wallet phrase",
                                                   request.walletId.toString()));
    co_return RevealPhrase::Response{SharedSecret(std::move(phrase))};
}

Task<ExportKey::Response> Keys::exportKey(ExportKey request, ops::Context) {
    KOSH_CO_CHECK(co_await m_shared.keyring.reauthenticate(request.passphrase));
    KOSH_CO_TRY(const auto key, co_await keyOf(m_shared, request.address, "address"));
    co_return ExportKey::Response{SharedSecret(hexOf(key->bytes()))};
}

Task<ExportKeystore::Response> Keys::exportKeystore(ExportKeystore request, ops::Context) {
    if (request.keystorePassphrase.view().size() < 8) {
        co_return invalidField("keystorePassphrase", "wallet.keystore_passphrase",
                               "a keystore file needs a passphrase of at least 8 characters");
    }
    KOSH_CO_CHECK(co_await m_shared.keyring.reauthenticate(request.passphrase));
    KOSH_CO_TRY(const auto key, co_await keyOf(m_shared, request.address, "address"));
    KOSH_CO_TRY(auto text, co_await m_shared.env.compute.run(
                               [this, key, passphrase = request.keystorePassphrase] {
                                   return crypto::keystore::seal(
                                       *key, SecretBytes(passphrase.view()), m_shared.env.random);
                               }));
    co_return ExportKeystore::Response{std::move(text)};
}

Task<Wallet> Keys::confirmBackup(ConfirmBackup request, ops::Context) {
    KOSH_CO_TRY(const auto sealed, co_await findSealed(request.walletId));
    if (sealed.wallet.kind != WalletKind::phrase) co_return noPhrase(sealed.wallet);
    KOSH_CO_TRY(const auto phrase, m_shared.keyring.open(sealed.sealedPhrase, "wallet phrase",
                                                         request.walletId.toString()));
    KOSH_CO_CHECK(checkWords(phrase.text(), request.positions, request.words));
    const WalletChanged changed{request.walletId, sealed.wallet.label};
    KOSH_CO_CHECK(co_await m_shared.db.write([changed](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(repository::markBackedUp(tx, changed.walletId));
        KOSH_CHECK(events::append(tx, changed));
        return {};
    }));
    co_return co_await find(request.walletId);
}

}  // namespace kosh::wallet
