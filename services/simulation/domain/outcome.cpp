// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "domain/outcome.h"

#include <kosh/crypto/abi_codec.h>

namespace kosh::simulation {
namespace {

namespace abi = crypto::abi;

struct Topics {
    Hash256 transfer = abi::eventTopic("Transfer(address,address,uint256)");
    Hash256 single = abi::eventTopic("TransferSingle(address,address,address,uint256,uint256)");
    Hash256 batch = abi::eventTopic("TransferBatch(address,address,address,uint256[],uint256[])");
    Hash256 deposit = abi::eventTopic("Deposit(address,uint256)");
    Hash256 withdrawal = abi::eventTopic("Withdrawal(address,uint256)");
    Hash256 approval = abi::eventTopic("Approval(address,address,uint256)");
    Hash256 approvalForAll = abi::eventTopic("ApprovalForAll(address,address,bool)");
    Hash256 permit2Approval = abi::eventTopic("Approval(address,address,address,uint160,uint48)");
    Hash256 permit2Permit =
        abi::eventTopic("Permit(address,address,address,uint160,uint48,uint48)");
};
const Topics& topics() {
    static const Topics kTopics;
    return kTopics;
}
const Address& nativeLogAddress() {
    static const Address kAddress = Address::parse(chain::kNativeLogAddress).value();
    return kAddress;
}

I256 saturated(const U256& amount, bool isNegative) {
    if (const auto value = I256::fromUnsigned(amount, isNegative)) return *value;
    const auto most = *I256::fromUnsigned(U256::powerOfTwo(255) - U256(1));
    return isNegative ? most.negated() : most;
}

Address addressIn(const Hash256& word) {
    return Address::fromBytes(word.view().subspan(12)).value();
}

class Tally {
public:
    Tally(const Address& from, Outcome& out) : m_from(from), m_out(out) {}

