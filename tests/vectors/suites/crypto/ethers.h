// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "support.h"

#include <kosh/crypto/abi.h>

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
Verdict checkTypedData(const Case& c);
Verdict checkSolidityHash(const Case& c);
Verdict checkNamehash(const Case& c);
Verdict checkNameprep(const Case& c);
Verdict checkWallet(const Case& c);
Verdict checkBigNumber(const Case& c);
Verdict checkUnits(const Case& c);

/// A value of these files, bare or with its type beside it.
crypto::abi::Value abiValue(const crypto::abi::Type& type, const boost::json::value& given);

}  // namespace kosh::test
