// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "fake_chain.h"

#include <kosh/pool/module.h>
#include <kosh/test/service_rig.h>

#include <QtTest>

namespace kosh::test {

/// The pool service over a fake chain with two pools of three tokens.
struct PoolWorld {
    PoolWorld() : rig(pool::module()), chain(rig.node) {
        pool01 = chain.createPool(FakeChain::tokenAt(0), FakeChain::tokenAt(1), 500, 10);
        pool12 = chain.createPool(FakeChain::tokenAt(1), FakeChain::tokenAt(2), 3000, 60);
        chain.mine(10);
        rig.start();
    }
    /// Changes the chain where the service reads it.
    void on(std::function<void(FakeChain&)> change) {
        rig.core.call([&] { change(chain); });
    }
    Result<pool::FindPools::Response> find() {
        return rig.call(pool::FindPools{
            FakeChain::kId, {FakeChain::tokenAt(2), FakeChain::tokenAt(0), FakeChain::tokenAt(1)}});
    }
    /// The answer is of the chain's head and says what the chain says.
    bool isTrue(const pool::FindPools::Response& found) {
        return rig.core.call([&] {
            const auto& head = chain.head();
            bool isSame = found.isCurrent && found.blockNumber == head.number;
            for (const auto& snapshot : found.snapshots) {
                isSame = isSame && snapshot.blockHash == head.hash &&
                         *snapshot.state == chain.stateOf(snapshot.pool.address);
            }
            return isSame;
        });
    }
    std::size_t reads() { return rig.callsOf("chain.call"); }
    void tellReorganised(std::uint64_t ancestor) {
        rig.core.call([&] {
            const chain::Reorganised event{FakeChain::kId, ancestor, chain.head().number};
            rig.node.publish({1,
                              std::string(chain::Reorganised::kInfo.type),
                              1,
                              event.eventKey(),
                              json::encodeText(event),
                              {},
                              {}});
        });
    }

    ServiceRig rig;
    FakeChain chain;
    Address pool01, pool12;
};

}  // namespace kosh::test
