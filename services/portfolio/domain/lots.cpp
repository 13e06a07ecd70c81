// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#include "lots.h"

#include <algorithm>
#include <numeric>

namespace kosh::portfolio {

namespace {

class Player {
public:
    explicit Player(const OwnerCosts& ownerCosts) : m_ownerCosts(ownerCosts) {}

    void play(const Movement& movement) {
        if (movement.quantity.isZero()) return;
        if (!movement.from) {
            put(acquired(movement, movement.movementId, movement.kind));
            return;
        }
        auto slices = take(movement);
        if (!movement.to) {
            realise(movement, slices);
            return;
        }
        for (auto& slice : slices) {
            slice.address = *movement.to;
            slice.positionId = movement.toPosition;
            put(std::move(slice));
        }
    }

    LotBook finish() && {
        for (auto& [place, queue] : m_queues) {
            for (auto& [moment, lot] : queue) m_book.lots.push_back(std::move(lot));
        }
        return std::move(m_book);
    }

private:
    using Queue = std::map<Moment, OpenLot>;  // One lot an origin: moments are unique.
    using Place = std::pair<Address, U256>;   // With the liquidity position.

    OpenLot acquired(const Movement& movement, std::string lotId, MovementKind kind) const {
        OpenLot lot{std::move(lotId),
                    movement.to ? *movement.to : *movement.from,
                    kind,
                    movement.quantity,
                    movement.value,
                    movement.when,
                    movement.to ? movement.toPosition : movement.fromPosition};
        const auto said = m_ownerCosts.find(lot.lotId);
        if (said != m_ownerCosts.end()) applyOwnerCost(lot, said->second);
        return lot;
    }
    static void applyOwnerCost(OpenLot& lot, const OwnerCost& said) {
        if (said.quantity != lot.quantity) return;
        if (said.cost) lot.cost = said.cost;
        if (said.acquiredAt) lot.acquired.at = *said.acquiredAt;
    }

    void put(OpenLot lot) {
        const auto [place, isNew] =
            m_queues[Place(lot.address, lot.positionId)].try_emplace(lot.acquired, lot);
        if (isNew) return;
        // Two parts of one lot meet again: neither sum can pass what the lot was.
        auto& there = place->second;
        KOSH_ASSERT(there.lotId == lot.lotId && there.cost.has_value() == lot.cost.has_value());
        there.quantity = there.quantity + lot.quantity;
        if (lot.cost) there.cost = *there.cost + *lot.cost;
    }

    static OpenLot cut(OpenLot& lot, const U256& quantity) {
        auto slice = lot;
        slice.quantity = quantity;
        lot.quantity = lot.quantity - quantity;
        if (lot.cost) {
            const auto costs = allot(*lot.cost, {quantity, lot.quantity});
            slice.cost = costs[0];
            lot.cost = costs[1];
        }
        return slice;
    }

    std::vector<OpenLot> take(const Movement& movement) {
        auto& queue = m_queues[Place(*movement.from, movement.fromPosition)];
        std::vector<OpenLot> slices;
        auto left = movement.quantity;
        while (!left.isZero() && !queue.empty()) {
            auto first = queue.begin();
            if (first->second.quantity > left) {
                slices.push_back(cut(first->second, left));
                return slices;
            }
            left = left - first->second.quantity;
            slices.push_back(std::move(first->second));
            queue.erase(first);
        }
        if (left.isZero()) return slices;
        auto rest = movement;
        rest.to.reset();
        rest.quantity = left;
        rest.value.reset();
        slices.push_back(
            acquired(rest, cat("opening:", movement.movementId), MovementKind::opened));
        return slices;
    }

    void realise(const Movement& movement, const std::vector<OpenLot>& slices) {
        std::vector<U256> quantities;
        quantities.reserve(slices.size());
        for (const auto& slice : slices) quantities.push_back(slice.quantity);
        std::vector<U256> proceeds;
        if (movement.value) proceeds = allot(*movement.value, quantities);
        for (std::size_t i = 0; i < slices.size(); ++i) {
            const auto& slice = slices[i];
            m_book.realised.push_back({movement.movementId, slice.lotId, *movement.from,
                                       movement.kind, slice.acquired.at, movement.when.at,
                                       slice.quantity, slice.cost,
                                       movement.value ? std::optional(proceeds[i]) : std::nullopt});
        }
    }

    const OwnerCosts& m_ownerCosts;
    std::map<Place, Queue> m_queues;
    LotBook m_book;
};

}  // namespace

std::vector<U256> allot(const U256& total, const std::vector<U256>& weights) {
    U256 sum;
    for (const auto& weight : weights) {
        const auto next = checkedAdd(sum, weight);
        KOSH_ASSERT(next);
        sum = *next;
    }
    std::vector<U256> shares(weights.size());
    if (sum.isZero()) {
        shares.front() = total;
        return shares;
    }
    std::vector<U256> remainders(weights.size());
    auto left = total;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        // Below `total`, so it fits; the remainder is below `sum`, so it is exact modulo 2^256.
        shares[i] = *mulDiv(total, weights[i], sum);
        remainders[i] = total * weights[i] - shares[i] * sum;
        left = left - shares[i];
    }
    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return remainders[a] == remainders[b] ? a < b : remainders[a] > remainders[b];
    });
    // Fewer units are left than there are remainders above zero.
    for (std::size_t i = 0; !left.isZero(); ++i) {
        shares[order[i]] = shares[order[i]] + U256(1);
        left = left - U256(1);
    }
    return shares;
}

LotBook playLots(std::vector<Movement> movements, const OwnerCosts& ownerCosts) {
    std::ranges::sort(movements, {}, &Movement::when);
    Player player(ownerCosts);
    for (const auto& movement : movements) player.play(movement);
    return std::move(player).finish();
}

}  // namespace kosh::portfolio
