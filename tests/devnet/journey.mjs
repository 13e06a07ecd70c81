#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The journey of ./run --headless: from an empty profile to a settled, booked swap.
// usage: journey.mjs --network FILE --programs BUILD/app [--json] [--keep]
import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { formatEther, formatUnits } from 'ethers';

import { connect } from './lib/chain.mjs';
import { booksEqualChain, chainOf, makeProfile, peakMemoryMiB, runCli, startKoshd } from './lib/kosh.mjs';
import { fund, isDeployed, quoteParts, readNetwork } from './lib/network.mjs';
import { takeSteps } from './lib/steps.mjs';

const sold = { symbol: 'USDC', amount: '1000', bought: 'WETH', slippageBps: 50 };
const funds = { ETH: '2', USDC: '5000', DAI: '100' };

const steps = [
    { name: 'network', run: checkNetwork },
    { name: 'programs', run: checkPrograms },
    { name: 'node', run: startNode },
    { name: 'vault', run: createVault },
    { name: 'wallet', run: createWallet },
    { name: 'chain', run: addChain },
    { name: 'funds', run: addFunds },
    { name: 'balances', run: showHoldings },
    { name: 'opening', run: openBooks },
    { name: 'quote', run: askQuote },
    { name: 'preview', run: previewSwap },
    { name: 'swap', run: swap },
    { name: 'settled', run: checkSettled },
    { name: 'activity', run: showActivity },
    { name: 'journal', run: checkJournal },
    { name: 'backup', run: checkBackup },
    { name: 'restart', run: restart },
];

async function checkNetwork(context) {
    context.network = readNetwork(context.networkFile);
    const provider = await connect(context.network.rpcUrls[0]);
    try {
        if (!await isDeployed(provider, context.network))
            throw new Error(`${context.networkFile} does not describe this chain`);
        const block = await provider.getBlockNumber();
        return { chain: context.network.chainId, block, pools: context.network.pools.length };
    } finally {
        provider.destroy();
    }
}

function checkPrograms(context) {
    const figures = {};
    for (const [name, folder] of [['koshd', 'daemon'], ['kosh-cli', 'cli']]) {
        const file = path.join(context.programs, folder, name);
        figures[name] = execFileSync(file, ['--version'], { encoding: 'utf8' }).trim();
        context[name] = file;
    }
    return figures;
}

async function startNode(context) {
    const profile = makeProfile();
    context.home = profile.home;
    context.cli = (...rest) => runCli(context['kosh-cli'], profile.home, ...rest);
    context.cleanup.push(profile.remove);
    context.daemon = await startKoshd(context.koshd, profile.home);
    context.cleanup.push(() => context.daemon.stop());
    return { readyMs: context.daemon.readyMs };
}

async function createVault(context) {
    context.passphrase = randomBytes(18).toString('base64url');
    const { vaultId } = await context.cli('vault create', {}, { passphrase: context.passphrase });
    return { vaultId, state: (await context.cli('vault status')).state };
}

async function createWallet(context) {
    const { wallet, phrase } = await context.cli('wallet create', { label: 'Practice', words: 12 });
    const words = phrase.split(' ');
    const positions = [3, 7, 12];
    const { isBackedUp } = await context.cli('wallet confirm-backup',
        { 'wallet-id': wallet.walletId, positions },
        { words: positions.map((position) => words[position - 1]).join(' ') });
    context.owner = wallet.addresses[0].address;
    return { address: context.owner, path: wallet.addresses[0].path, words: words.length, isBackedUp };
}

async function addChain(context) {
    const { network } = context;
    await context.cli('chain add', { chain: chainOf(network) });
    for (const token of network.tokens)
        await context.cli('token add', { 'chain-id': network.chainId, address: token.address });
    const { head, endpoints } = await context.cli('chain status', { 'chain-id': network.chainId });
    return { head: head?.number ?? 'unknown', endpoints: endpoints.length, tokens: network.tokens.length };
}

async function addFunds(context) {
    await fund(context.network, context.owner, Object.entries(funds));
    return funds;
}

async function holdingsOf(context) {
    const response = await context.cli('portfolio holdings', { 'chain-id': context.network.chainId });
    const amounts = {};
    for (const { token, amount } of response.holdings)
        amounts[token.symbol] = amount === undefined ? 'unknown' : formatUnits(amount, token.decimals);
    return { response, amounts };
}

async function showHoldings(context) {
    const { response, amounts } = await holdingsOf(context);
    for (const [symbol, amount] of Object.entries(funds))
        if (Number(amounts[symbol]) !== Number(amount))
            throw new Error(`${symbol}: expected ${amount}, the node shows ${amounts[symbol]}`);
    return { ...amounts, total: `${formatUnits(response.total, response.valuedIn.decimals)} ${response.valuedIn.symbol}`,
        block: response.holdings[0].evidence.blockNumber };
}

async function openBooks(context) {
    const { entry } = await context.cli('ledger reconcile',
        { 'chain-id': context.network.chainId, address: context.owner });
    if (!entry) throw new Error('nothing was booked for the opening balances');
    return { entry: entry.number, postings: entry.postings.length };
}

