// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/contacts_model.h"

#include <kosh/ui/text.h>

namespace kosh::ui {

ContactsModel::ContactsModel(Session& session) : m_session(session) {
    m_feed = session.client().subscribe({std::string(wallet::ContactsChanged::kInfo.type)}, this,
                                        [this](const events::Event&) { refresh(); });
    refresh();
}

void ContactsModel::refresh() {
    begin();
    m_session.client().call(wallet::ListContacts{}, this, [this](auto list) {
        if (!finish(list)) return;
        QList<ContactRow> rows;
        for (const auto& one : list->contacts)
            rows << ContactRow{QString::fromStdString(one.contactId.toString()),
                               QString::fromStdString(one.label),
                               QString::fromStdString(one.address.toString()), !one.chainId};
        m_contacts.setRows(std::move(rows));
        m_isLoaded = true;
        emit changed();
    });
}

void ContactsModel::check(const QString& address) {
    const auto serial = ++m_serial;
    m_notices.clear();
    m_hasDanger = false;
    emit changed();
    const auto parsed = Address::parse(address.trimmed().toStdString());
    if (!parsed) return;
    wallet::CheckRecipient request{m_session.chainId(), *parsed};
    m_session.client().call(std::move(request), this, [this, serial](auto known) {
        if (serial != m_serial || !known) return;
        for (const auto& notice : known->notices) {
            if (notice.level == wallet::NoticeLevel::danger) m_hasDanger = true;
            m_notices << QString::fromStdString(notice.message);
        }
        emit changed();
    });
}

void ContactsModel::add(const QString& label, const QString& address, bool isEverywhere) {
    if (isBusy()) return;
    clearError();
    const auto parsed = Address::parse(address.trimmed().toStdString());
    if (!parsed) return showError(parsed.error());
    begin();
    wallet::AddContact request;
    request.label = label.trimmed().toStdString();
    request.address = *parsed;
    if (!isEverywhere) request.chainId = m_session.chainId();
    m_session.client().call(std::move(request), command(), this, [this](auto done) {
        if (!finish(done)) return;
        check({});
        emit added();
        refresh();
    });
}

void ContactsModel::rename(const QString& key, const QString& label) {
    const auto id = Id::parse(key.toStdString());
    if (isBusy() || !id) return;
    begin();
    wallet::RenameContact request{*id, label.trimmed().toStdString()};
    m_session.client().call(std::move(request), command(), this, [this](auto done) {
        if (finish(done)) refresh();
    });
}

void ContactsModel::remove(const QString& key) {
    const auto id = Id::parse(key.toStdString());
    if (isBusy() || !id) return;
    begin();
    m_session.client().call(wallet::RemoveContact{*id}, command(), this, [this](auto done) {
        if (finish(done)) refresh();
    });
}

}  // namespace kosh::ui
