// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/notice_rows.h>
#include <kosh/ui/risk_model.h>
#include <kosh/ui/secret_field.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>
#include <kosh/wallet/send.h>

#include <QStringList>
#include <memory>

namespace kosh::ui {

/// A transfer as it would be signed. Amounts are smallest units as text.
struct TransferView {
    Q_GADGET
    QML_VALUE_TYPE(transferView)
    Q_PROPERTY(QString symbol MEMBER symbol)
    Q_PROPERTY(int decimals MEMBER decimals)
    Q_PROPERTY(QString amount MEMBER amount)
    Q_PROPERTY(QString balance MEMBER balance)
    Q_PROPERTY(QString recipient MEMBER recipient)
    Q_PROPERTY(QString label MEMBER label)  ///< Of the recipient; empty = no name here.
    Q_PROPERTY(QString expectedFee MEMBER expectedFee)
    Q_PROPERTY(QString maxFee MEMBER maxFee)
    Q_PROPERTY(double nonce MEMBER nonce)
    Q_PROPERTY(int sentBefore MEMBER sentBefore)

public:
    QString symbol;
    int decimals = 18;
    QString amount, balance, recipient, label, expectedFee, maxFee;
    double nonce = 0;
    int sentBefore = 0;

    static TransferView of(const wallet::PreviewSend::Response& preview);
};

/// Sending the coin or a token: what is typed or read from a payment link, what it would do, the
/// transaction it became.
class SendModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(Stage stage READ stage NOTIFY changed)
    Q_PROPERTY(QList<QString> symbols READ symbols NOTIFY changed)
    Q_PROPERTY(int tokenIndex READ tokenIndex NOTIFY changed)
    Q_PROPERTY(QList<QString> senders READ senders NOTIFY changed)
    Q_PROPERTY(int senderIndex READ senderIndex NOTIFY changed)
    Q_PROPERTY(int speedIndex READ speedIndex NOTIFY changed)  ///< Slow, normal, fast.
    Q_PROPERTY(kosh::ui::TransferView transfer READ transfer NOTIFY changed)
    Q_PROPERTY(kosh::ui::NoticeRows* notices READ notices CONSTANT)
    Q_PROPERTY(kosh::ui::RiskModel* risk READ risk CONSTANT)
    /// A notice is a danger: it has to be agreed to.
    Q_PROPERTY(bool hasDanger READ hasDanger NOTIFY changed)
    Q_PROPERTY(bool needsPassphrase READ needsPassphrase NOTIFY changed)
    Q_PROPERTY(QString hash READ hash NOTIFY changed)  ///< Of what was sent; empty until signed.
    /// "awaiting_signature" (of a device), "declined", or any other status once it is on its way.
    Q_PROPERTY(QString sentStatus READ sentStatus NOTIFY changed)

public:
    enum class Stage { Edit, Review, Sent };
    Q_ENUM(Stage)

    explicit SendModel(Session& session);

    Stage stage() const { return m_stage; }
    QStringList symbols() const;
    int tokenIndex() const { return m_tokenIndex; }
    QStringList senders() const { return m_session.signerNames(); }
    int senderIndex() const;
    int speedIndex() const { return m_speedIndex; }
    TransferView transfer() const { return m_transfer; }
    NoticeRows* notices() { return &m_notices; }
    RiskModel* risk() { return &m_risk; }
    bool hasDanger() const { return m_hasDanger; }
    bool needsPassphrase() const { return m_needsPassphrase; }
    QString hash() const { return m_hash; }
    QString sentStatus() const { return m_sentStatus; }

    Q_INVOKABLE void chooseToken(int index);
    Q_INVOKABLE void chooseSender(int index);
    Q_INVOKABLE void chooseSpeed(int index);
    /// Reads an EIP-681 link; `filled` tells what it asks for.
    Q_INVOKABLE void readLink(const QString& link);
    /// `amount` is decimal, or "max".
    Q_INVOKABLE void review(const QString& recipient, const QString& amount);
    Q_INVOKABLE void back();
    Q_INVOKABLE void confirm();
    Q_INVOKABLE void unlockAndConfirm(kosh::ui::SecretField* passphrase);
    Q_INVOKABLE void startOver();

signals:
    void changed();
    void filled(const QString& recipient, const QString& amount);

private:
    void loadTokens();
    void keepSender();
    void dropReview();
    void takeSent(const wallet::Transaction& sent);
    void takeLink(const wallet::ReadPaymentUri::Response& link);
    template <typename Request>
    Request request() const;

    Session& m_session;
    Stage m_stage = Stage::Edit;
    std::vector<token::Token> m_tokens;
    int m_tokenIndex = -1, m_speedIndex = 1;
    std::optional<Address> m_sender;
    Address m_recipient;
    QString m_amount, m_idempotencyKey, m_hash, m_sentStatus;
    TransferView m_transfer;
    NoticeRows m_notices;
    RiskModel m_risk;
    bool m_hasDanger = false, m_needsPassphrase = false;
    quint64 m_serial = 0;  ///< Of the last review: other previews are stale.
    Id m_sentId;
    std::unique_ptr<EventFeed> m_feed;  ///< While a device has to sign.
};

}  // namespace kosh::ui
