// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/row_model.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>
#include <kosh/wallet/contacts.h>

namespace kosh::ui {

struct ContactRow {
    Q_GADGET
    QML_VALUE_TYPE(contactRow)
    Q_PROPERTY(QString key MEMBER key)
    Q_PROPERTY(QString label MEMBER label)
    Q_PROPERTY(QString address MEMBER address)
    Q_PROPERTY(bool isEverywhere MEMBER isEverywhere)

public:
    QString key, label, address;
    bool isEverywhere = true;
    friend bool operator==(const ContactRow&, const ContactRow&) = default;
};
class ContactRows : public RowModel<ContactRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// The address book. An address is checked against those one has paid to before it is added.
class ContactsModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(kosh::ui::ContactRows* contacts READ contacts CONSTANT)
    Q_PROPERTY(bool isLoaded READ isLoaded NOTIFY changed)
    /// What is known of the address that was typed: what to read before paying to it.
    Q_PROPERTY(QList<QString> notices READ notices NOTIFY changed)
    Q_PROPERTY(bool hasDanger READ hasDanger NOTIFY changed)

public:
    explicit ContactsModel(Session& session);

    ContactRows* contacts() { return &m_contacts; }
    bool isLoaded() const { return m_isLoaded; }
    QStringList notices() const { return m_notices; }
    bool hasDanger() const { return m_hasDanger; }

    Q_INVOKABLE void refresh();
    Q_INVOKABLE void check(const QString& address);
    Q_INVOKABLE void add(const QString& label, const QString& address, bool isEverywhere);
    Q_INVOKABLE void rename(const QString& key, const QString& label);
    Q_INVOKABLE void remove(const QString& key);

signals:
    void changed();
    void added();

private:
    Session& m_session;
    ContactRows m_contacts;
    std::unique_ptr<EventFeed> m_feed;
    QStringList m_notices;
    bool m_isLoaded = false, m_hasDanger = false;
    quint64 m_serial = 0;
};

}  // namespace kosh::ui
