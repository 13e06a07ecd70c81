// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QSettings>
#include <QString>

namespace kosh::ui {

/// What a person chose for this device: nothing secret, in a plain file of the profile.
class Preferences : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    /// Theme.Mode: 0 system, 1 light, 2 dark.
    Q_PROPERTY(int themeMode READ themeMode WRITE setThemeMode NOTIFY themeModeChanged)
    /// "en" or "hi".
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)

public:
    explicit Preferences(const QString& file, QObject* parent = nullptr);

    int themeMode() const;
    void setThemeMode(int mode);
    QString language() const;
    void setLanguage(const QString& language);
    quint64 chainId() const;
    void setChainId(quint64 chainId);
    /// The paired node this profile uses; empty: this device.
    QString node() const;
    void setNode(const QString& name);
    int slippageBps() const;
    void setSlippageBps(int bps);

signals:
    void themeModeChanged();
    void languageChanged();

private:
    QSettings m_settings;
};

}  // namespace kosh::ui
