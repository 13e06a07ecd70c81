// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "kosh/ui/preferences.h"

#include <QLocale>

namespace kosh::ui {

Preferences::Preferences(const QString& file, QObject* parent)
    : QObject(parent), m_settings(file, QSettings::IniFormat) {}

int Preferences::themeMode() const {
    return qBound(0, m_settings.value("themeMode", 0).toInt(), 2);
}
void Preferences::setThemeMode(int mode) {
    if (mode == themeMode()) return;
    m_settings.setValue("themeMode", mode);
    emit themeModeChanged();
}

QString Preferences::language() const {
    const bool isHindi = QLocale::system().language() == QLocale::Hindi;
    const auto chosen = m_settings.value("language").toString();
    if (chosen == u"en" || chosen == u"hi") return chosen;
    return isHindi ? QStringLiteral("hi") : QStringLiteral("en");
}
void Preferences::setLanguage(const QString& language) {
    if (language == this->language()) return;
    m_settings.setValue("language", language);
    emit languageChanged();
}

quint64 Preferences::chainId() const {
    return m_settings.value("chainId", 1).toULongLong();
}
void Preferences::setChainId(quint64 chainId) {
    m_settings.setValue("chainId", chainId);
}

QString Preferences::node() const {
    return m_settings.value("node").toString();
}
void Preferences::setNode(const QString& name) {
    m_settings.setValue("node", name);
    // Read again by the next start, however this one ends.
    m_settings.sync();
}

int Preferences::slippageBps() const {
    return qBound(1, m_settings.value("slippageBps", 50).toInt(), 5000);
}
void Preferences::setSlippageBps(int bps) {
    m_settings.setValue("slippageBps", bps);
}

}  // namespace kosh::ui
