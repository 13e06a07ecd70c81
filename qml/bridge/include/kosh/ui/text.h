// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/ops/operation.h>

#include <QString>
#include <QUuid>
#include <string_view>

/// Small steps between the node's texts and those of the screens.
namespace kosh::ui {

inline QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}

/// What the codec calls an enum's value ("dai_permit").
template <typename Enum>
QString nameOf(Enum wanted) {
    for (const auto& [value, name] : enumNames(wanted))
        if (value == wanted) return text(name);
    return {};
}

/// Empty while there is none: of what is not signed yet.
inline QString hashText(const Hash256& hash) {
    return hash == Hash256{} ? QString() : text(hash.toString());
}

/// A key of its own for each command that a person gives.
inline QString freshKey() {
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}
inline ops::Context command(const QString& key) {
    return ops::Context::owner().withKey(key.toStdString());
}
inline ops::Context command() {
    return command(freshKey());
}

}  // namespace kosh::ui
