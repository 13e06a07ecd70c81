// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "support.h"

namespace kosh::test {

Verdict checkAccount(const Case& c);
Verdict checkHash(const Case& c);
Verdict checkHdNode(const Case& c);
Verdict checkAbi(const Case& c);
Verdict checkSignature(const Case& c);
Verdict checkEvent(const Case& c);
Verdict checkRlp(const Case& c);
Verdict checkTransaction(const Case& c);
Verdict checkTypedTransaction(const Case& c);

}  // namespace kosh::test
