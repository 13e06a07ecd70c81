// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
#pragma once

#include "fake_pool.h"
#include "service_world.h"

#include <kosh/chain/module.h>

namespace kosh::chain {

inline constexpr ChainId kPractice = 31337;

struct ChainWorld {
    FakePool pool;
    test::ServiceWorld world{module(pool)};

    /// Changes the fake chain on the core thread.
    template <typename F>
    auto on(F change) {
        return world.core.call([&] { return change(pool); });
    }
    static Chain practice() {
        Chain chain;
        chain.chainId = kPractice;
        chain.name = "Practice";
        chain.blockTimeMs = 100;
        chain.confirmations = 2;
        chain.endpoints = {"http://127.0.0.1:8545"};
        return chain;
    }
    Result<Chain> add(Chain chain = practice()) { return world.call(AddChain{std::move(chain)}); }
};

}  // namespace kosh::chain
