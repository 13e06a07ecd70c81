// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "names.h"

#include <QCoreApplication>
#include <array>
#include <utility>

namespace kosh::ui {

namespace {

constexpr std::array<std::pair<std::string_view, const char*>, 13> kServices{{
    {"vault", QT_TRANSLATE_NOOP("Services", "Vault")},
    {"wallet", QT_TRANSLATE_NOOP("Services", "Wallets")},
    {"chain", QT_TRANSLATE_NOOP("Services", "Networks")},
    {"token", QT_TRANSLATE_NOOP("Services", "Tokens")},
    {"approval", QT_TRANSLATE_NOOP("Services", "Approvals")},
    {"simulation", QT_TRANSLATE_NOOP("Services", "Simulation and risk")},
    {"pool", QT_TRANSLATE_NOOP("Services", "Pools")},
    {"quote", QT_TRANSLATE_NOOP("Services", "Quotes")},
    {"trading", QT_TRANSLATE_NOOP("Services", "Trading")},
    {"liquidity", QT_TRANSLATE_NOOP("Services", "Liquidity")},
    {"ledger", QT_TRANSLATE_NOOP("Services", "Journal")},
    {"portfolio", QT_TRANSLATE_NOOP("Services", "Portfolio")},
    {"events", QT_TRANSLATE_NOOP("Services", "Events")},
}};

}  // namespace

QString readableName(std::string_view name) {
    QString out;
    for (const QChar c : toQString(name)) {
        if (c == u'_') {
            out += u' ';
        } else if (out.isEmpty()) {
            out += c.toUpper();
        } else if (c.isUpper()) {
            out += u' ';
            out += c.toLower();
        } else {
            out += c;
        }
    }
    return out;
}

QString serviceTitle(std::string_view service) {
    for (const auto& [name, title] : kServices)
        if (name == service) return QCoreApplication::translate("Services", title);
    return readableName(service);
}

}  // namespace kosh::ui
