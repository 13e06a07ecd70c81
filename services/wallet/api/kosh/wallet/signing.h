// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/wallet/contacts.h>

/// Signatures over messages and typed data, and what they mean.
namespace kosh::wallet {

enum class TypedDataKind : std::uint8_t {
    permit,                ///< ERC-2612
    daiPermit,             ///< DAI's older form: all or nothing.
    permit2Single,         ///< Permit2 allowance for one token.
    permit2Batch,          ///< … for several.
    permit2Transfer,       ///< Permit2 signature transfer.
    permit2BatchTransfer,  ///< … of several tokens.
    unknown,               ///< Its meaning is not known here: only the tree is.
};
constexpr auto enumNames(TypedDataKind) {
    using K = TypedDataKind;
    return std::array{std::pair{K::permit, "permit"},
                      std::pair{K::daiPermit, "dai_permit"},
                      std::pair{K::permit2Single, "permit2_single"},
                      std::pair{K::permit2Batch, "permit2_batch"},
                      std::pair{K::permit2Transfer, "permit2_transfer"},
                      std::pair{K::permit2BatchTransfer, "permit2_batch_transfer"},
                      std::pair{K::unknown, "unknown"}};
}

/// What the signature lets somebody take.
struct Grant {
    Address token, spender;
    U256 amount;
    bool isUnlimited = false;
    std::optional<U256> expiresAt;  ///< Unix seconds until which the spender may take.
    std::string symbol;             ///< Of a token this node knows; else empty.
    std::string amountText;         ///< In its units where they are known.
    static constexpr auto fields() {
        using G = Grant;
        return std::tuple{
            json::required("token", &G::token, "token contract"),
            json::required("spender", &G::spender, "who may take; zero = anybody who has it"),
            json::required("amount", &G::amount, "smallest units"),
            json::required("isUnlimited", &G::isUnlimited, "all there is, now and later"),
            json::optional("expiresAt", &G::expiresAt, "Unix seconds; absent = never"),
            json::optional("symbol", &G::symbol, "empty = unknown token"),
            json::optional("amountText", &G::amountText, "decimal, or unlimited")};
    }
};

/// One line of the tree of what is signed.
struct TypedField {
    std::string path;
    std::string type;
    std::string value;
    static constexpr auto fields() {
        using F = TypedField;
        return std::tuple{json::required("path", &F::path, "such as details[1].amount"),
                          json::required("type", &F::type, "EIP-712 type"),
                          json::optional("value", &F::value, "empty for structs and arrays")};
    }
};

struct TypedDataMeaning {
    TypedDataKind kind = TypedDataKind::unknown;
    std::string summary;
    std::string primaryType;
    std::string domainName, domainVersion;
    std::optional<U256> domainChainId;
    std::optional<Address> verifyingContract;
    std::vector<Grant> grants;
    std::optional<U256> deadline;
    std::vector<TypedField> tree;
    std::vector<Notice> notices;
    Hash256 digest;
    static constexpr auto fields() {
        using M = TypedDataMeaning;
        return std::tuple{
            json::required("kind", &M::kind, "what it is, or unknown"),
            json::required("summary", &M::summary, "in words"),
            json::required("primaryType", &M::primaryType, "EIP-712 primary type"),
            json::optional("domainName", &M::domainName, "who asks, as it says itself"),
            json::optional("domainVersion", &M::domainVersion, "its version"),
            json::optional("domainChainId", &M::domainChainId, "absent = valid on every network"),
            json::optional("verifyingContract", &M::verifyingContract, "contract that checks it"),
            json::optional("grants", &M::grants, "what it lets others take"),
            json::optional("deadline", &M::deadline, "Unix seconds until which it can be used"),
            json::required("tree", &M::tree, "all that is signed"),
            json::optional("notices", &M::notices, "what to read before signing"),
            json::required("digest", &M::digest, "the 32 bytes that are signed")};
    }
};

/// EIP-712 (eth_signTypedData_v4). Errors: `eip712.*` with the path in `field`.
struct DecodeTypedData {
    static constexpr ops::Info kInfo{"wallet.decode_typed_data",
                                     ops::Kind::query,
                                     "wallet:read",
                                     "POST",
                                     "/wallets/typed-data/decode",
                                     "What typed data means, before it is signed"};
    using Response = TypedDataMeaning;
    std::string typedData;
    std::optional<ChainId> chainId;
    std::optional<Address> address;
    static constexpr auto fields() {
        using D = DecodeTypedData;
        return std::tuple{
            json::required("typedData", &D::typedData, "JSON: types, primaryType, domain, message"),
            json::optional("chainId", &D::chainId, "network it should be for", 1),
            json::optional("address", &D::address, "who would sign")};
    }
};

struct Signed {
    Bytes signature;
    Hash256 digest;
    Address signer;
    static constexpr auto fields() {
        return std::tuple{json::required("signature", &Signed::signature, "r, s, v: 65 bytes"),
                          json::required("digest", &Signed::digest, "the 32 bytes signed"),
                          json::required("signer", &Signed::signer, "whose key")};
    }
};

/// Refuses what `wallet.decode_typed_data` finds dangerous with `wallet.dangerous` (precondition;
/// the message says what) unless `acceptDanger` is given. `chainId` is the network it should be
/// for. Other errors: `eip712.*`, `wallet.unknown_address`, `wallet.watch_only`,
/// `vault.signing_locked`.
struct SignTypedData {
    static constexpr ops::Info kInfo{"wallet.sign_typed_data",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/wallets/addresses/{address}/sign-typed-data",
                                     "Sign typed data (EIP-712)",
                                     5};
    struct Response {
        Bytes signature;
        TypedDataMeaning meaning;
        static constexpr auto fields() {
            return std::tuple{json::required("signature", &Response::signature, "65 bytes"),
                              json::required("meaning", &Response::meaning, "what was signed")};
        }
    };
    Address address;
    std::string typedData;
    std::optional<ChainId> chainId;
    bool acceptDanger = false;
    static constexpr auto fields() {
        using S = SignTypedData;
        return std::tuple{
            json::required("address", &S::address, "one of this vault's addresses"),
            json::required("typedData", &S::typedData, "JSON: types, primaryType, domain, message"),
            json::optional("chainId", &S::chainId, "network it should be for", 1),
            json::optional("acceptDanger", &S::acceptDanger, "sign although it is dangerous")};
    }
};

/// EIP-191. Either `text` or `data`.
struct DecodeMessage {
    static constexpr ops::Info kInfo{"wallet.decode_message",
                                     ops::Kind::query,
                                     "wallet:read",
                                     "POST",
                                     "/wallets/messages/decode",
                                     "What a message says, before it is signed"};
    struct Response {
        std::string text;
        Hash256 digest;
        std::vector<Notice> notices;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{
                json::optional("text", &R::text, "as text; empty when it is none"),
                json::required("digest", &R::digest, "the 32 bytes that are signed"),
                json::optional("notices", &R::notices, "what to read before signing")};
        }
    };
    std::optional<std::string> text;
    std::optional<Bytes> data;
    static constexpr auto fields() {
        using D = DecodeMessage;
        return std::tuple{json::optional("text", &D::text, "the message"),
                          json::optional("data", &D::data, "instead: its bytes, 0x-hex")};
    }
};

