// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The pools that bench_route describes, in Uniswap's own SDK, searched as its smart order router
// does: every simple path of up to three pools, each quoted in steps of a twentieth, the best
// split over up to three of the twelve best that share no pool.
import { createRequire } from 'node:module';

import { input } from './measure.mjs';

const require = createRequire(import.meta.url);
const { CurrencyAmount, Token } = require('@uniswap/sdk-core');
const { Pool, TickListDataProvider, TickMath } = require('@uniswap/v3-sdk');

const steps = 20;
const most = 12;
const runs = 3;

const { cases } = input();

function poolsOf({ tokens, pools }) {
    const all = Array.from({ length: tokens },
        (_, i) => new Token(1, '0x' + (i + 1).toString(16).padStart(40, '0'), 18));
    return pools.map(({ a, b, fee, spacing, tick, liquidity, ticks }) => {
        const list = ticks.map(([index, net]) => ({
            index, liquidityNet: net, liquidityGross: net.replace('-', ''),
        }));
        const pool = new Pool(all[a], all[b], fee, TickMath.getSqrtRatioAtTick(tick), liquidity, tick,
            new TickListDataProvider(list, spacing));
        return { pool, a, b };
    });
}

function routesOf(pools, from, to) {
    const routes = [];
    const walk = (token, path, seen) => {
        if (token === to) {
            routes.push(path);
            return;
        }
        if (path.length === 3) return;
        pools.forEach(({ a, b }, i) => {
            if (a !== token && b !== token) return;
            const next = a === token ? b : a;
            if (!seen.includes(next)) walk(next, [...path, i], [...seen, next]);
        });
    };
    walk(from, [], [from]);
    return routes;
}

async function tableOf(pools, routes, tokenIn, amount) {
    const table = [];
    for (const route of routes) {
        const out = [0n];
        for (let step = 1; step <= steps; step++) {
            let current = CurrencyAmount.fromRawAmount(tokenIn, String(amount * BigInt(step) / BigInt(steps)));
            for (const i of route) [current] = await pools[i].pool.getOutputAmount(current);
            out.push(BigInt(String(current.quotient)));
        }
        table.push({ route, out });
    }
    return table.sort((x, y) => (y.out[steps] > x.out[steps] ? 1 : -1)).slice(0, most);
}

function bestOf(table) {
    let best = 0n;
    const offer = (out) => { if (out > best) best = out; };
    const isApart = (x, y) => !x.route.some((pool) => y.route.includes(pool));
    table.forEach((x, i) => {
        offer(x.out[steps]);
        table.slice(i + 1).forEach((y, j) => {
            if (!isApart(x, y)) return;
            for (let s = 1; s < steps; s++) offer(x.out[s] + y.out[steps - s]);
            for (const z of table.slice(i + j + 2)) {
                if (!isApart(x, z) || !isApart(y, z)) continue;
                for (let s = 1; s < steps - 1; s++) {
                    for (let u = 1; u < steps - s; u++) {
                        offer(x.out[s] + y.out[u] + z.out[steps - s - u]);
                    }
                }
            }
        });
    });
    return best;
}

for (const one of cases) {
    const pools = poolsOf(one);
    const to = one.tokens - 1;
    const tokenIn = pools.map(({ pool, a, b }) => (a === 0 ? pool.token0 : b === 0 ? pool.token1 : null)).find(Boolean);
    const search = async () => {
        const routes = routesOf(pools, 0, to);
        return [routes.length, bestOf(await tableOf(pools, routes, tokenIn, BigInt(one.amount)))];
    };
    const times = [];
    let routes, out;
    for (let run = 0; run < runs; run++) {
        const start = performance.now();
        [routes, out] = await search();
        times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    console.log(JSON.stringify({ name: one.name, nanos: times[runs >> 1] * 1e6, result: `${routes} ${out}` }));
}
