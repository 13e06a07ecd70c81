// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "support.h"

namespace kosh::test {

/// One test of a group; the group holds what its tests share.
struct WycheproofCase {
    const boost::json::value& file;
    const boost::json::value& group;
    const boost::json::value& test;

    bool isValid() const { return text(test, "result") == "valid"; }
    /// Passes when the outcome is what the case asks for; "acceptable" allows both.
    Verdict expect(bool isAccepted) const;
};

Verdict checkGcm(const WycheproofCase& c);
Verdict checkHkdf(const WycheproofCase& c);
Verdict checkHmac(const WycheproofCase& c);
Verdict checkPbkdf2(const WycheproofCase& c);
Verdict checkEcdsa(const WycheproofCase& c);
Verdict checkEs256(const WycheproofCase& c);
Verdict checkEdDsa(const WycheproofCase& c);
Verdict checkRsa(const WycheproofCase& c);
Verdict checkJws(const WycheproofCase& c);

}  // namespace kosh::test
