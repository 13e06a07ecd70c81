// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>

namespace kosh::ui {

/// What every view model has: whether it works, and what went wrong. `begin` and `end` bracket each
/// request, so that neither outlives its cause.
class ViewModel : public QObject {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(bool isBusy READ isBusy NOTIFY stateChanged)
    Q_PROPERTY(QString error READ error NOTIFY stateChanged)
    /// Stable key of the error ("vault.passphrase"), empty without one.
    Q_PROPERTY(QString errorKey READ errorKey NOTIFY stateChanged)

public:
    explicit ViewModel(QObject* parent = nullptr) : QObject(parent) {}

    bool isBusy() const { return m_pending > 0; }
    QString error() const { return m_error; }
    QString errorKey() const { return m_errorKey; }
    Q_INVOKABLE void clearError();

signals:
    void stateChanged();

protected:
    /// A request starts: busy, and the last error is gone.
    void begin();
    /// It ended well.
    void end();
    /// It ended with `error`.
    void end(const Error& error);
    /// True and `end()` for a value, false and `end(error)` for an error.
    template <typename T>
    bool finish(const Result<T>& result) {
        if (result) {
            end();
        } else {
            end(result.error());
        }
        return result.has_value();
    }
    void showError(const Error& error);
    void showError(const QString& key, const QString& text);

private:
    int m_pending = 0;
    QString m_error, m_errorKey;
};

}  // namespace kosh::ui
