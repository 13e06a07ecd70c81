// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include <kosh/portfolio/lots.h>

#include <map>

/// First in, first out, for one asset of one chain: pure, in integers, without a lost unit.
namespace kosh::portfolio {

/// When something happened, as a total order: two movements never share event and line.
struct Moment {
    Timestamp at;
    std::int64_t sequence = 0;  ///< Of the event in the log.
    std::int64_t line = 0;      ///< Within the event.
    friend auto operator<=>(const Moment&, const Moment&) = default;
};

/// A quantity that comes (`to` only), goes (`from` only) or moves between two own places.
struct Movement {
    std::string movementId;
    MovementKind kind = MovementKind::opened;
    std::optional<Address> from, to;
    U256 quantity;
    Moment when;
    std::optional<U256> value;  ///< Cost of what comes, proceeds of what goes; nothing = unknown.
    /// Where `from` or `to` is a pool: the liquidity position there; 0 = none.
    U256 fromPosition{}, toPosition{};
};

/// What the owner says a lot cost. It counts for a lot of this size only: a lot that turns out to
/// be of another size is another lot.
struct OwnerCost {
    U256 quantity;
    std::optional<U256> cost;
    std::optional<Timestamp> acquiredAt;
};
using OwnerCosts = std::map<std::string, OwnerCost>;  ///< By lot.

/// A lot at one address or in one liquidity position; a lot that was moved in part is at two
/// places, each with its share of the cost.
struct OpenLot {
    std::string lotId;
    Address address;
    MovementKind kind = MovementKind::opened;
    U256 quantity;
    std::optional<U256> cost;
    Moment acquired;
    U256 positionId{};  ///< 0 = not in a liquidity position.
    friend bool operator==(const OpenLot&, const OpenLot&) = default;
};

/// One lot's part in one disposal.
struct Realised {
    std::string movementId;
    std::string lotId;
    Address address;
    MovementKind kind = MovementKind::sold;
    Timestamp acquiredAt, disposedAt;
    U256 quantity;
    std::optional<U256> cost, proceeds;
    friend bool operator==(const Realised&, const Realised&) = default;
};

struct LotBook {
    std::vector<OpenLot> lots;       ///< By address, oldest first.
    std::vector<Realised> realised;  ///< In order of disposal.
    friend bool operator==(const LotBook&, const LotBook&) = default;
};

/// `total` in proportion to `weights`, summing to exactly `total`: each share is rounded down and
/// the units left over go to the largest remainders, the earlier share first. Weights of zero get
/// nothing unless all are zero, then the first gets it all. Precondition: there are weights, and
/// their sum is below 2^256.
std::vector<U256> allot(const U256& total, const std::vector<U256>& weights);

/// Plays the movements in order of their moments, whatever their order here. What goes consumes the
/// lots of its address, oldest acquisition first; what moves takes cost and acquisition with it.
/// Where an address holds less than goes, it held the rest before it was seen here: that becomes an
/// opening lot "opening:<movement>", acquired at that moment at the latest, of unknown cost.
LotBook playLots(std::vector<Movement> movements, const OwnerCosts& ownerCosts);

}  // namespace kosh::portfolio
