// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include <kosh/approval/api.h>

namespace kosh::approval {
namespace {

Failure wrong(std::string_view text) {
    return fail(ErrorKind::invalid, "approval.id",
                cat("\"", text.substr(0, 200),
                    "\" is not an approvalId of approval.list, such as erc20:<token>:<spender>"),
                {{"field", "approvalId"}});
}

std::string_view take(std::string_view& text) {
    const auto end = text.find(':');
    const auto part = text.substr(0, end);
    text = end == text.npos ? std::string_view{} : text.substr(end + 1);
    return part;
}

}  // namespace

Result<ApprovalKey> ApprovalKey::parse(std::string_view text) {
    auto rest = text;
    const auto name = take(rest);
    const ApprovalKey* found = nullptr;
    ApprovalKey key;
    for (const auto& [kind, known] : enumNames(ApprovalKind{})) {
        if (known != name) continue;
        key.kind = kind;
        found = &key;
    }
    if (!found) return wrong(text);
    const auto contract = Address::parse(take(rest));
    const auto spender = Address::parse(take(rest));
    if (!contract || !spender) return wrong(text);
    key.contract = *contract;
    key.spender = *spender;
    if (key.kind == ApprovalKind::nftToken) {
        const auto tokenId = U256::parse(rest);
        if (!tokenId) return wrong(text);
        key.tokenId = *tokenId;
    } else if (!rest.empty()) {
        return wrong(text);
    }
    return key;
}

std::string ApprovalKey::toString() const {
    std::string name;
    for (const auto& [one, known] : enumNames(kind)) {
        if (one == kind) name = known;
    }
    auto text = cat(name, ":", contract.toString(), ":", spender.toString());
    return kind == ApprovalKind::nftToken ? cat(text, ":", tokenId.toString()) : text;
}

}  // namespace kosh::approval
