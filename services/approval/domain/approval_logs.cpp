// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/approval_logs.h"

#include <kosh/crypto/abi_codec.h>

namespace kosh::approval {

namespace abi = crypto::abi;

namespace {

struct Topics {
    Hash256 approval = abi::eventTopic("Approval(address,address,uint256)");
    Hash256 approvalForAll = abi::eventTopic("ApprovalForAll(address,address,bool)");
    Hash256 permit2Approval = abi::eventTopic("Approval(address,address,address,uint160,uint48)");
    Hash256 permit2Permit =
        abi::eventTopic("Permit(address,address,address,uint160,uint48,uint48)");
    Hash256 permit2Lockdown = abi::eventTopic("Lockdown(address,address,address)");
};
const Topics& topics() {
    static const Topics kTopics;
    return kTopics;
}

std::optional<Address> addressIn(const Hash256& word) {
    auto address = abi::Decoder(word.view()).address();
    return address ? std::optional(*address) : std::nullopt;
}

std::optional<ApprovalKey> ofTokens(const std::vector<Hash256>& indexed, const Address& contract,
                                    bool isForAll) {
    const auto spender = addressIn(indexed.at(2));
    if (!spender || spender->isZero()) return std::nullopt;
    if (isForAll) return ApprovalKey{ApprovalKind::nftOperator, contract, *spender, {}};
    // ERC-721 indexes the token's number where ERC-20 has the amount in the data.
    if (indexed.size() == 4) {
        return ApprovalKey{ApprovalKind::nftToken, contract, *spender,
                           U256::fromBigEndian(indexed[3].view())};
    }
    return ApprovalKey{ApprovalKind::erc20, contract, *spender, {}};
}

std::optional<ApprovalKey> ofPermit2(const chain::Log& log) {
    std::optional<Address> token, spender;
    if (log.topics[0] == topics().permit2Lockdown) {
        abi::Decoder data(log.data);
        const auto first = data.address(), second = data.address();
        if (first && second) {
            token = *first;
            spender = *second;
        }
    } else if (log.topics.size() == 4) {
        token = addressIn(log.topics[2]);
        spender = addressIn(log.topics[3]);
    }
    if (!token || !spender) return std::nullopt;
    return ApprovalKey{ApprovalKind::permit2, *token, *spender, {}};
}

std::optional<ApprovalKey> keyOf(const chain::Log& log) {
    const auto& first = log.topics[0];
    const bool isForAll = first == topics().approvalForAll;
    if (isForAll || first == topics().approval) {
        if (log.topics.size() < 3) return std::nullopt;
        return ofTokens(log.topics, log.address, isForAll);
    }
    // Only Permit2's own word counts for what is inside Permit2.
    if (log.address != permit2Address()) return std::nullopt;
    return ofPermit2(log);
}

}  // namespace

const Address& permit2Address() {
    static const Address kAddress =
        Address::parse("0x000000000022D473030F116dDEE9F6B43aC78BA3").value();
    return kAddress;
}

const std::vector<Hash256>& approvalTopics() {
    static const std::vector<Hash256> kAll{topics().approval, topics().approvalForAll,
                                           topics().permit2Approval, topics().permit2Permit,
                                           topics().permit2Lockdown};
    return kAll;
}

Hash256 ownerTopic(const Address& owner) {
    Hash256 topic;
    std::ranges::copy(owner.bytes, topic.bytes.begin() + 12);
    return topic;
}

Sightings sightingsIn(const std::vector<chain::Log>& logs, const Address& owner) {
    Sightings found;
    const auto wanted = ownerTopic(owner);
    for (const auto& log : logs) {
        if (log.topics.size() < 2 || log.topics[1] != wanted) continue;
        if (const auto key = keyOf(log)) found[*key] = {log.blockNumber, log.transactionHash};
    }
    return found;
}

}  // namespace kosh::approval
