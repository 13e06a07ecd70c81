// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "support.h"

namespace kosh::test {

Verdict checkRlpTest(const Case& c);
Verdict checkTrieTest(const Case& c);

}  // namespace kosh::test
