// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "fake_chain.h"

#include "domain/pool_logs.h"

#include <kosh/amm/tick_math.h>
#include <kosh/crypto/abi_codec.h>
#include <kosh/test/fakes.h>

#include <algorithm>

namespace kosh::test {

namespace abi = crypto::abi;

namespace {

Address addressOf(std::uint8_t kind, std::uint8_t n) {
    Address address;
    address.bytes[0] = kind;
    address.bytes[19] = n;
    return address;
}
const Address kFactory = addressOf(0xfa, 1);

Hash256 topicOf(std::int32_t tick) {
    Hash256 topic;
    topic.bytes = I256(tick).raw.toBigEndian();
    return topic;
}

bool isCall(const Bytes& data, std::string_view signature) {
    return data.size() >= 4 &&
           std::ranges::equal(ByteView(data).first(4), abi::selector(signature));
}
std::int32_t argumentOf(const Bytes& data) {
    const auto value = abi::Decoder(ByteView(data).subspan(4)).integer(24);
    return static_cast<std::int32_t>(static_cast<std::int64_t>(value->raw.low64()));
}

Failure offline() {
    return fail(ErrorKind::unavailable, "chain.unavailable", "no endpoint answers");
}

}  // namespace

FakeChain::FakeChain(ops::FakeNode& node) {
    push();
    node.on<chain::GetChain>(
        [](const chain::GetChain& request, const auto&) -> Result<chain::Chain> {
            if (request.chainId != kId)
                return fail(ErrorKind::not_found, "chain.unknown", "no chain");
            chain::Chain chain;
            chain.chainId = kId;
            chain.name = "Fake";
            chain.contracts.factory = kFactory;
            return chain;
        });
    node.on<chain::GetChainStatus>([this](const auto&, const auto&) {
        chain::GetChainStatus::Response status;
        status.head = head();
        status.endpoints.push_back({"fake", isOnline ? "ok" : "degraded", {}});
        return Result<chain::GetChainStatus::Response>(status);
    });
    node.on<chain::WaitForBlock>([this](const auto&, const auto&) -> Result<chain::Block> {
        if (!isOnline) return offline();
        return head();
    });
    node.on<chain::GetBlock>(
        [this](const chain::GetBlock& request, const auto&) -> Result<chain::Block> {
            if (!isOnline) return offline();
            if (request.number >= m_blocks.size()) {
                return fail(ErrorKind::not_found, "chain.unknown_block", "no such block");
            }
            return m_blocks[request.number];
        });
    node.on<chain::CallContracts>([this](const chain::CallContracts& request,
                                         const auto&) -> Result<chain::CallContracts::Response> {
        if (!isOnline) return offline();
        KOSH_ASSERT(request.calls.size() <= 2000);
        chain::CallContracts::Response response;
        const auto& states = m_states.at(request.blockNumber.value_or(head().number));
        for (const auto& call : request.calls) response.results.push_back(answer(call, states));
        return response;
    });
    node.on<chain::GetLogs>(
        [this](const chain::GetLogs& request, const auto&) { return logs(request); });
}

Address FakeChain::tokenAt(std::uint8_t n) {
    return addressOf(0x10, n);
}

void FakeChain::push() {
    chain::Block block;
    block.number = m_blocks.size();
    block.hash.bytes = U256(block.number).toBigEndian();
    block.hash.bytes[0] = m_fork;
    block.hash.bytes[1] = 1;
    if (!m_blocks.empty()) block.parentHash = m_blocks.back().hash;
    for (auto& log : m_pending) {
        log.blockNumber = block.number;
        log.blockHash = block.hash;
        m_logs.push_back(log);
    }
    m_pending.clear();
    m_blocks.push_back(block);
    m_states.push_back(m_next);
}

void FakeChain::mine(std::uint64_t blocks) {
    for (; blocks > 0; --blocks) push();
}

Address FakeChain::createPool(const Address& token0, const Address& token1, std::uint32_t feePips,
                              std::int32_t tickSpacing) {
    auto address = addressOf(0xb0, static_cast<std::uint8_t>(m_pools.size() + 1));
    address.bytes[18] = static_cast<std::uint8_t>((m_pools.size() + 1) >> 8);
    m_pools[address] = {token0, token1, feePips};
    auto state = *amm::PoolState::createEmpty({feePips, tickSpacing}, U256::powerOfTwo(96));
    for (const int width : {1, 3, 40}) {
        state = *state.applyMint(-width * tickSpacing, width * tickSpacing, U256(1'000'000'000));
    }
    m_next.emplace(address, state);
    return address;
}

void FakeChain::emit(const Address& pool, std::vector<Hash256> topics, Bytes data) {
    m_pending.push_back({pool, std::move(topics), std::move(data), 0, {}, {}, m_pending.size()});
}

void FakeChain::swap(const Address& pool, bool zeroForOne, std::uint64_t amount) {
    auto& state = m_next.at(pool);
    const auto result = *amm::swap(state, zeroForOne, *I256::fromUnsigned(U256(amount)),
                                   amm::farthestSqrtPrice(zeroForOne));
    state = *state.applySwap(result.after);
    emit(pool, {pool::watchedTopics()[0], {}, {}},
         abi::Encoder()
             .integer(result.amount0)
             .integer(result.amount1)
             .uint(result.after.sqrtPriceX96)
             .uint(result.after.liquidity)
             .integer(I256(result.after.tick))
             .take());
}

void FakeChain::mint(const Address& pool, std::int32_t lower, std::int32_t upper,
                     std::uint64_t liquidity) {
    auto& state = m_next.at(pool);
    state = *state.applyMint(lower, upper, U256(liquidity));
    if (silentMints.contains(pool)) return;
    emit(pool, {pool::watchedTopics()[1], {}, topicOf(lower), topicOf(upper)},
         abi::Encoder().address({}).uint(U256(liquidity)).uint(U256(1)).uint(U256(1)).take());
}

void FakeChain::burn(const Address& pool, std::int32_t lower, std::int32_t upper,
                     std::uint64_t liquidity) {
    auto& state = m_next.at(pool);
    state = *state.applyBurn(lower, upper, U256(liquidity));
    emit(pool, {pool::watchedTopics()[2], {}, topicOf(lower), topicOf(upper)},
         abi::Encoder().uint(U256(liquidity)).uint(U256(1)).uint(U256(1)).take());
}

void FakeChain::reorganise(std::uint64_t ancestor, std::uint64_t head) {
    m_blocks.resize(ancestor + 1);
    m_states.resize(ancestor + 1);
    std::erase_if(m_logs, [ancestor](const auto& log) { return log.blockNumber > ancestor; });
    m_pending.clear();
    m_next = m_states.back();
    ++m_fork;
    mine(head - ancestor);
}

chain::CallResult FakeChain::answer(const chain::CallRequest& call, const States& states) const {
    const auto give = [](const abi::Encoder& encoder) {
        return chain::CallResult{true, encoder.take(), {}};
    };
    if (call.to.isZero()) return {false, {}, "no lenses here"};
    if (call.to == kFactory) {
        abi::Decoder decoder(ByteView(call.data).subspan(4));
        const auto token0 = *decoder.address(), token1 = *decoder.address();
        const auto fee = *decoder.u64();
        for (const auto& [address, info] : m_pools) {
            if (info.token0 == token0 && info.token1 == token1 && info.feePips == fee &&
                states.contains(address)) {
                return give(abi::Encoder().address(address));
            }
        }
        return give(abi::Encoder().address({}));
    }
    const auto found = states.find(call.to);
    if (found == states.end()) return {true, {}, {}};
    const auto& state = found->second;
    if (isCall(call.data, "slot0()")) {
        ++m_reads[call.to];
        if (lying.contains(call.to)) return give(abi::Encoder().uint(U256::max()));
        return give(
            abi::Encoder().uint(state.price().sqrtPriceX96).integer(I256(state.price().tick)));
    }
    if (isCall(call.data, "liquidity()")) return give(abi::Encoder().uint(state.price().liquidity));
    const auto argument = argumentOf(call.data);
    const bool isBitmap = isCall(call.data, "tickBitmap(int16)");
    const bool isTick = isCall(call.data, "ticks(int24)");
    U256 bits;
    for (const auto& tick : state.ticks()) {
        const auto place = amm::compressTick(tick.index, state.settings().tickSpacing);
        if (isBitmap && amm::compressTick(place, 256) == argument) {
            bits = bits | U256::powerOfTwo(static_cast<unsigned>(place - argument * 256));
        }
        if (isTick && tick.index == argument) {
            return give(abi::Encoder().uint(tick.liquidityGross).integer(tick.liquidityNet));
        }
    }
    return give(abi::Encoder().uint(bits));
}

std::vector<chain::Log> FakeChain::logsOf(std::uint64_t block) const {
    std::vector<chain::Log> logs;
    for (const auto& log : m_logs) {
        if (log.blockNumber == block) logs.push_back(log);
    }
    return logs;
}

Result<chain::GetLogs::Response> FakeChain::logs(const chain::GetLogs& request) const {
    if (!isOnline) return offline();
    chain::GetLogs::Response response;
    for (const auto& log : m_logs) {
        const bool isWanted =
            log.blockNumber >= request.fromBlock && log.blockNumber <= request.toBlock &&
            std::ranges::find(request.addresses, log.address) != request.addresses.end() &&
            std::ranges::find(request.topics, log.topics[0]) != request.topics.end();
        if (isWanted) response.logs.push_back(log);
    }
    return response;
}

}  // namespace kosh::test
