// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/workbench_model.h"

#include "names.h"

#include <kosh/json/json.h>
#include <kosh/ui/error_text.h>
#include <kosh/ui/text.h>
#include <kosh/vault/api.h>

#include <algorithm>

namespace kosh::ui {

namespace {

std::string_view serviceOf(const ops::OperationType& type) {
    return type.info.name.substr(0, type.info.name.find('.'));
}

OperationRow rowOf(const ops::OperationType& type) {
    OperationRow row;
    row.key = toQString(type.info.name);
    row.title = toQString(type.info.summary);
    row.scope = toQString(type.info.scope);
    row.cost = type.info.cost;
    row.isCommand = type.info.kind == ops::Kind::command;
    return row;
}

bool matches(const OperationRow& row, const QStringList& words) {
    return std::all_of(words.begin(), words.end(), [&](const QString& word) {
        return row.title.contains(word, Qt::CaseInsensitive) ||
               row.key.contains(word, Qt::CaseInsensitive);
    });
}

}  // namespace

WorkbenchModel::WorkbenchModel(Session& session,
                               const std::vector<const ops::OperationType*>& types)
    : m_session(session), m_types(types) {
    list();
}
WorkbenchModel::~WorkbenchModel() = default;

void WorkbenchModel::setSearch(const QString& search) {
    if (search == m_search) return;
    m_search = search;
    list();
}

void WorkbenchModel::toggle(const QString& service) {
    if (m_open.erase(service) == 0) m_open.insert(service);
    list();
}

void WorkbenchModel::list() {
    const auto words = m_search.split(u' ', Qt::SkipEmptyParts);
    QList<OperationRow> rows;
    std::set<QString> listed;
    for (const auto* first : m_types) {
        const auto service = serviceOf(*first);
        if (!listed.insert(toQString(service)).second) continue;
        QList<OperationRow> members;
        for (const auto* type : m_types) {
            if (serviceOf(*type) != service) continue;
            if (auto row = rowOf(*type); matches(row, words)) members << row;
        }
        if (members.isEmpty()) continue;
        OperationRow heading;
        heading.key = toQString(service);
        heading.title = serviceTitle(service);
        heading.isService = true;
        heading.count = int(members.size());
        heading.isOpen = !words.isEmpty() || m_open.contains(heading.key);
        rows << heading;
        if (heading.isOpen) rows << members;
    }
    m_operations.setRows(std::move(rows));
    emit listChanged();
}

void WorkbenchModel::choose(const QString& operation) {
    if (operation == m_chosen.key) return;
    ++m_serial;
    m_chosen = {};
    m_form.reset();
    m_request.reset();
    m_needsPassphrase = false;
    clearError();
    for (const auto* type : m_types) {
        if (toQString(type->info.name) != operation) continue;
        m_chosen = rowOf(*type);
        m_form = std::make_unique<RequestForm>(*type);
        m_form->setText(QStringLiteral("chainId"), QString::number(m_session.chainId()));
    }
    setStep(Step::Form);
    emit chosenChanged();
}

void WorkbenchModel::setStep(Step step) {
    m_step = step;
    if (step != Step::Answer) {
        m_secrets.clear();
        m_answer.clear();
    }
    if (step == Step::Form) {
        m_values.setRows({});
        showFields();
    }
    emit stepChanged();
}

void WorkbenchModel::showFields() {
    m_fields.setRows(m_form ? m_form->rows() : QList<FieldRow>());
}

void WorkbenchModel::setText(const QString& key, const QString& text) {
    if (!m_form) return;
    m_form->setText(key, text);
    showFields();
}
void WorkbenchModel::setChoice(const QString& key, int index) {
    if (!m_form) return;
    m_form->setChoice(key, index);
    showFields();
}
void WorkbenchModel::setSecret(const QString& key, SecretField* field) {
    if (m_form && field != nullptr) m_form->setSecret(key, field->share());
}
void WorkbenchModel::add(const QString& key) {
    if (!m_form) return;
    m_form->add(key);
    showFields();
}
void WorkbenchModel::remove(const QString& key) {
    if (!m_form) return;
    m_form->remove(key);
    showFields();
}

void WorkbenchModel::submit() {
    if (!m_form || isBusy() || m_step == Step::Confirm) return;
    clearError();
    m_form->clearErrors();
    auto request = m_form->request();
    if (!request) {
        if (!m_form->place(request.error())) showError(request.error());
        showFields();
        return;
    }
    m_request = *std::move(request);
    if (!m_chosen.isCommand) {
        m_idempotencyKey.clear();
        return run();
    }
    std::string text;
    json::Writer writer(text);
    m_form->type().encodeRequest(m_request.get(), writer);
    if (const auto document = json::Document::parse(text))
        m_values.setRows(valueRows(m_form->type().requestSchema(), document->root()));
    m_idempotencyKey = freshKey();
    setStep(Step::Confirm);
}

void WorkbenchModel::confirm() {
    if (m_step == Step::Confirm && !isBusy()) run();
}

void WorkbenchModel::unlockAndConfirm(SecretField* passphrase) {
    if (isBusy() || passphrase == nullptr) return;
    begin();
    m_session.client().call(vault::UnlockSigning{passphrase->take()}, this, [this](auto unlocked) {
        if (!finish(unlocked)) return;
        m_needsPassphrase = false;
        emit stepChanged();
        confirm();
    });
}

void WorkbenchModel::run() {
    begin();
    auto context = ops::Context::owner();
    if (!m_idempotencyKey.isEmpty()) context = context.withKey(m_idempotencyKey.toStdString());
    const auto serial = ++m_serial;
    m_session.client().callErased(m_form->type(), m_request, std::move(context), this,
                                  [this, serial](auto response) {
                                      if (serial == m_serial)
                                          return takeAnswer(std::move(response));
                                      // Another operation was chosen meanwhile.
                                      end();
                                  });
}

void WorkbenchModel::takeAnswer(Result<std::shared_ptr<void>> response) {
    if (!response) {
        const auto error = response.error();
        m_needsPassphrase = m_step == Step::Confirm && error.key == "vault.signing_locked";
        const bool isPlaced = error.kind == ErrorKind::invalid && m_form->place(error);
        end(error);
        if (!isPlaced) return emit stepChanged();
        clearError();
        return setStep(Step::Form);
    }
    end();
    m_request.reset();
    m_form->clearSecrets();
    emit secretsTaken();
    showAnswer(response->get());
    followUp();
}

void WorkbenchModel::showAnswer(const void* response) {
    const auto& type = m_form->type();
    const auto schema = type.responseSchema();
    m_answer.clear();
    m_secrets.clear();
    std::string text;
    json::Writer writer(text);
    type.encodeResponse(response, writer);
    // The same again with secrets, in memory that does not move and is wiped.
    std::string revealed;
    revealed.reserve(text.size() + (std::size_t{1} << 16));
    json::Writer open(revealed, json::Secrets::revealed);
    type.encodeResponse(response, open);
    if (const auto document = json::Document::parse(revealed))
        m_secrets = secretsOf(schema, document->root());
    wipe(revealed.data(), revealed.size());
    m_answer = toQString(text);
    if (const auto document = json::Document::parse(text))
        m_values.setRows(valueRows(schema, document->root()));
    setStep(Step::Answer);
}

/// What the other screens hold may be old now.
void WorkbenchModel::followUp() {
    if (!m_chosen.isCommand) return;
    if (m_chosen.key == u"vault.lock") return m_session.lock();
    if (m_chosen.key.startsWith(u"wallet.")) m_session.reloadWallets();
    if (m_chosen.key.startsWith(u"chain.")) m_session.reloadChains();
}

void WorkbenchModel::backToForm() {
    if (isBusy()) return;
    m_needsPassphrase = false;
    clearError();
    setStep(Step::Form);
}

void WorkbenchModel::show(const QString& key, PhraseView* view) const {
    const auto found = m_secrets.find(key);
    if (view != nullptr && found != m_secrets.end()) view->setPhrase(found->second);
}

}  // namespace kosh::ui
