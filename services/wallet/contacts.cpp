// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "contacts.h"

#include "domain/recipients.h"
#include "domain/rules.h"

#include <kosh/ops/record_in.h>

#include <algorithm>

namespace kosh::wallet {

void Contacts::addHandlers(ops::Handlers& handlers) {
    handlers.add<AddContact>(*this, &Contacts::add);
    handlers.add<ListContacts>(*this, &Contacts::list);
    handlers.add<RenameContact>(*this, &Contacts::rename);
    handlers.add<RemoveContact>(*this, &Contacts::remove);
    handlers.add<CheckRecipient>(*this, &Contacts::check);
}

Task<Contact> Contacts::add(AddContact request, ops::Context context) {
    KOSH_CO_CHECK(checkLabel(request.label));
    if (request.address.isZero()) {
        co_return invalidField("address", "wallet.zero_address", "nobody owns the zero address");
    }
    const Contact contact{makeId(m_shared.env.clock, m_shared.env.random), request.label,
                          request.address, request.chainId, m_shared.env.clock.now()};
    KOSH_CO_CHECK(
        co_await m_shared.db.write([contact, context](store::Transaction& tx) -> Result<> {
            KOSH_TRY(const auto all, repository::listContacts(tx));
            for (const auto& other : all) {
                if (other.address != contact.address || other.chainId != contact.chainId) continue;
                return fail(ErrorKind::conflict, "wallet.contact_exists",
                            cat(contact.address.toString(), " is in the address book as \"",
                                other.label, "\" already"),
                            {{"contactId", other.contactId.toString()}, {"label", other.label}});
            }
            KOSH_CHECK(repository::insertContact(tx, contact));
            KOSH_CHECK(events::append(tx, ContactsChanged{contact.contactId}));
            return ops::recordIn<AddContact>(tx, context, contact);
        }));
    co_return contact;
}

Task<ListContacts::Response> Contacts::list(ListContacts request, ops::Context) {
    KOSH_CO_TRY(auto contacts, co_await m_shared.db.read([](store::Reader& reader) {
        return repository::listContacts(reader);
    }));
    std::erase_if(contacts, [&](const Contact& contact) {
        return request.chainId && contact.chainId && contact.chainId != request.chainId;
    });
    co_return ListContacts::Response{std::move(contacts)};
}

Task<Contact> Contacts::find(Id contactId) {
    KOSH_CO_TRY(auto contact, co_await m_shared.db.read([contactId](store::Reader& reader) {
        return repository::findContact(reader, contactId);
    }));
    if (!contact) {
        co_return fail(ErrorKind::not_found, "wallet.unknown_contact",
                       cat("there is no contact ", contactId.toString()));
    }
    co_return *std::move(contact);
}

Task<Contact> Contacts::rename(RenameContact request, ops::Context) {
    KOSH_CO_CHECK(checkLabel(request.label));
    KOSH_CO_TRY(auto contact, co_await find(request.contactId));
    contact.label = request.label;
    KOSH_CO_CHECK(co_await m_shared.db.write([contact](store::Transaction& tx) -> Result<> {
        KOSH_CHECK(repository::renameContact(tx, contact.contactId, contact.label));
        KOSH_CHECK(events::append(tx, ContactsChanged{contact.contactId}));
        return {};
    }));
    co_return contact;
}

Task<ops::Nothing> Contacts::remove(RemoveContact request, ops::Context) {
    KOSH_CO_CHECK(co_await find(request.contactId));
    KOSH_CO_CHECK(
        co_await m_shared.db.write([id = request.contactId](store::Transaction& tx) -> Result<> {
            KOSH_CHECK(repository::removeContact(tx, id));
            KOSH_CHECK(events::append(tx, ContactsChanged{id}));
            return {};
        }));
    co_return ops::Nothing{};
}

Task<CheckRecipient::Response> Contacts::check(CheckRecipient request, ops::Context context) {
    KOSH_CO_TRY(const auto known,
                co_await m_shared.db.read([](store::Reader& reader) -> Result<Acquaintances> {
                    Acquaintances all;
                    KOSH_TRY(all.wallets, repository::listWallets(reader));
                    KOSH_TRY(all.contacts, repository::listContacts(reader));
                    KOSH_TRY(all.recipients, repository::listRecipients(reader));
                    return all;
                }));
    auto response = checkRecipient(known, request.chainId, request.address);
    const auto code = co_await m_shared.env.node.call(
        chain::GetCode{request.chainId, {request.address}}, m_shared.context(context.trace));
    if (!code && code.error().key == "chain.unknown") co_return Failure(code.error());
    if (code && code->codes.size() == 1) response.isContract = code->codes.front().size > 0;
    addContractNotices(response);
    co_return response;
}

}  // namespace kosh::wallet
