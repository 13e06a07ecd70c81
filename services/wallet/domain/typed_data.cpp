// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors

#include "domain/typed_data.h"

#include "domain/text.h"

#include <algorithm>

namespace kosh::wallet {

using crypto::eip712::Node;
using crypto::eip712::TypedData;

const Address kPermit2 =
    Address::parse("0x000000000022D473030F116dDEE9F6B43aC78BA3").value_or(Address{});

namespace {

constexpr std::uint64_t kFarSeconds = 30ull * 24 * 3600;

constexpr std::string_view kPermit =
    "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";
constexpr std::string_view kDaiPermit =
    "Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)";
constexpr std::string_view kSingle =
    "PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)"
    "PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)";
constexpr std::string_view kBatch =
    "PermitBatch(PermitDetails[] details,address spender,uint256 sigDeadline)"
    "PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)";
constexpr std::string_view kTransfer =
    "PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)"
    "TokenPermissions(address token,uint256 amount)";
constexpr std::string_view kBatchTransfer =
    "PermitBatchTransferFrom(TokenPermissions[] permitted,address spender,uint256 nonce,"
    "uint256 deadline)TokenPermissions(address token,uint256 amount)";
// With a witness whatever the application wants is signed too.
constexpr std::string_view kWitnessTransfer =
    "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,"
    "uint256 deadline,";
constexpr std::string_view kBatchWitnessTransfer =
    "PermitBatchWitnessTransferFrom(TokenPermissions[] permitted,address spender,uint256 nonce,"
    "uint256 deadline,";
constexpr std::string_view kPermissions = "TokenPermissions(address token,uint256 amount)";

TypedDataKind kindOf(const TypedData& data) {
    using K = TypedDataKind;
    const std::string_view type = data.encodedType;
    if (type == kPermit) return K::permit;
    if (type == kDaiPermit) return K::daiPermit;
    if (type == kSingle) return K::permit2Single;
    if (type == kBatch) return K::permit2Batch;
    if (type == kTransfer) return K::permit2Transfer;
    if (type == kBatchTransfer) return K::permit2BatchTransfer;
    const bool isPermissions = type.find(kPermissions) != std::string_view::npos;
    if (isPermissions && type.starts_with(kWitnessTransfer)) return K::permit2Transfer;
    if (isPermissions && type.starts_with(kBatchWitnessTransfer)) return K::permit2BatchTransfer;
    return K::unknown;
}

bool isPermit2(TypedDataKind kind) {
    return kind != TypedDataKind::permit && kind != TypedDataKind::daiPermit &&
           kind != TypedDataKind::unknown;
}

// The structure is known to the letter, so its members are there; a default keeps this total.
template <typename T>
T valueOf(const Node& node, std::string_view member) {
    const auto* found = node.find(member);
    const auto* value = found ? found->as<T>() : nullptr;
    return value ? *value : T{};
}

void warn(TypedDataMeaning& meaning, NoticeLevel level, std::string key, std::string message) {
    meaning.notices.push_back({cat("wallet.", key), level, std::move(message)});
}

Grant grantOf(const Node& details, const Address& spender, bool hasExpiration) {
    Grant grant;
    grant.token = valueOf<Address>(details, "token");
    grant.spender = spender;
    grant.amount = valueOf<U256>(details, "amount");
    if (hasExpiration) grant.expiresAt = valueOf<U256>(details, "expiration");
    return grant;
}

void readPermit(TypedDataMeaning& meaning, const Node& message) {
    Grant grant;
    grant.token = meaning.verifyingContract.value_or(Address{});
    grant.spender = valueOf<Address>(message, "spender");
    if (meaning.kind == TypedDataKind::daiPermit) {
        // DAI gives all or takes all back.
        grant.amount = valueOf<bool>(message, "allowed") ? U256::max() : U256{};
        meaning.deadline = valueOf<U256>(message, "expiry");
    } else {
        grant.amount = valueOf<U256>(message, "value");
        meaning.deadline = valueOf<U256>(message, "deadline");
    }
    meaning.grants.push_back(std::move(grant));
}

void readPermit2(TypedDataMeaning& meaning, const Node& message) {
    const auto spender = valueOf<Address>(message, "spender");
    const bool isAllowance =
        meaning.kind == TypedDataKind::permit2Single || meaning.kind == TypedDataKind::permit2Batch;
    const bool isBatch = meaning.kind == TypedDataKind::permit2Batch ||
                         meaning.kind == TypedDataKind::permit2BatchTransfer;
    meaning.deadline = valueOf<U256>(message, isAllowance ? "sigDeadline" : "deadline");
    const auto* details = message.find(isAllowance ? "details" : "permitted");
    if (!details) return;
    if (!isBatch) {
        meaning.grants.push_back(grantOf(*details, spender, isAllowance));
        return;
    }
    for (const auto& one : details->children()) {
        meaning.grants.push_back(grantOf(one, spender, isAllowance));
    }
}

void addTree(std::vector<TypedField>& tree, const Node& node, const std::string& path) {
    if (!path.empty()) tree.push_back({path, node.type, node.toString()});
    std::size_t index = 0;
    for (const auto& child : node.children()) {
        const auto inner = child.name.empty() ? cat(path, '[', index, ']')
                           : path.empty()     ? child.name
                                              : cat(path, '.', child.name);
        addTree(tree, child, inner);
        ++index;
    }
}

void checkTime(TypedDataMeaning& meaning, const U256& until, std::string_view what, Timestamp now) {
    const auto seconds = U256(static_cast<std::uint64_t>(now.micros / 1'000'000));
    if (until < seconds) {
        warn(meaning, NoticeLevel::info, "deadline_past", cat("The ", what, " is over already."));
    } else if (until - seconds > U256(kFarSeconds)) {
        warn(meaning, NoticeLevel::warning, "far_deadline",
             cat("The ", what,
                 " is more than 30 days away: whoever has the signature can use it "
                 "until then."));
    }
}

void checkGrants(TypedDataMeaning& meaning, Timestamp now) {
    for (auto& grant : meaning.grants) {
        grant.isUnlimited = isUnlimited(grant.amount);
        if (grant.isUnlimited) {
            warn(meaning, NoticeLevel::warning, "unlimited",
                 cat(grant.spender.toString(), " may take all of ", grant.token.toString(),
                     " that you have, now and later."));
        }
        // Permit2: an expiration of 0 means "only in this block".
        if (grant.expiresAt && !grant.expiresAt->isZero()) {
            checkTime(meaning, *grant.expiresAt, "permission", now);
        }
    }
    if (meaning.deadline) checkTime(meaning, *meaning.deadline, "deadline", now);
}

void checkDomain(TypedDataMeaning& meaning, const SigningSituation& situation) {
    if (!meaning.domainChainId) {
        warn(meaning, NoticeLevel::warning, "any_chain",
             "It does not name a network: the signature is valid on every one.");
    } else if (situation.chainId && *meaning.domainChainId != U256(*situation.chainId)) {
        warn(meaning, NoticeLevel::danger, "chain_mismatch",
             cat("It is for network ", meaning.domainChainId->toString(), ", not for ",
                 *situation.chainId, '.'));
    }
}

void checkOwner(TypedDataMeaning& meaning, const Node& message, const SigningSituation& situation) {
    const bool isDai = meaning.kind == TypedDataKind::daiPermit;
    if (!situation.address || (!isDai && meaning.kind != TypedDataKind::permit)) return;
    const auto owner = valueOf<Address>(message, isDai ? "holder" : "owner");
    if (owner == *situation.address) return;
    warn(meaning, NoticeLevel::danger, "not_the_signer",
         cat("It is about what ", owner.toString(), " owns, but ", situation.address->toString(),
             " would sign it."));
}

bool hasHiddenText(const Node& node) {
    const auto* text = node.as<std::string>();
    return (text && hasHiddenCharacters(*text)) ||
           std::ranges::any_of(node.children(), hasHiddenText);
}

std::string summaryOf(const TypedDataMeaning& meaning) {
    using K = TypedDataKind;
    const auto count = meaning.grants.size();
    const auto spender = meaning.grants.empty() ? std::string("somebody")
                                                : meaning.grants.front().spender.toString();
    const auto tokens = count == 1 ? std::string("a token") : cat(count, " tokens");
    switch (meaning.kind) {
        case K::permit:
        case K::daiPermit:
            if (count == 1 && meaning.grants.front().amount.isZero()) {
                return cat("Takes back what ", spender, " may take of a token");
            }
            return cat("Lets ", spender, " take a token of yours, without a transaction");
        case K::permit2Single:
        case K::permit2Batch:
            return cat("Lets ", spender, " take ", tokens, " of yours through Permit2");
        case K::permit2Transfer:
        case K::permit2BatchTransfer:
            return cat("Lets ", spender, " take ", tokens, " of yours once through Permit2");
        case K::unknown:
            break;
    }
    return cat("Unknown: ", meaning.primaryType, " for ",
               meaning.domainName.empty() ? "nobody named" : meaning.domainName);
}

}  // namespace

bool isUnlimited(const U256& amount) {
    return amount >= U256::powerOfTwo(128) || amount == U256::powerOfTwo(96) - U256(1);
}

const Notice* findDanger(const std::vector<Notice>& notices) {
    const auto it = std::ranges::find(notices, NoticeLevel::danger, &Notice::level);
    return it == notices.end() ? nullptr : &*it;
}

TypedDataMeaning meaningOf(const TypedData& data, const SigningSituation& situation) {
    TypedDataMeaning meaning;
    meaning.primaryType = data.primaryType;
    meaning.domainName = data.domain.name.value_or("");
    meaning.domainVersion = data.domain.version.value_or("");
    meaning.domainChainId = data.domain.chainId;
    meaning.verifyingContract = data.domain.verifyingContract;
    meaning.digest = data.digest;
    meaning.kind = kindOf(data);
    if (isPermit2(meaning.kind) && meaning.verifyingContract != kPermit2) {
        meaning.kind = TypedDataKind::unknown;
        warn(meaning, NoticeLevel::danger, "not_permit2",
             "It is written like a Permit2 permission, but another contract would check it.");
    }
    if (isPermit2(meaning.kind)) {
        readPermit2(meaning, data.message);
    } else if (meaning.kind != TypedDataKind::unknown) {
        readPermit(meaning, data.message);
    } else {
        warn(meaning, NoticeLevel::warning, "unknown_typed_data",
             "What this does is not known here. Read everything that is signed, and sign only if "
             "you know why.");
    }
    addTree(meaning.tree, data.message, {});
    checkDomain(meaning, situation);
    checkOwner(meaning, data.message, situation);
    checkGrants(meaning, situation.now);
    if (hasHiddenText(data.message) || hasHiddenCharacters(meaning.domainName)) {
        warn(meaning, NoticeLevel::warning, "hidden_characters",
             "It has characters that are not seen or that turn text around.");
    }
    meaning.summary = summaryOf(meaning);
    return meaning;
}

}  // namespace kosh::wallet
