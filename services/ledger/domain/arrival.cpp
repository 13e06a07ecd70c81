// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/arrival.h"

#include "domain/booking.h"

#include <kosh/crypto/abi_codec.h>

#include <algorithm>

namespace kosh::ledger {

namespace {

Address addressIn(const Hash256& topic) {
    Address address;
    std::ranges::copy(topic.bytes.begin() + 12, topic.bytes.end(), address.bytes.begin());
    return address;
}

}  // namespace

Hash256 transferTopic() {
    return crypto::abi::eventTopic("Transfer(address,address,uint256)");
}

Hash256 topicOf(const Address& address) {
    Hash256 topic;
    std::ranges::copy(address.bytes, topic.bytes.begin() + 12);
    return topic;
}

std::optional<TransferReceived> arrivalIn(const chain::Log& log,
                                          const std::map<Address, token::Token>& tokens) {
    const auto token = tokens.find(log.address);
    // Three topics: ERC-721 has the token's number as a fourth.
    const bool isTransfer =
        log.topics.size() == 3 && log.data.size() == 32 && log.topics.front() == transferTopic();
    if (token == tokens.end() || !isTransfer) return std::nullopt;
    TransferReceived received;
    received.from = addressIn(log.topics[1]);
    received.address = addressIn(log.topics[2]);
    received.amount = U256::fromBigEndian(log.data);
    if (received.amount.isZero() || received.from == received.address) return std::nullopt;
    received.chainId = token->second.chainId;
    received.receiptId =
        cat(received.chainId, ':', toHex0x(log.transactionHash.view()), ':', log.logIndex);
    received.asset = token->second;
    received.transactionHash = log.transactionHash;
    received.sinceBlock = log.blockNumber == 0 ? 0 : log.blockNumber - 1;
    received.blockNumber = log.blockNumber;
    return received;
}

Result<Entry> entryFor(const TransferReceived& received) {
    const auto debit = I256::fromUnsigned(received.amount);
    if (!debit) {
        return fail(ErrorKind::internal, "ledger.range",
                    "an amount does not fit the ledger's 256-bit signed range");
    }
    const auto from = received.from ? externalAccount(received.chainId, *received.from)
                                    : cat("external:", received.chainId, ":unknown");
    Entry entry;
    entry.occurredAt = received.blockAt;
    entry.reference = cat("ledger.received:", received.receiptId);
    entry.description = cat(received.asset.symbol, " received");
    entry.postings = {{walletAccount(received.chainId, received.address), received.asset, *debit},
                      {from, received.asset, debit->negated()}};
    return entry;
}

}  // namespace kosh::ledger
