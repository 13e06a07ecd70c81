// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "repository.h"

namespace kosh::wallet {

/// Whether one could be taken for the other by its first and last four digits, which is all that
/// most screens show.
bool looksLike(const Address& a, const Address& b);

/// What this vault knows of everybody.
struct Acquaintances {
    std::vector<Wallet> wallets;
    std::vector<Contact> contacts;
    std::vector<repository::PastRecipient> recipients;
};

/// All but `isContract`: pure.
CheckRecipient::Response checkRecipient(const Acquaintances& known, ChainId chainId,
                                        const Address& address);
/// The notices that follow from `isContract`.
void addContractNotices(CheckRecipient::Response& response);

}  // namespace kosh::wallet
