// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/base/result.h>

#include <QString>

namespace kosh::ui {

/// What a person reads: the translated sentence of a known error, otherwise the error's own
/// message.
QString describe(const Error& error);

}  // namespace kosh::ui
