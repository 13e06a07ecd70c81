// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/chain/api.h>
#include <kosh/test/fakes.h>

#include <QProcess>

namespace kosh::test {

/// The practice network in a process of its own, for as long as this lives.
class PracticeNetwork {
public:
    PracticeNetwork();
    ~PracticeNetwork();

    chain::Chain chain;  ///< As an owner would add it.
    Address faucet;
    std::vector<Address> tokens;

private:
    void read(const std::string& file);
    TempFolder m_folder;
    QProcess m_process;
};

}  // namespace kosh::test
