// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/node_model.h"

#include <kosh/ui/error_text.h>

#include <QCoreApplication>
#include <QPointer>

namespace kosh::ui {

void NodeModel::pair(SecretField* invitation) {
    if (isBusy() || invitation == nullptr || !m_port.pair) return;
    begin();
    const QPointer<SecretField> field(invitation);
    m_port.pair(invitation->share(), [self = QPointer(this), field](Result<std::string> paired) {
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, field, paired = std::move(paired)] {
                if (!self || !self->finish(paired)) return;
                if (field) field->clear();
                self->use(QString::fromStdString(*paired));
                emit self->paired(self->name());
                emit self->switched();
            },
            Qt::QueuedConnection);
    });
}

void NodeModel::retry() {
    if (m_port.retry) m_port.retry();
}

void NodeModel::leave() {
    if (!isRemote() || !m_port.leave) return;
    m_port.leave();
    m_link = Link::Local;
    m_name.clear();
    m_reason.clear();
    emit changed();
    emit switched();
}

void NodeModel::use(const QString& name) {
    m_name = name;
    if (m_link == Link::Local) m_link = Link::Connecting;
    emit changed();
}

void NodeModel::setLink(Link link, const std::optional<Error>& reason) {
    // A last word of a node that is not used any more.
    if (m_link == Link::Local && m_name.isEmpty()) return;
    const bool isBack = link == Link::Online && m_link != Link::Online;
    m_link = link;
    m_reason = reason ? describe(*reason) : QString();
    emit changed();
    if (isBack) emit cameBack();
}

}  // namespace kosh::ui
