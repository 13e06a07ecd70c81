// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ui/phrase_view.h>
#include <kosh/ui/request_form.h>
#include <kosh/ui/secret_field.h>
#include <kosh/ui/session.h>
#include <kosh/ui/value_rows.h>
#include <kosh/ui/view_model.h>

#include <memory>
#include <set>
#include <vector>

namespace kosh::ui {

/// An operation, or the service that the ones after it belong to.
struct OperationRow {
    Q_GADGET
    QML_VALUE_TYPE(operationRow)
    Q_PROPERTY(QString key MEMBER key)  ///< The operation's or the service's name.
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QString scope MEMBER scope)
    Q_PROPERTY(int cost MEMBER cost)
    Q_PROPERTY(int count MEMBER count)  ///< Of a service: how many it has.
    Q_PROPERTY(bool isService MEMBER isService)
    Q_PROPERTY(bool isOpen MEMBER isOpen)
    Q_PROPERTY(bool isCommand MEMBER isCommand)

public:
    QString key, title, scope;
    int cost = 1, count = 0;
    bool isService = false, isOpen = false, isCommand = false;
    friend bool operator==(const OperationRow&, const OperationRow&) = default;
};

class OperationRows : public RowModel<OperationRow> {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)  // moc cannot see it in a template
public:
    using RowModel::RowModel;
};

/// Every operation of the node behind a form made from its declaration. What is declared is all
/// that is needed: a new operation is here without a line of its own.
class WorkbenchModel : public kosh::ui::ViewModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(kosh::ui::OperationRows* operations READ operations CONSTANT)
    Q_PROPERTY(QString search READ search WRITE setSearch NOTIFY listChanged)
    Q_PROPERTY(kosh::ui::OperationRow chosen READ chosen NOTIFY chosenChanged)
    Q_PROPERTY(kosh::ui::FieldRows* fields READ fields CONSTANT)
    Q_PROPERTY(kosh::ui::ValueRows* values READ values CONSTANT)
    Q_PROPERTY(Step step READ step NOTIFY stepChanged)
    Q_PROPERTY(bool needsPassphrase READ needsPassphrase NOTIFY stepChanged)
    Q_PROPERTY(QString idempotencyKey READ idempotencyKey NOTIFY stepChanged)

public:
    enum class Step {
        Form,     ///< `fields` are filled in.
        Confirm,  ///< A command: `values` are what would be sent.
        Answer    ///< `values` are the response.
    };
    Q_ENUM(Step)

    WorkbenchModel(Session& session, const std::vector<const ops::OperationType*>& types);
    ~WorkbenchModel() override;

    OperationRows* operations() { return &m_operations; }
    QString search() const { return m_search; }
    void setSearch(const QString& search);
    OperationRow chosen() const { return m_chosen; }
    FieldRows* fields() { return &m_fields; }
    ValueRows* values() { return &m_values; }
    Step step() const { return m_step; }
    bool needsPassphrase() const { return m_needsPassphrase; }
    QString idempotencyKey() const { return m_idempotencyKey; }

    /// Opens or closes a service's group.
    Q_INVOKABLE void toggle(const QString& service);
    /// An empty name goes back to the list.
    Q_INVOKABLE void choose(const QString& operation);
    Q_INVOKABLE void setText(const QString& key, const QString& text);
    Q_INVOKABLE void setChoice(const QString& key, int index);
    Q_INVOKABLE void setSecret(const QString& key, kosh::ui::SecretField* field);
    Q_INVOKABLE void add(const QString& key);
    Q_INVOKABLE void remove(const QString& key);
    /// Queries run at once, commands are shown for confirmation first.
    Q_INVOKABLE void submit();
    Q_INVOKABLE void confirm();
    Q_INVOKABLE void unlockAndConfirm(kosh::ui::SecretField* passphrase);
    Q_INVOKABLE void backToForm();
    /// Gives a secret of the response to the item that draws it.
    Q_INVOKABLE void show(const QString& key, kosh::ui::PhraseView* view) const;
    /// The response as JSON without secrets.
    Q_INVOKABLE QString answerText() const { return m_answer; }

signals:
    void listChanged();
    void chosenChanged();
    void stepChanged();
    /// The fields for secrets empty themselves.
    void secretsTaken();

private:
    void list();
    void setStep(Step step);
    void showFields();
    void run();
    void takeAnswer(Result<std::shared_ptr<void>> response);
    void showAnswer(const void* response);
    void followUp();

    Session& m_session;
    std::vector<const ops::OperationType*> m_types;
    std::set<QString> m_open;
    OperationRows m_operations;
    FieldRows m_fields;
    ValueRows m_values;
    QString m_search;
    OperationRow m_chosen;
    std::unique_ptr<RequestForm> m_form;
    std::shared_ptr<void> m_request;
    std::map<QString, SharedSecret> m_secrets;
    QString m_answer, m_idempotencyKey;
    Step m_step = Step::Form;
    bool m_needsPassphrase = false;
    quint64 m_serial = 0;
};

}  // namespace kosh::ui