    void move(const Address& contract, const Address& from, const Address& to, const U256& amount,
              std::optional<U256> tokenId) {
        if (from == m_from && to != m_from) {
            add(contract, tokenId, saturated(amount, true));
            m_out.transfers.push_back({contract, from, to, amount, tokenId});
        } else if (to == m_from && from != m_from) {
            add(contract, tokenId, saturated(amount, false));
        }
    }
    void finish() {
        for (auto& [key, amount] : m_sums) {
            if (amount.isZero()) continue;
            const auto id = key.second.empty() ? std::optional<U256>{}
                                               : std::optional(U256::parse(key.second).value());
            m_out.movements.push_back({key.first, id, amount, false});
        }
    }

private:
    void add(const Address& contract, const std::optional<U256>& tokenId, const I256& amount) {
        auto& sum = m_sums[{contract, tokenId ? tokenId->toString() : std::string{}}];
        sum = checkedAdd(sum, amount).value_or(amount);
    }
    const Address& m_from;
    Outcome& m_out;
    std::map<std::pair<Address, std::string>, I256> m_sums;
};

void readTransfer(const chain::EmittedLog& log, Tally& tally) {
    const auto from = addressIn(log.topics[1]), to = addressIn(log.topics[2]);
    if (log.address == nativeLogAddress()) {
        if (log.data.size() == 32) tally.move({}, from, to, U256::fromBigEndian(log.data), {});
    } else if (log.topics.size() == 4) {
        tally.move(log.address, from, to, U256(1), U256::fromBigEndian(log.topics[3].view()));
    } else if (log.data.size() == 32) {
        tally.move(log.address, from, to, U256::fromBigEndian(log.data), {});
    }
}

void readItems(const chain::EmittedLog& log, Tally& tally) {
    const auto from = addressIn(log.topics[2]), to = addressIn(log.topics[3]);
    abi::Decoder data(log.data);
    if (log.topics[0] == topics().single) {
        const auto id = data.uint(), amount = data.uint();
        if (id && amount) tally.move(log.address, from, to, *amount, *id);
        return;
    }
    const auto ids = data.uints(), amounts = data.uints();
    if (!ids || !amounts || ids->size() != amounts->size()) return;
    for (std::size_t i = 0; i < ids->size(); ++i) {
        tally.move(log.address, from, to, (*amounts)[i], (*ids)[i]);
    }
}

void readApproval(const chain::EmittedLog& log, const Address& owner, Outcome& out) {
    const auto& all = topics();
    if (log.topics.size() < 3 || addressIn(log.topics[1]) != owner) return;
    PlannedApproval one{"erc20", log.address, addressIn(log.topics[2]), {}};
    if (log.topics[0] == all.permit2Approval || log.topics[0] == all.permit2Permit) {
        if (log.topics.size() != 4 || log.data.size() < 32) return;
        one = {"permit2", addressIn(log.topics[2]), addressIn(log.topics[3]),
               U256::fromBigEndian(ByteView(log.data).first(32))};
    } else if (log.topics.size() == 4) {
        one.kind = "nft_token";
        one.amount = U256(one.spender.isZero() ? 0u : 1u);
    } else if (log.data.size() != 32) {
        return;
    } else {
        one.amount = U256::fromBigEndian(log.data);
        if (log.topics[0] == all.approvalForAll) one.kind = "nft_operator";
    }
    // The last event of an allowance is what stays.
    std::erase_if(out.approvals, [&](const PlannedApproval& other) {
        return other.kind == one.kind && other.contract == one.contract &&
               other.spender == one.spender;
    });
    out.approvals.push_back(std::move(one));
}

}  // namespace

I256 difference(const U256& before, const U256& after) {
    return after >= before ? saturated(after - before, false) : saturated(before - after, true);
}

Outcome outcomeOf(const Address& from, const std::vector<chain::EmittedLog>& logs,
                  const std::vector<chain::CallFrame>& frames, const Names& names) {
    Outcome out;
    Tally tally(from, out);
    const auto& all = topics();
    for (const auto& log : logs) {
        if (log.topics.empty()) continue;
        const auto& first = log.topics[0];
        const bool isWrapped = log.address == names.wrappedNative && log.topics.size() == 2 &&
                               log.data.size() == 32 && !names.wrappedNative.isZero();
        if (first == all.transfer && log.topics.size() >= 3) {
            readTransfer(log, tally);
        } else if ((first == all.single || first == all.batch) && log.topics.size() == 4) {
            readItems(log, tally);
        } else if (isWrapped && (first == all.deposit || first == all.withdrawal)) {
            const auto who = addressIn(log.topics[1]);
            const auto amount = U256::fromBigEndian(log.data);
            const bool isIn = first == all.deposit;
            tally.move(log.address, isIn ? Address{} : who, isIn ? who : Address{}, amount, {});
        } else if (first == all.approval || first == all.approvalForAll ||
                   first == all.permit2Approval || first == all.permit2Permit) {
            readApproval(log, from, out);
        }
    }
    for (const auto& frame : frames) {
        // Only these move the frame's own value; a delegate call merely carries its caller's.
        const bool isMove = frame.type == "CALL" || frame.type.starts_with("CREATE");
        if (isMove && frame.error.empty() && !frame.value.isZero()) {
            tally.move({}, frame.from, frame.to, frame.value, {});
        }
    }
    tally.finish();
    return out;
}

Outcome outcomeOf(const Address& from, const Decoded& decoded) {
    Outcome out;
    Tally tally(from, out);
    for (const auto& one : decoded.transfers) {
        tally.move(one.token, one.from, one.to, one.amount, one.tokenId);
    }
    for (const auto& swap : decoded.swaps) {
        tally.move(swap.tokenIn, from, {}, swap.amountIn, {});
        tally.move(swap.tokenOut, {}, from, swap.amountOut, {});
    }
    tally.finish();
    out.approvals = decoded.approvals;
    return out;
}

}  // namespace kosh::simulation
