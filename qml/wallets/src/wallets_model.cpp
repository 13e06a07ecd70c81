// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/wallets_model.h"

#include <kosh/ui/text.h>

#include <algorithm>

namespace kosh::ui {

namespace {

QString kindOf(const wallet::Wallet& one) {
    for (const auto& [value, name] : enumNames(one.kind))
        if (value == one.kind) return text(name);
    return {};
}

WalletRow rowOf(const wallet::Wallet& one) {
    WalletRow row;
    row.key = text(one.walletId.toString());
    row.label = text(one.label);
    row.kind = kindOf(one);
    row.path = text(one.path);
    row.addressCount = int(one.addresses.size());
    row.isBackedUp = one.isBackedUp;
    row.hasPassphrase = one.hasPassphrase;
    return row;
}

}  // namespace

WalletsModel::WalletsModel(Session& session) : m_session(session) {
    connect(&session, &Session::walletsChanged, this, &WalletsModel::take);
    take();
}

void WalletsModel::take() {
    QList<WalletRow> rows;
    QList<AddressRow> addresses;
    const auto key = m_chosen.key;
    m_chosen = {};
    const auto* device = m_session.device();
    for (const auto& one : m_session.wallets()) {
        rows << rowOf(one);
        rows.last().isKeyHere = device != nullptr && !one.addresses.empty() &&
                                device->hasKey(one.addresses.front().address);
        if (rows.last().key != key) continue;
        m_chosen = rows.last();
        for (const auto& address : one.addresses)
            addresses << AddressRow{text(address.address.toString()), text(address.label),
                                    text(address.path)};
    }
    m_wallets.setRows(std::move(rows));
    m_addresses.setRows(std::move(addresses));
    m_deviceKeys.setRows(unusedDeviceKeys());
    emit changed();
}

QList<AddressRow> WalletsModel::unusedDeviceKeys() const {
    QList<AddressRow> rows;
    if (m_session.device() == nullptr) return rows;
    std::vector<Address> used;
    for (const auto& wallet : m_session.wallets()) {
        if (wallet.kind == wallet::WalletKind::watchOnly) continue;
        for (const auto& one : wallet.addresses) used.push_back(one.address);
    }
    for (const auto& wallet : m_session.device()->wallets()) {
        for (const auto& one : wallet.addresses) {
            const bool isUsed = std::find(used.begin(), used.end(), one.address) != used.end();
            if (isUsed || !m_session.device()->hasKey(one.address)) continue;
            rows << AddressRow{text(one.address.toString()),
                               text(one.label.empty() ? wallet.label : one.label), text(one.path)};
        }
    }
    return rows;
}

void WalletsModel::choose(const QString& key) {
    start();
    m_chosen = {};
    m_chosen.key = key;
    take();
}

void WalletsModel::start() {
    m_success.clear();
    m_losses.clear();
    m_keystore.clear();
    m_secret = {};
    clearError();
    emit changed();
}

void WalletsModel::succeed(const QString& text) {
    m_success = text;
    emit changed();
}

Id WalletsModel::chosenId() const {
    return Id::parse(m_chosen.key.toStdString()).value_or(Id{});
}

template <typename Request>
void WalletsModel::add(Request request) {
    begin();
    m_session.client().call(std::move(request), command(), this, [this](auto added) {
        if (!finish(added)) return;
        m_chosen.key = text(added->walletId.toString());
        m_session.reloadWallets();
        succeed(tr("%1 is added.").arg(text(added->label)));
        emit finished();
    });
}

void WalletsModel::importPhrase(const QString& label, SecretField* phrase, SecretField* passphrase,
                                const QString& path) {
    if (isBusy() || phrase == nullptr || passphrase == nullptr) return;
    start();
    wallet::ImportWallet request;
    request.label = label.toStdString();
    request.phrase = phrase->share();
    request.passphrase = passphrase->share();
    if (!path.trimmed().isEmpty()) request.path = path.trimmed().toStdString();
    add(std::move(request));
}

void WalletsModel::importKey(const QString& label, SecretField* key) {
    if (isBusy() || key == nullptr) return;
    start();
    add(wallet::ImportKey{key->share(), label.toStdString()});
}

void WalletsModel::importKeystore(const QString& label, const QString& keystore,
                                  SecretField* passphrase) {
    if (isBusy() || passphrase == nullptr) return;
    start();
    add(wallet::ImportKeystore{keystore.toStdString(), passphrase->share(), label.toStdString()});
}

void WalletsModel::watch(const QString& label, const QString& address) {
    if (isBusy()) return;
    start();
    const auto parsed = Address::parse(address.trimmed().toStdString());
    if (!parsed) return showError(parsed.error());
    add(wallet::WatchAddress{*parsed, label.toStdString(), false});
}

void WalletsModel::useDeviceKey(const QString& address) {
    if (isBusy()) return;
    start();
    for (const auto& row : m_deviceKeys.rows()) {
        const auto parsed = Address::parse(row.key.toStdString());
        if (row.key != address || !parsed) continue;
        return add(wallet::WatchAddress{*parsed, row.label.toStdString(), true});
    }
}

void WalletsModel::rename(const QString& label) {
    if (isBusy()) return;
    start();
    begin();
    wallet::RenameWallet request{chosenId(), label.toStdString()};
    m_session.client().call(std::move(request), command(), this, [this](auto renamed) {
        if (!finish(renamed)) return;
        m_session.reloadWallets();
        succeed(tr("Renamed."));
    });
}

void WalletsModel::labelAddress(const QString& address, const QString& label) {
    if (isBusy()) return;
    start();
    const auto parsed = Address::parse(address.toStdString());
    if (!parsed) return showError(parsed.error());
    begin();
    wallet::LabelAddress request{*parsed, label.toStdString()};
    m_session.client().call(std::move(request), command(), this, [this](auto labelled) {
        if (!finish(labelled)) return;
        m_session.reloadWallets();
        succeed(tr("Renamed."));
    });
}

void WalletsModel::addAddress() {
    if (isBusy()) return;
    start();
    begin();
    m_session.client().call(wallet::AddAddress{chosenId(), {}}, command(), this,
                            [this](auto added) {
                                if (!finish(added)) return;
                                m_session.reloadWallets();
                                succeed(tr("New address: %1").arg(text(added->address.toString())));
                            });
}

void WalletsModel::discover() {
    if (isBusy()) return;
    start();
    begin();
    wallet::DiscoverAddresses request;
    request.walletId = chosenId();
    request.chainIds = {m_session.chainId()};
    m_session.client().call(std::move(request), command(), this, [this](auto discovered) {
        if (!finish(discovered)) return;
        m_session.reloadWallets();
        succeed(tr("%n used address(es) found.", nullptr, int(discovered->found.size())));
    });
}

void WalletsModel::revealPhrase(SecretField* passphrase) {
    if (isBusy() || passphrase == nullptr) return;
    start();
    begin();
    wallet::RevealPhrase request{chosenId(), passphrase->take()};
    m_session.client().call(std::move(request), this, [this](auto revealed) {
        if (!finish(revealed)) return;
        m_secret = revealed->phrase;
        emit changed();
    });
}

void WalletsModel::exportKey(const QString& address, SecretField* passphrase) {
    if (isBusy() || passphrase == nullptr) return;
    start();
    const auto parsed = Address::parse(address.toStdString());
    if (!parsed) return showError(parsed.error());
    begin();
    wallet::ExportKey request{*parsed, passphrase->take()};
    m_session.client().call(std::move(request), this, [this](auto exported) {
        if (!finish(exported)) return;
        m_secret = exported->privateKey;
        emit changed();
    });
}

void WalletsModel::exportKeystore(const QString& address, SecretField* passphrase,
                                  SecretField* own) {
    if (isBusy() || passphrase == nullptr || own == nullptr) return;
    start();
    const auto parsed = Address::parse(address.toStdString());
    if (!parsed) return showError(parsed.error());
    begin();
    wallet::ExportKeystore request{*parsed, passphrase->take(), own->take()};
    m_session.client().call(std::move(request), this, [this](auto exported) {
        if (!finish(exported)) return;
        m_keystore = text(exported->keystore);
        emit changed();
    });
}

void WalletsModel::show(PhraseView* view) const {
    if (view != nullptr) view->setPhrase(m_secret);
}

void WalletsModel::forgetSecret() {
    start();
}

void WalletsModel::previewRemoval() {
    if (isBusy()) return;
    start();
    begin();
    m_session.client().call(wallet::PreviewRemoval{chosenId()}, this, [this](auto preview) {
        if (!finish(preview)) return;
        for (const auto& loss : preview->losses) m_losses << text(loss);
        emit changed();
    });
}

void WalletsModel::removeWallet(SecretField* passphrase, bool acceptLoss) {
    if (isBusy() || passphrase == nullptr) return;
    const auto losses = m_losses;
    start();
    m_losses = losses;
    begin();
    wallet::RemoveWallet request{chosenId(), passphrase->take(), acceptLoss};
    m_session.client().call(std::move(request), command(), this, [this](auto removed) {
        if (!finish(removed)) return;
        choose({});
        m_session.reloadWallets();
        succeed(tr("%1 is removed.").arg(text(removed->wallet.label)));
        emit finished();
    });
}

}  // namespace kosh::ui
