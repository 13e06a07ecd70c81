// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Practice money over HTTP: POST /fund?address=0x… gives an address its first funds, once.
import http from 'node:http';
import { isAddress } from 'ethers';

import { reason } from './chain.mjs';
import { fund } from './network.mjs';

export const firstFunds = [['ETH', '10'], ['USDC', '20000'], ['DAI', '5000'], ['WBTC', '0.25']];

/** Listens on loopback; `network` is filled in later, with the description. `stop()` ends it. */
export async function startFaucet() {
    const given = new Map();
    const faucet = { network: null };
    const answer = (response, status, body) => {
        response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
        response.end(JSON.stringify(body) + '\n');
    };
    const server = http.createServer(async (request, response) => {
        const url = new URL(request.url, 'http://faucet');
        const address = url.searchParams.get('address') ?? '';
        if (request.method !== 'POST' || url.pathname !== '/fund' || !isAddress(address))
            return answer(response, 400, { error: 'POST /fund?address=0x…' });
        // One promise an address: asking twice at once pays once.
        const key = address.toLowerCase();
        if (!given.has(key)) given.set(key, fund(faucet.network, address, firstFunds));
        try {
            await given.get(key);
            answer(response, 200, { funded: Object.fromEntries(firstFunds) });
        } catch (error) {
            given.delete(key);
            answer(response, 503, { error: reason(error) });
        }
    });
    await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    faucet.url = `http://127.0.0.1:${server.address().port}/fund`;
    faucet.stop = () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections?.(); });
    return faucet;
}