/// As `personal_sign`. Errors: `wallet.message` (none or both given, or over 64 KiB), and as
/// `wallet.sign_typed_data`.
struct SignMessage {
    static constexpr ops::Info kInfo{"wallet.sign_message",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/wallets/addresses/{address}/sign-message",
                                     "Sign a message (EIP-191)",
                                     5};
    using Response = Signed;
    Address address;
    std::optional<std::string> text;
    std::optional<Bytes> data;
    static constexpr auto fields() {
        using S = SignMessage;
        return std::tuple{json::required("address", &S::address, "one of this vault's addresses"),
                          json::optional("text", &S::text, "the message"),
                          json::optional("data", &S::data, "instead: its bytes, 0x-hex")};
    }
};

/// Whose signature it is (EIP-191).
struct VerifyMessage {
    static constexpr ops::Info kInfo{"wallet.verify_message",
                                     ops::Kind::query,
                                     "wallet:read",
                                     "POST",
                                     "/wallets/messages/verify",
                                     "Whose signature over a message it is"};
    using Response = Signed;
    std::optional<std::string> text;
    std::optional<Bytes> data;
    Bytes signature;
    static constexpr auto fields() {
        using V = VerifyMessage;
        return std::tuple{json::optional("text", &V::text, "the message"),
                          json::optional("data", &V::data, "instead: its bytes, 0x-hex"),
                          json::required("signature", &V::signature, "64 or 65 bytes, 0x-hex")};
    }
};

enum class PermitKind : std::uint8_t { erc2612, permit2 };
constexpr auto enumNames(PermitKind) {
    return std::array{std::pair{PermitKind::erc2612, "erc2612"},
                      std::pair{PermitKind::permit2, "permit2"}};
}

