// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/token/api.h>

/// Who may take an address's tokens: every allowance found in the logs, what it is worth to its
/// spender now, and a queue that takes allowances back.
namespace kosh::approval {

using chain::ChainId;

enum class ApprovalKind : std::uint8_t {
    erc20,        ///< allowance(owner, spender) of a token.
    nftOperator,  ///< ApprovalForAll: all tokens of a collection.
    nftToken,     ///< One ERC-721 token.
    permit2,      ///< Allowance inside Permit2, which itself needs an ERC-20 allowance.
};
constexpr auto enumNames(ApprovalKind) {
    using K = ApprovalKind;
    return std::array{std::pair{K::erc20, "erc20"}, std::pair{K::nftOperator, "nft_operator"},
                      std::pair{K::nftToken, "nft_token"}, std::pair{K::permit2, "permit2"}};
}

/// Names one allowance of an owner; its text is what people and programs pass around.
struct ApprovalKey {
    ApprovalKind kind = ApprovalKind::erc20;
    Address contract;  ///< Token or collection.
    Address spender;
    U256 tokenId{};  ///< nft_token only.

    /// "erc20:0x…:0x…", "nft_token:0x…:0x…:7". `approval.id` when it is not of this form.
    static Result<ApprovalKey> parse(std::string_view text);
    std::string toString() const;
    friend auto operator<=>(const ApprovalKey&, const ApprovalKey&) = default;
};

struct Approval {
    ApprovalKey approvalId;
    ApprovalKind kind = ApprovalKind::erc20;
    Address contract, spender;
    std::string contractName;  ///< Symbol or name, cleaned.
    std::int64_t decimals = 0;
    bool isListedToken = false;
    bool isSpam = false;
    std::string spenderName;                ///< Empty = unknown.
    std::optional<bool> isSpenderContract;  ///< Absent = could not be read.
    U256 amount;                            ///< Smallest units; 1 for NFTs.
    bool isUnlimited = false;
    std::optional<Timestamp> expiresAt;  ///< Permit2.
    std::optional<U256> balance;         ///< What the owner holds; absent = could not be read.
    std::optional<U256> atRisk;          ///< min(amount, balance, allowance of Permit2).
    std::optional<U256> valueAtRisk;     ///< In the numeraire's smallest units; absent = unpriced.
    std::uint64_t blockNumber = 0;       ///< Of the last event.
    Hash256 transactionHash;
    static constexpr auto fields() {
        using A = Approval;
        return std::tuple{
            json::required("approvalId", &A::approvalId, "for approval.revoke"),
            json::required("kind", &A::kind, "erc20, nft_operator, nft_token or permit2"),
            json::required("contract", &A::contract, "token or collection"),
            json::required("spender", &A::spender, "who may take"),
            json::optional("contractName", &A::contractName, "symbol or name"),
            json::optional("decimals", &A::decimals, "decimal places of amounts", 0, 255),
            json::optional("isListedToken", &A::isListedToken, "on the token list"),
            json::optional("isSpam", &A::isSpam, "marked as spam"),
            json::optional("spenderName", &A::spenderName, "if known"),
            json::optional("isSpenderContract", &A::isSpenderContract, "false: a person's account"),
            json::required("amount", &A::amount, "smallest units; 1 for NFTs"),
            json::required("isUnlimited", &A::isUnlimited, "more than anybody has"),
            json::optional("expiresAt", &A::expiresAt, "Permit2: void after this"),
            json::optional("balance", &A::balance, "smallest units; absent = unknown"),
            json::optional("atRisk", &A::atRisk, "what can be taken now; absent = unknown"),
            json::optional("valueAtRisk", &A::valueAtRisk,
                           "in the numeraire's smallest units; absent = unpriced"),
            json::required("blockNumber", &A::blockNumber, "block of the last event"),
            json::required("transactionHash", &A::transactionHash, "its transaction")};
    }
};

/// Reads the logs that are new since the last time (at most some seconds of it: ask again until
/// isComplete), then every allowance as it is now.
struct ListApprovals {
    static constexpr ops::Info kInfo{"approval.list",
                                     ops::Kind::query,
                                     "wallet:read",
                                     "GET",
                                     "/chains/{chainId}/approvals/{owner}",
                                     "Who may take an address's tokens, and what is at risk",
                                     10};
    struct Response {
        std::vector<Approval> approvals;
        std::optional<token::Token> numeraire;
        U256 totalAtRisk;  ///< Each token once, of what is priced.
        std::uint64_t scannedTo = 0, head = 0;
        bool isComplete = false;
        std::int64_t unread = 0;  ///< Allowances whose present value could not be read.
        chain::Evidence evidence;
        static constexpr auto fields() {
            using R = Response;
            return std::tuple{
                json::required("approvals", &R::approvals, "most at risk first"),
                json::optional("numeraire", &R::numeraire, "token that values are in"),
                json::required("totalAtRisk", &R::totalAtRisk,
                               "in the numeraire; each token once, unpriced ones left out"),
                json::required("scannedTo", &R::scannedTo, "logs are read up to this block"),
                json::required("head", &R::head, "newest block"),
                json::required("isComplete", &R::isComplete, "all logs are read"),
                json::optional("unread", &R::unread, "allowances that could not be read now"),
                json::required("evidence", &R::evidence, "source of the present values")};
        }
    };
    ChainId chainId = 0;
    Address owner;
    bool includeSpent = false;
    std::optional<std::uint64_t> fromBlock;  ///< Reads the logs from here again.
    static constexpr auto fields() {
        using L = ListApprovals;
        return std::tuple{
            json::required("chainId", &L::chainId, "EIP-155 chain id", 1),
            json::required("owner", &L::owner, "whose"),
            json::optional("includeSpent", &L::includeSpent, "also those that are zero now"),
            json::optional("fromBlock", &L::fromBlock, "read the logs from here again")};
    }
};

enum class RevocationStatus : std::uint8_t { queued, working, done, failed, cancelled };
constexpr auto enumNames(RevocationStatus) {
    using S = RevocationStatus;
    return std::array{std::pair{S::queued, "queued"}, std::pair{S::working, "working"},
                      std::pair{S::done, "done"}, std::pair{S::failed, "failed"},
                      std::pair{S::cancelled, "cancelled"}};
}

struct Revocation {
    Id revocationId;
    ChainId chainId = 0;
    Address owner;
    ApprovalKey approvalId;
    RevocationStatus status = RevocationStatus::queued;
    std::string step;
    std::optional<Hash256> transactionHash{};  ///< Absent: nothing was sent (yet).
    std::string errorKey, errorMessage;
    Timestamp createdAt, updatedAt;
    static constexpr auto fields() {
        using R = Revocation;
        return std::tuple{
            json::required("revocationId", &R::revocationId, "identifier"),
            json::required("chainId", &R::chainId, "EIP-155 chain id", 1),
            json::required("owner", &R::owner, "whose allowance"),
            json::required("approvalId", &R::approvalId, "which"),
            json::required("status", &R::status, "queued, working, done, failed or cancelled"),
            json::required("step", &R::step, "where it is"),
            json::optional("transactionHash", &R::transactionHash, "absent: nothing was sent"),
            json::optional("errorKey", &R::errorKey, "why it failed"),
            json::optional("errorMessage", &R::errorMessage, "the same for people"),
            json::required("createdAt", &R::createdAt, "when it was queued"),
            json::required("updatedAt", &R::updatedAt, "last change")};
    }
};

/// Queues one transaction an allowance; they are sent one after the other. An allowance that is in
/// the queue already is not queued twice. Errors: `approval.id`, `wallet.unknown_address`,
/// `vault.signing_locked`.
struct Revoke {
    static constexpr ops::Info kInfo{"approval.revoke",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/chains/{chainId}/approvals/{owner}/revoke",
                                     "Take allowances back, one transaction each",
                                     20};
    struct Response {
        std::vector<Revocation> revocations;
        static constexpr auto fields() {
            return std::tuple{
                json::required("revocations", &Response::revocations, "in order of the request")};
        }
    };
    ChainId chainId = 0;
    Address owner;
    std::vector<ApprovalKey> approvals;
    static constexpr auto fields() {
        return std::tuple{
            json::required("chainId", &Revoke::chainId, "EIP-155 chain id", 1),
            json::required("owner", &Revoke::owner, "one of this vault's addresses"),
            json::required("approvals", &Revoke::approvals, "approvalId of each, at most 100")};
    }
};

struct QueueState {
    bool isPaused = false;
    std::vector<Revocation> revocations;
    static constexpr auto fields() {
        return std::tuple{
            json::required("isPaused", &QueueState::isPaused, "nothing new is signed"),
            json::required("revocations", &QueueState::revocations, "newest first")};
    }
};
/// Answers at once, or with `waitMs` when nothing is queued or working any more.
struct GetQueue {
    static constexpr ops::Info kInfo{"approval.queue",   ops::Kind::query, "wallet:read", "GET",
                                     "/approvals/queue", "Revocations"};
    using Response = QueueState;
    std::int64_t limit = 100;
    std::int64_t waitMs = 0;
    static constexpr auto fields() {
        return std::tuple{json::optional("limit", &GetQueue::limit, "at most", 1, 500),
                          json::optional("waitMs", &GetQueue::waitMs,
                                         "how long to wait for the end", 0, 600'000)};
    }
};
/// What is signed already goes on; the rest waits. It stays paused over a restart.
struct PauseQueue {
    static constexpr ops::Info kInfo{"approval.pause",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/approvals/queue/pause",
                                     "Let the queue of revocations wait",
                                     1,
                                     true};
    using Response = QueueState;
    static constexpr auto fields() { return std::tuple{}; }
};
struct ResumeQueue {
    static constexpr ops::Info kInfo{"approval.resume",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/approvals/queue/resume",
                                     "Let the queue of revocations go on",
                                     1,
                                     true};
    using Response = QueueState;
    static constexpr auto fields() { return std::tuple{}; }
};
/// Takes queued revocations out. One that is at work already cannot be: `approval.too_late`
/// (conflict); without ids that one simply goes on.
struct CancelRevocations {
    static constexpr ops::Info kInfo{"approval.cancel",
                                     ops::Kind::command,
                                     "wallet:send",
                                     "POST",
                                     "/approvals/queue/cancel",
                                     "Take revocations out of the queue",
                                     1,
                                     true};
    using Response = QueueState;
    std::vector<Id> revocations;
    static constexpr auto fields() {
        return std::tuple{
            json::optional("revocations", &CancelRevocations::revocations, "empty = all queued")};
    }
};

/// Every change of a revocation.
struct RevocationChanged {
    static constexpr events::Info kInfo{"approval.revocation_changed", 1};
    Revocation revocation;
    std::string eventKey() const { return revocation.owner.toString(); }
    static constexpr auto fields() {
        return std::tuple{
            json::required("revocation", &RevocationChanged::revocation, "as it is now")};
    }
};
/// The logs showed an allowance that was not known before.
struct ApprovalFound {
    static constexpr events::Info kInfo{"approval.found", 1};
    ChainId chainId = 0;
    Address owner;
    ApprovalKey approvalId;
    std::uint64_t blockNumber = 0;
    std::string eventKey() const { return owner.toString(); }
    static constexpr auto fields() {
        using F = ApprovalFound;
        return std::tuple{json::required("chainId", &F::chainId, "chain", 1),
                          json::required("owner", &F::owner, "whose"),
                          json::required("approvalId", &F::approvalId, "which"),
                          json::required("blockNumber", &F::blockNumber, "block of its event")};
    }
};
struct QueueChanged {
    static constexpr events::Info kInfo{"approval.queue_changed", 1};
    bool isPaused = false;
    std::string eventKey() const { return "queue"; }
    static constexpr auto fields() {
        return std::tuple{json::required("isPaused", &QueueChanged::isPaused, "paused or not")};
    }
};

using Operations =
    ops::List<ListApprovals, Revoke, GetQueue, PauseQueue, ResumeQueue, CancelRevocations>;

}  // namespace kosh::approval
