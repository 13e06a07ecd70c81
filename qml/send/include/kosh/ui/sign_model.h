// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/notice_rows.h>
#include <kosh/ui/secret_field.h>
#include <kosh/ui/session.h>
#include <kosh/ui/view_model.h>
#include <kosh/wallet/signing.h>

namespace kosh::ui {

/// What a signature lets somebody take.
struct GrantRow {
    Q_GADGET
    QML_VALUE_TYPE(grantRow)
    Q_PROPERTY(QString key MEMBER key)
    Q_PROPERTY(QString token MEMBER token)      ///< Symbol, or the contract.
    Q_PROPERTY(QString spender MEMBER spender)  ///< Empty = anybody who has the signature.
    Q_PROPERTY(QString amount MEMBER amount)
    Q_PROPERTY(bool isUnlimited MEMBER isUnlimited)
    Q_PROPERTY(double expiresAt MEMBER expiresAt)  ///< UTC microseconds; 0 = never.

public:
    QString key, token, spender, amount;
    bool isUnlimited = false;
    double expiresAt = 0;
    friend bool operator==(const GrantRow&, const GrantRow&) = default;
};
class GrantRows : public RowModel<GrantRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// One line of what is signed.
struct SignedField {
    Q_GADGET
    QML_VALUE_TYPE(signedField)
    Q_PROPERTY(QString key MEMBER key)  ///< Its path.
    Q_PROPERTY(QString type MEMBER type)
    Q_PROPERTY(QString value MEMBER value)

public:
    QString key, type, value;
    friend bool operator==(const SignedField&, const SignedField&) = default;
};
class SignedFields : public RowModel<SignedField> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// What a request for a signature means.
struct MeaningView {
    Q_GADGET
    QML_VALUE_TYPE(meaningView)
    /// "message", "bytes", or what typed data is ("permit", …, "unknown").
    Q_PROPERTY(QString kind MEMBER kind)
    Q_PROPERTY(QString summary MEMBER summary)
    Q_PROPERTY(QString domain MEMBER domain)
    Q_PROPERTY(QString network MEMBER network)  ///< Chain id; empty = valid on every network.
    Q_PROPERTY(QString contract MEMBER contract)
    Q_PROPERTY(QString primaryType MEMBER primaryType)
    Q_PROPERTY(QString digest MEMBER digest)
    Q_PROPERTY(double deadline MEMBER deadline)  ///< UTC microseconds; 0 = none.

public:
    QString kind, summary, domain, network, contract, primaryType, digest;
    double deadline = 0;
};

/// Signing a message (EIP-191) or typed data (EIP-712): first what it means, then the signature.
class SignModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(Stage stage READ stage NOTIFY changed)
    Q_PROPERTY(bool isTyped READ isTyped NOTIFY changed)
    Q_PROPERTY(QList<QString> signerNames READ signerNames NOTIFY changed)
    Q_PROPERTY(int signerIndex READ signerIndex NOTIFY changed)
    Q_PROPERTY(kosh::ui::MeaningView meaning READ meaning NOTIFY changed)
    Q_PROPERTY(kosh::ui::GrantRows* grants READ grants CONSTANT)
    Q_PROPERTY(kosh::ui::SignedFields* tree READ tree CONSTANT)
    Q_PROPERTY(kosh::ui::NoticeRows* notices READ notices CONSTANT)
    Q_PROPERTY(bool hasDanger READ hasDanger NOTIFY changed)
    Q_PROPERTY(bool needsPassphrase READ needsPassphrase NOTIFY changed)
    Q_PROPERTY(QString signature READ signature NOTIFY changed)

public:
    enum class Stage { Edit, Review, Signed };
    Q_ENUM(Stage)

    explicit SignModel(Session& session);

    Stage stage() const { return m_stage; }
    bool isTyped() const { return m_isTyped; }
    QStringList signerNames() const { return m_session.signerNames(); }
    int signerIndex() const;
    MeaningView meaning() const { return m_meaning; }
    GrantRows* grants() { return &m_grants; }
    SignedFields* tree() { return &m_tree; }
    NoticeRows* notices() { return &m_notices; }
    bool hasDanger() const { return m_hasDanger; }
    bool needsPassphrase() const { return m_needsPassphrase; }
    QString signature() const { return m_signature; }

    Q_INVOKABLE void chooseSigner(int index);
    /// A text, or the bytes of "0x…".
    Q_INVOKABLE void reviewMessage(const QString& message);
    /// The JSON of eth_signTypedData_v4.
    Q_INVOKABLE void reviewTyped(const QString& json);
    Q_INVOKABLE void back();
    /// `acceptDanger` is the owner's word that the dangers were read.
    Q_INVOKABLE void sign(bool acceptDanger);
    Q_INVOKABLE void unlockAndSign(kosh::ui::SecretField* passphrase, bool acceptDanger);

signals:
    void changed();

private:
    void take(const wallet::DecodeMessage::Response& message);
    void take(const wallet::TypedDataMeaning& meaning);
    void keepSigner();
    void show(const Bytes& signature);
    void refuse();

    Session& m_session;
    Stage m_stage = Stage::Edit;
    std::optional<Address> m_signer;
    quint64 m_serial = 0;  ///< Of the signer: what was read for another one is stale.
    bool m_isTyped = false, m_hasDanger = false, m_needsPassphrase = false;
    std::string m_content;
    QString m_idempotencyKey, m_signature;
    MeaningView m_meaning;
    GrantRows m_grants;
    SignedFields m_tree;
    NoticeRows m_notices;
};

}  // namespace kosh::ui
