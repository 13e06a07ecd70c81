// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Tokens that take approvals by signature, well and badly, each with a pool against WETH.
import { openSender } from '../../devnet/lib/chain.mjs';
import { interfaceOf } from '../../devnet/lib/contracts.mjs';
import { deployPractice, practiceInterface } from '../../devnet/lib/practice_contracts.mjs';

export const poolFee = 3000;
const supply = 10n ** 24n;
const depth = 10n ** 20n;
const even = 1n << 96n;
const widest = 887_220;

export const permitTokens = {
    GOOD: ['PermitToken', ['Takes permits', 'GOOD', 18, supply]],
    LIES: ['LyingPermitToken', [supply]],
    REFUSES: ['RefusingPermitToken', [supply]],
    OPEN: ['OpenPermitToken', [supply]],
    STRANGE: ['StrangeDomainToken', [supply]],
};

/** Deploys those named, fills a pool of each and gives `owner` a thousand: symbol → address. */
export async function makePermitTokens(chain, owner, symbols = Object.keys(permitTokens)) {
    const { weth, positionManager: manager, swapRouter02 } = chain.network.contracts;
    const sender = await openSender(chain.provider, chain.network.faucet.address);
    const erc20 = practiceInterface('PermitToken');
    const positions = interfaceOf('positionManager');
    await sender.send('wrap', { to: weth, value: depth * BigInt(symbols.length),
        data: interfaceOf('weth').encodeFunctionData('deposit') });
    await sender.send('approve WETH', { to: weth, data: erc20.encodeFunctionData('approve', [manager, 2n ** 255n]) });
    const tokens = {};
    for (const symbol of symbols) {
        const [contract, args] = permitTokens[symbol];
        const address = tokens[symbol] = await deployPractice(sender, contract, args);
        const [token0, token1] = [address, weth].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
        for (const spender of [manager, swapRouter02])
            await sender.send('approve', { to: address, data: erc20.encodeFunctionData('approve', [spender, 2n ** 255n]) });
        await sender.send('pay', { to: address, data: erc20.encodeFunctionData('transfer', [owner, 10n ** 21n]) });
        await sender.send('create', { to: manager, gasLimit: 6_500_000n, data: positions.encodeFunctionData(
            'createAndInitializePoolIfNecessary', [token0, token1, poolFee, even]) });
        await sender.send('fill', { to: manager, gasLimit: 1_000_000n, data: positions.encodeFunctionData('mint',
            [[token0, token1, poolFee, -widest, widest, depth, depth, 0, 0, sender.address, 2n ** 40n]]) });
    }
    await sender.settle();
    return tokens;
}
