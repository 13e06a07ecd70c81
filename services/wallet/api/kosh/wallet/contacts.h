// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/wallet/keys.h>

/// The address book, and what there is to know about a recipient before sending.
namespace kosh::wallet {

/// Something a person should read before going on.
enum class NoticeLevel : std::uint8_t { info, warning, danger };
constexpr auto enumNames(NoticeLevel) {
    using L = NoticeLevel;
    return std::array{std::pair{L::info, "info"}, std::pair{L::warning, "warning"},
                      std::pair{L::danger, "danger"}};
}
struct Notice {
    std::string key;  ///< Stable: "wallet.look_alike".
    NoticeLevel level = NoticeLevel::info;
    std::string message;
    static constexpr auto fields() {
        return std::tuple{json::required("key", &Notice::key, "stable name"),
                          json::required("level", &Notice::level, "info, warning or danger"),
                          json::required("message", &Notice::message, "for people")};
    }
};

struct Contact {
    Id contactId;
    std::string label;
    Address address;
    std::optional<ChainId> chainId;  ///< Nothing: on every network.
    Timestamp createdAt;
    static constexpr auto fields() {
        using C = Contact;
        return std::tuple{json::required("contactId", &C::contactId, "identifier"),
                          json::required("label", &C::label, "name"),
                          json::required("address", &C::address, "on-chain address"),
                          json::optional("chainId", &C::chainId, "absent = every network"),
                          json::required("createdAt", &C::createdAt, "when")};
    }
};

/// `wallet.contact_exists` (conflict; names it) for an address that is there for this network.
struct AddContact {
    static constexpr ops::Info kInfo{"wallet.add_contact",
                                     ops::Kind::command,
                                     "wallet:manage",
                                     "POST",
                                     "/contacts",
                                     "Add an address to the address book",
                                     1,
                                     false,
                                     true};
    using Response = Contact;
    std::string label;
    Address address;
    std::optional<ChainId> chainId;
    static constexpr auto fields() {
        using A = AddContact;
        return std::tuple{json::required("label", &A::label, "name, up to 64 characters"),
                          json::required("address", &A::address, "on-chain address"),
                          json::optional("chainId", &A::chainId, "absent = every network", 1)};
    }
};

struct ListContacts {
    static constexpr ops::Info kInfo{"wallet.contacts", ops::Kind::query,  "wallet:read", "GET",
                                     "/contacts",       "The address book"};
    struct Response {
        std::vector<Contact> contacts;
        static constexpr auto fields() {
            return std::tuple{json::required("contacts", &Response::contacts, "by name")};
        }
    };
    std::optional<ChainId> chainId;
    static constexpr auto fields() {
        return std::tuple{
            json::optional("chainId", &ListContacts::chainId, "only what is valid there", 1)};
    }
};

struct RenameContact {
    static constexpr ops::Info kInfo{"wallet.rename_contact",
                                     ops::Kind::command,
                                     "wallet:manage",
                                     "POST",
                                     "/contacts/{contactId}/label",
                                     "Give a contact another name",
                                     1,
                                     true};
    using Response = Contact;
    Id contactId;
    std::string label;
    static constexpr auto fields() {
        return std::tuple{
            json::required("contactId", &RenameContact::contactId, "which"),
            json::required("label", &RenameContact::label, "name, up to 64 characters")};
    }
};

struct RemoveContact {
    static constexpr ops::Info kInfo{"wallet.remove_contact",
                                     ops::Kind::command,
                                     "wallet:manage",
                                     "DELETE",
                                     "/contacts/{contactId}",
                                     "Take a contact out of the address book",
                                     1,
                                     true};
    using Response = ops::Nothing;
    Id contactId;
    static constexpr auto fields() {
        return std::tuple{json::required("contactId", &RemoveContact::contactId, "which")};
    }
};

/// A known address whose first and last characters are those of the one asked about.
struct LookAlike {
    Address address;
    std::string label;
    static constexpr auto fields() {
        return std::tuple{
            json::required("address", &LookAlike::address, "the one you know"),
            json::optional("label", &LookAlike::label, "its name; empty = a past recipient")};
    }
};

/// Compares with contacts and with those this vault sent to before; never with those who sent to
/// it, whose addresses anybody can choose. `isContract` is absent when it could not be read.
struct CheckRecipient {
    static constexpr ops::Info kInfo{"wallet.check_recipient",
                                     ops::Kind::query,
                                     "wallet:read",
                                     "GET",
                                     "/wallets/recipients/{address}",
                                     "What is known about a recipient"};
    struct Response {
        Address address;
        std::string label;
        bool isOwn = false, isContact = false, isFirstContact = true;
        std::int64_t sentBefore = 0;
        std::optional<bool> isContract;
        std::vector<LookAlike> lookAlikes;
        std::vector<Notice> notices;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{
                json::required("address", &R::address, "the recipient"),
                json::optional("label", &R::label, "its name here"),
                json::required("isOwn", &R::isOwn, "an address of this vault"),
                json::required("isContact", &R::isContact, "in the address book"),
                json::required("isFirstContact", &R::isFirstContact,
                               "neither own, nor a contact, nor sent to before"),
                json::required("sentBefore", &R::sentBefore, "final transfers to it, any network"),
                json::optional("isContract", &R::isContract, "has code; absent = unknown"),
                json::optional("lookAlikes", &R::lookAlikes, "known ones it could be mistaken for"),
                json::optional("notices", &R::notices, "what to read before sending")};
        }
    };
    ChainId chainId = 0;
    Address address;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &CheckRecipient::chainId, "EIP-155 chain id", 1),
            json::required("address", &CheckRecipient::address, "the recipient")};
    }
};

struct ContactsChanged {
    static constexpr events::Info kInfo{"wallet.contacts_changed", 1};
    Id contactId;
    std::string eventKey() const { return contactId.toString(); }
    static constexpr auto fields() {
        return std::tuple{
            json::required("contactId", &ContactsChanged::contactId, "added, changed or removed")};
    }
};

}  // namespace kosh::wallet