/// An approval by signature instead of by transaction: for the token's own `permit` (ERC-2612), or
/// for Permit2, which the owner must have approved for the token once. Nonce and domain are read
/// from the contract and what is signed is checked against its DOMAIN_SEPARATOR. Errors:
/// `wallet.permit_unsupported` (precondition: the contract has no permit, or its domain is none
/// that is known), `wallet.permit2_missing`, `wallet.deadline_past`, and as `wallet.sign_message`.
struct SignPermit {
    static constexpr ops::Info kInfo{"wallet.sign_permit",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/wallets/addresses/{owner}/sign-permit",
                                     "Approve a spender by signature (EIP-2612 or Permit2)",
                                     10};
    struct Response {
        PermitKind kind = PermitKind::erc2612;
        Bytes signature;
        Hash256 digest;
        U256 nonce, amount;
        std::uint64_t deadline = 0;
        Address contract;
        Bytes call;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{json::required("kind", &R::kind, "erc2612 or permit2"),
                              json::required("signature", &R::signature, "r, s, v: 65 bytes"),
                              json::required("digest", &R::digest, "the 32 bytes signed"),
                              json::required("nonce", &R::nonce, "permit nonce that it uses"),
                              json::required("amount", &R::amount, "smallest units"),
                              json::required("deadline", &R::deadline, "Unix seconds"),
                              json::required("contract", &R::contract, "the token, or Permit2"),
                              json::required("call", &R::call, "calldata that hands it in there")};
        }
    };
    ChainId chainId = 0;
    Address owner, token, spender;
    U256 amount;
    std::uint64_t deadline = 0;
    PermitKind kind = PermitKind::erc2612;
    static constexpr auto fields() {
        using S = SignPermit;
        return std::tuple{
            json::required("chainId", &S::chainId, "EIP-155 chain id", 1),
            json::required("owner", &S::owner, "one of this vault's addresses"),
            json::required("token", &S::token, "token contract"),
            json::required("spender", &S::spender, "who may take"),
            json::required("amount", &S::amount, "smallest units"),
            json::required("deadline", &S::deadline, "Unix seconds until which it can be used", 1),
            json::optional("kind", &S::kind, "erc2612 or permit2")};
    }
};

/// How a contract comes to be allowed to take a token.
enum class ApprovalWay : std::uint8_t {
    none,         ///< It may already.
    permit,       ///< By a signed permit that goes along with the transaction that needs it.
    transaction,  ///< By an approval of its own, before.
};
constexpr auto enumNames(ApprovalWay) {
    return std::array{std::pair{ApprovalWay::none, "none"},
                      std::pair{ApprovalWay::permit, "permit"},
                      std::pair{ApprovalWay::transaction, "transaction"}};
}
struct ApprovalPlan {
    Address token;
    ApprovalWay way = ApprovalWay::none;
    std::string reason;  ///< Why this way.
    static constexpr auto fields() {
        using A = ApprovalPlan;
        return std::tuple{json::required("token", &A::token, "token contract"),
                          json::required("way", &A::way, "none, permit or transaction"),
                          json::required("reason", &A::reason, "why this way")};
    }
};

/// Whether a token takes approvals by signature (EIP-2612), found out as `wallet.sign_permit` does
/// and without signing: it has nonces, its DOMAIN_SEPARATOR is that of its own name, version,
/// network and address, and it refuses a signature of nobody. Errors: `chain.*`.
struct CheckPermit {
    static constexpr ops::Info kInfo{"wallet.check_permit",
                                     ops::Kind::query,
                                     "wallet:read",
                                     "GET",
                                     "/chains/{chainId}/tokens/{token}/permit",
                                     "Whether a token can be approved by signature",
                                     3};
    struct Response {
        bool isSupported = false;
        std::string reason;
        U256 nonce;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{
                json::required("isSupported", &R::isSupported, "wallet.sign_permit would sign"),
                json::required("reason", &R::reason, "why, or why not"),
                json::optional("nonce", &R::nonce, "permit nonce of the owner")};
        }
    };
    ChainId chainId = 0;
    Address token, owner;
    static constexpr auto fields() {
        using C = CheckPermit;
        return std::tuple{json::required("chainId", &C::chainId, "EIP-155 chain id", 1),
                          json::required("token", &C::token, "token contract"),
                          json::required("owner", &C::owner, "who would sign")};
    }
};

/// A signature was given that is no transaction: for the record.
struct MessageSigned {
    static constexpr events::Info kInfo{"wallet.message_signed", 1};
    Address address;
    std::string kind;  ///< "message", or a TypedDataKind.
    std::string summary;
    Hash256 digest;
    std::string eventKey() const { return address.toString(); }
    static constexpr auto fields() {
        using M = MessageSigned;
        return std::tuple{json::required("address", &M::address, "whose key"),
                          json::required("kind", &M::kind, "message, permit, …, unknown"),
                          json::required("summary", &M::summary, "in words"),
                          json::required("digest", &M::digest, "the 32 bytes signed")};
    }
};

}  // namespace kosh::wallet
