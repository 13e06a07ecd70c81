// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QList>
#include <QMetaType>

namespace kosh::ui {

/// A list of value-type rows for views: one role, `row`, that delegates take as a typed required
/// property. What did not change keeps its delegate, so that focus and scroll position stay.
class RowModelBase : public QAbstractListModel {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    using QAbstractListModel::QAbstractListModel;
    int count() const { return rowCount({}); }
    QHash<int, QByteArray> roleNames() const override;

signals:
    void countChanged();
};

/// `Row` is a gadget with a member `QString key` that tells rows apart, and operator==.
template <typename Row>
class RowModel : public RowModelBase {
public:
    using RowModelBase::RowModelBase;

    const QList<Row>& rows() const { return m_rows; }
    int rowCount(const QModelIndex& parent) const override {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    QVariant data(const QModelIndex& index, int) const override {
        return index.row() < m_rows.size() ? QVariant::fromValue(m_rows[index.row()]) : QVariant();
    }

    void setRows(QList<Row> rows) {
        const auto before = m_rows.size();
        removeMissing(rows);
        for (qsizetype i = 0; i < rows.size(); ++i) {
            if (i < m_rows.size() && m_rows[i].key == rows[i].key) {
                if (m_rows[i] == rows[i]) continue;
                m_rows[i] = std::move(rows[i]);
                emit dataChanged(index(int(i)), index(int(i)));
                continue;
            }
            moveOrInsert(i, std::move(rows[i]));
        }
        if (m_rows.size() != before) emit countChanged();
    }

private:
    void removeMissing(const QList<Row>& rows) {
        for (qsizetype i = m_rows.size(); i-- > 0;) {
            const auto isKept = std::any_of(
                rows.begin(), rows.end(), [&](const Row& row) { return row.key == m_rows[i].key; });
            if (isKept) continue;
            beginRemoveRows({}, int(i), int(i));
            m_rows.removeAt(i);
            endRemoveRows();
        }
    }
    void moveOrInsert(qsizetype at, Row row) {
        for (qsizetype from = at + 1; from < m_rows.size(); ++from) {
            if (m_rows[from].key != row.key) continue;
            beginMoveRows({}, int(from), int(from), {}, int(at));
            m_rows.move(from, at);
            endMoveRows();
            m_rows[at] = std::move(row);
            emit dataChanged(index(int(at)), index(int(at)));
            return;
        }
        beginInsertRows({}, int(at), int(at));
        m_rows.insert(at, std::move(row));
        endInsertRows();
    }

    QList<Row> m_rows;
};

}  // namespace kosh::ui
