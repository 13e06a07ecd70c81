// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "shared.h"

#include <kosh/ops/dispatcher.h>

namespace kosh::wallet {

/// The address book, and what is known about a recipient.
class Contacts {
public:
    explicit Contacts(Shared& shared) : m_shared(shared) {}
    void addHandlers(ops::Handlers& handlers);
    Task<CheckRecipient::Response> check(CheckRecipient request, ops::Context context);

private:
    Task<Contact> add(AddContact request, ops::Context context);
    Task<ListContacts::Response> list(ListContacts request, ops::Context context);
    Task<Contact> rename(RenameContact request, ops::Context context);
    Task<ops::Nothing> remove(RemoveContact request, ops::Context context);
    Task<Contact> find(Id contactId);

    Shared& m_shared;
};

}  // namespace kosh::wallet
