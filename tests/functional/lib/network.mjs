// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// A practice network of the test's own, and what the test reads from it past Kosh.
import { once } from 'node:events';
import http from 'node:http';

import { practiceChainId, startAnvil } from '../../devnet/lib/anvil.mjs';
import { connect } from '../../devnet/lib/chain.mjs';
import { interfaceOf } from '../../devnet/lib/contracts.mjs';
import { deployAll } from '../../devnet/lib/network.mjs';

/** Each transaction is mined at once, unless `hold()`; `stop()` ends it. */
export async function startNetwork(chainId = practiceChainId) {
    const anvil = await startAnvil(0, chainId);
    const provider = await connect(anvil.url);
    const deployed = await deployAll(provider, anvil.url, 'Practice network');
    const network = { ...deployed, blockTimeMs: 200, confirmations: 1 };
    const token = (symbol) => network.tokens.find((one) => one.symbol === symbol).address;
    return {
        network, anvil, provider,
        /** From now on transactions wait in the mempool until `release`. */
        hold: () => provider.send('evm_setAutomine', [false]),
        mine: () => provider.send('evm_mine', []),
        async release() {
            await provider.send('evm_setAutomine', [true]);
            await provider.send('evm_mine', []);
        },
        snapshot: () => provider.send('evm_snapshot', []),
        revert: (id) => provider.send('evm_revert', [id]),
        /** What the chain says of an address: transactions sent, and units of the two tokens traded. */
        async facts(owner) {
            const held = async (symbol) => BigInt(await provider.call({ to: token(symbol),
                data: interfaceOf('token').encodeFunctionData('balanceOf', [owner]) }));
            const [count, usdc, weth] = await Promise.all([provider.getTransactionCount(owner),
                held('USDC'), held('WETH')]);
            return { count, usdc, weth };
        },
        async stop() {
            provider.destroy();
            await anvil.stop();
        },
    };
}

/**
 * Stands between Kosh and an endpoint. `rule(methods)` decides on each request: 'pass', 'refuse' (the
 * connection ends, nothing is forwarded), 'swallow' (forwarded, the answer is lost) or 'hang'.
 */
export async function startProxy(target) {
    const proxy = { rule: () => 'pass', seen: [] };
    const server = http.createServer(async (request, response) => {
        const parts = [];
        for await (const part of request) parts.push(part);
        const body = Buffer.concat(parts).toString();
        const methods = [JSON.parse(body)].flat().map((call) => call.method);
        const verdict = proxy.rule(methods);
        proxy.seen.push({ methods, verdict });
        if (verdict === 'hang') return;
        if (verdict === 'refuse') { request.socket.destroy(); return; }
        try {
            const answer = await fetch(target, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
            const text = await answer.text();
            if (verdict === 'swallow') { request.socket.destroy(); return; }
            response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
        } catch {
            request.socket.destroy();
        }
    });
    const listen = async (port) => { await once(server.listen(port, '127.0.0.1'), 'listening'); };
    await listen(0);
    const { port } = server.address();
    proxy.url = `http://127.0.0.1:${port}`;
    /** Nobody listens any more; `up` brings it back on the same port. */
    proxy.down = () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
    proxy.up = () => listen(port);
    proxy.stop = () => (server.listening ? proxy.down() : undefined);
    return proxy;
}
