// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/recipients.h"

#include <algorithm>

namespace kosh::wallet {

bool looksLike(const Address& a, const Address& b) {
    constexpr std::size_t kShown = 2;  // Bytes: four digits at each end.
    return a != b && std::ranges::equal(a.view().first(kShown), b.view().first(kShown)) &&
           std::ranges::equal(a.view().last(kShown), b.view().last(kShown));
}

namespace {

/// Its name as a contact valid on this network; one of this very network first.
const Contact* findContact(const std::vector<Contact>& contacts, ChainId chainId,
                           const Address& address) {
    const Contact* found = nullptr;
    for (const auto& contact : contacts) {
        if (contact.address != address) continue;
        if (contact.chainId == chainId) return &contact;
        if (!contact.chainId) found = &contact;
    }
    return found;
}

void addLookAlikes(CheckRecipient::Response& response, const Acquaintances& known) {
    for (const auto& contact : known.contacts) {
        if (looksLike(contact.address, response.address)) {
            response.lookAlikes.push_back({contact.address, contact.label});
        }
    }
    for (const auto& past : known.recipients) {
        const bool isNamed = std::ranges::any_of(
            response.lookAlikes, [&](const auto& one) { return one.address == past.address; });
        if (!isNamed && looksLike(past.address, response.address)) {
            response.lookAlikes.push_back({past.address, {}});
        }
    }
}

void addNotices(CheckRecipient::Response& response) {
    auto& notices = response.notices;
    for (const auto& alike : response.lookAlikes) {
        const auto who = alike.label.empty() ? std::string("an address you sent to before")
                                             : cat("\"", alike.label, "\"");
        notices.push_back({"wallet.look_alike", NoticeLevel::danger,
                           cat("It begins and ends like ", who, " (", alike.address.toString(),
                               ") but is another address. Such addresses are made to be mistaken: "
                               "compare every character.")});
    }
    if (response.address.isZero()) {
        notices.push_back({"wallet.zero_address", NoticeLevel::danger,
                           "Nobody owns the zero address: what is sent there is lost."});
    } else if (response.isFirstContact) {
        notices.push_back({"wallet.first_contact", NoticeLevel::warning,
                           "You never sent to this address before. Compare it with what the "
                           "recipient gave you, character by character."});
    }
}

}  // namespace

CheckRecipient::Response checkRecipient(const Acquaintances& known, ChainId chainId,
                                        const Address& address) {
    CheckRecipient::Response response;
    response.address = address;
    for (const auto& wallet : known.wallets) {
        for (const auto& info : wallet.addresses) {
            if (info.address != address) continue;
            response.isOwn = true;
            response.label =
                info.label.empty() ? wallet.label : cat(wallet.label, ": ", info.label);
        }
    }
    if (const auto* contact = findContact(known.contacts, chainId, address)) {
        response.isContact = true;
        response.label = contact->label;
    }
    for (const auto& past : known.recipients) {
        if (past.address == address) response.sentBefore = past.count;
    }
    response.isFirstContact = !response.isOwn && !response.isContact && response.sentBefore == 0;
    // Who is known cannot be an imitation, however alike two acquaintances are.
    if (response.isFirstContact) addLookAlikes(response, known);
    addNotices(response);
    return response;
}

void addContractNotices(CheckRecipient::Response& response) {
    if (!response.isContract) {
        response.notices.push_back({"wallet.recipient_unknown", NoticeLevel::info,
                                    "Whether the recipient is a contract cannot be read now."});
    } else if (*response.isContract && !response.isOwn) {
        response.notices.push_back({"wallet.contract_recipient", NoticeLevel::warning,
                                    "The recipient is a contract. Not every contract can give back "
                                    "what is sent to it."});
    }
}

}  // namespace kosh::wallet