async function askQuote(context) {
    const quote = await context.cli('quote get', { 'chain-id': context.network.chainId,
        'token-in': sold.symbol, 'token-out': sold.bought, amount: sold.amount,
        'slippage-bps': sold.slippageBps });
    const onChain = await quoteParts(context.network, quote);
    if (onChain !== BigInt(quote.amountOut))
        throw new Error(`local quote ${quote.amountOut} differs from QuoterV2 ${onChain}`);
    context.quote = quote;
    const out = quote.tokenOut;
    return { sell: `${sold.amount} ${sold.symbol}`, receive: `${formatUnits(quote.amountOut, out.decimals)} ${out.symbol}`,
        minimum: formatUnits(quote.minimumReceived, out.decimals), impactPercent: quote.priceImpactPips / 1e4,
        route: quote.parts.map(({ hops }) => hops.map((hop) =>
            `${hop.tokenIn.symbol} ${hop.feePips / 1e4}% ${hop.tokenOut.symbol}`).join(' → ')).join(' + '),
        gas: quote.gasEstimate, feeEth: formatEther(quote.gasCostWei), block: quote.blockNumber, quoterV2: 'equal' };
}

async function previewSwap(context) {
    const preview = await context.cli('trading preview', { 'quote-id': context.quote.quoteId, owner: context.owner });
    if (preview.problems?.length) throw new Error(preview.problems.join('; '));
    const changes = preview.changes.map(({ token, amount }) => `${formatUnits(amount, token.decimals)} ${token.symbol}`);
    if (!preview.review.canSign) throw new Error('the review of the swap says that it must not be signed');
    context.acceptedRules = preview.review.rulesToAccept;
    return { changes: changes.join(' / '), approval: preview.needsApproval,
        signs: preview.review.calls.map(({ purpose, simulation }) => `${purpose}: ${simulation.actions.at(-1).words}`).join('; '),
        toAccept: context.acceptedRules.join(', ') || 'nothing', maxFeeEth: formatEther(preview.maxFeeWei),
        warnings: preview.warnings?.length ?? 0 };
}

async function swap(context) {
    const key = randomUUID();
    const start = () => context.cli('trading swap', { 'quote-id': context.quote.quoteId, owner: context.owner,
        'accepted-rules': context.acceptedRules, 'idempotency-key': key });
    const first = await start();
    const again = await start();
    if (again.swapId !== first.swapId) throw new Error('the same idempotency key began a second swap');
    const seen = [first.step];
    const deadline = Date.now() + 120_000;
    let now = first;
    while (now.status === 'pending' && Date.now() < deadline) {
        now = await context.cli('trading wait', { 'swap-id': first.swapId, 'unless-step': now.step, 'timeout-ms': 5000 });
        if (seen.at(-1) !== now.step) seen.push(now.step);
    }
    if (now.status !== 'settled') throw new Error(now.errorMessage || `the swap is still at ${now.step}`);
    context.swap = now;
    return { steps: seen.join(' → '), hash: now.swap.hash, confirmations: now.swap.confirmations };
}

function checkSettled(context) {
    const { swap: done, quote } = context;
    if (done.amountIn !== quote.amountIn || done.amountOut !== quote.amountOut)
        throw new Error(`quoted ${quote.amountIn} → ${quote.amountOut}, the chain moved ${done.amountIn} → ${done.amountOut}`);
    return { paid: `${formatUnits(done.amountIn, quote.tokenIn.decimals)} ${quote.tokenIn.symbol}`,
        received: `${formatUnits(done.amountOut, quote.tokenOut.decimals)} ${quote.tokenOut.symbol}`,
        asQuoted: 'to the last unit', gasEth: formatEther(done.swap.feeWei) };
}

async function showActivity(context) {
    const { swaps } = await context.cli('trading list');
    const { transactions } = await context.cli('wallet transactions');
    if (swaps.length !== 1) throw new Error(`expected one swap, there are ${swaps.length}`);
    return { swaps: swaps.length, transactions: transactions.map((one) => `${one.purpose} ${one.status}`).join(', ') };
}

async function checkJournal(context) {
    const { entries } = await booksEqualChain(context.cli, context.network.chainId, context.owner);
    const fees = (await context.cli('ledger balances', { account: 'expenses:network_fee' })).balances;
    return { entries, trialBalance: 'zero', booksEqualChain: 'yes', gasBookedEth: formatEther(fees[0].amount) };
}

async function checkBackup(context) {
    const file = path.join(context.home, 'journey.kosh-backup');
    const { bytes } = await context.cli('vault backup', { path: file });
    await context.cli('vault verify-backup', { path: file }, { passphrase: context.passphrase });
    const { isIntact } = await context.cli('vault verify');
    if (!isIntact) throw new Error('the vault is not intact');
    return { bytes, verified: 'yes', vault: 'intact' };
}

async function restart(context) {
    const peakMiB = peakMemoryMiB(context.daemon.pid);
    await context.daemon.stop();
    context.daemon = await startKoshd(context.koshd, context.home);
    await context.cli('vault unlock', {}, { passphrase: context.passphrase });
    const after = await context.cli('trading get', { 'swap-id': context.swap.swapId });
    const { isBalanced } = await context.cli('ledger trial-balance');
    if (after.status !== 'settled' || !isBalanced) throw new Error('the swap or the books are not as before');
    return { readyMs: context.daemon.readyMs, swap: after.status, trialBalance: 'zero', peakMiB };
}

const { values } = parseArgs({ options: { network: { type: 'string' }, programs: { type: 'string' },
    json: { type: 'boolean' }, keep: { type: 'boolean' } } });
const passed = await takeSteps(steps, { json: values.json, keep: values.keep,
    networkFile: values.network, programs: values.programs });
process.exit(passed ? 0 : 1);
