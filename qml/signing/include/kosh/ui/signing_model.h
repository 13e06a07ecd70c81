// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/secret_field.h>
#include <kosh/ui/session.h>
#include <kosh/ui/signing_rows.h>
#include <kosh/ui/view_model.h>

#include <QTimer>
#include <memory>
#include <set>

namespace kosh::ui {

/// What the node asks the keys of this device to sign: the oldest request as this device reads it,
/// and the answer to it. Nothing is asked for while this device is the node.
class SigningModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    /// How many requests wait for this device, the shown one included.
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(kosh::ui::SignatureView request READ request NOTIFY changed)
    Q_PROPERTY(kosh::ui::SignedActions* actions READ actions CONSTANT)
    /// The vault of this device is locked: it is not known yet whose key is wanted.
    Q_PROPERTY(bool isLocked READ isLocked NOTIFY changed)
    Q_PROPERTY(bool needsPassphrase READ needsPassphrase NOTIFY changed)
    /// It has been read; until then nothing can be signed.
    Q_PROPERTY(bool isRead READ isRead NOTIFY changed)
    /// This device does not understand all of it: it has to be agreed to.
    Q_PROPERTY(bool isUnknown READ isUnknown NOTIFY changed)
    /// Signed, and the node could not be reached: it gets the same bytes later.
    Q_PROPERTY(bool isSigned READ isSigned NOTIFY changed)
    /// Why the last shown request went without an answer from here, until `forgetGone`: "expired"
    /// or "withdrawn" (signed or declined elsewhere, or taken back). Empty = it did not.
    Q_PROPERTY(QString gone READ gone NOTIFY changed)

public:
    explicit SigningModel(Session& session);

    int count() const { return int(m_requests.size()); }
    SignatureView request() const { return m_view; }
    SignedActions* actions() { return &m_actions; }
    bool isLocked() const;
    bool needsPassphrase() const { return m_needsPassphrase; }
    bool isRead() const { return m_isRead; }
    bool isUnknown() const { return m_isUnknown; }
    bool isSigned() const { return !m_raw.empty(); }
    QString gone() const { return m_gone; }

    Q_INVOKABLE void sign();
    Q_INVOKABLE void decline();
    /// Opens the vault of this device, or its signing and then signs.
    Q_INVOKABLE void unlock(kosh::ui::SecretField* passphrase);
    Q_INVOKABLE void forgetGone();

signals:
    void changed();
    /// Something is asked for that was not before.
    void wanted();

private:
    void watch();
    void read();
    void take(std::vector<wallet::SignatureRequest> requests);
    bool isMine(const wallet::SignatureRequest& request) const;
    void noteGone(const std::vector<wallet::SignatureRequest>& waiting);
    void show();
    void decode();
    void submit();
    void answered(const Id& requestId);
    void refused(const Error& error);

    Session& m_session;
    std::vector<wallet::SignatureRequest> m_requests;  ///< Oldest first.
    std::set<Id> m_known, m_answered;
    SignatureView m_view;
    SignedActions m_actions;
    Id m_shown;
    QString m_gone;
    Bytes m_raw;  ///< Of the shown one, once it is signed.
    bool m_isRead = false, m_isUnknown = false, m_needsPassphrase = false;
    bool m_isAsking = false, m_isStale = false;
    QTimer m_again, m_expiry;
    std::unique_ptr<EventFeed> m_feed;
};

}  // namespace kosh::ui
