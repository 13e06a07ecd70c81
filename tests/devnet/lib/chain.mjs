// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// An EVM endpoint, and a funded account on it that sends many transactions at a time.
import { HDNodeWallet, JsonRpcProvider, Mnemonic, FetchRequest } from 'ethers';

/** The mnemonic that practice nodes fund by common agreement. Never money. */
export const practiceMnemonic = 'test test test test test test test test test test test junk';

const receiptDeadlineMs = 120_000;

/** Connects and checks that the endpoint answers. Close with `provider.destroy()`. */
export async function connect(url) {
    const request = new FetchRequest(url);
    request.timeout = 20_000;
    let chainId;
    const probe = new JsonRpcProvider(request, 1, { staticNetwork: true, batchMaxCount: 1 });
    try {
        chainId = Number(await probe.send('eth_chainId', []));
    } catch (error) {
        throw new Error(`no EVM node answers at ${url}: ${reason(error)}`);
    } finally {
        probe.destroy();
    }
    return new JsonRpcProvider(request, chainId,
        { staticNetwork: true, batchStallTime: 1, cacheTimeout: -1 });
}

/** One line out of the nested errors of the node and of the library. */
export function reason(error) {
    const text = error?.info?.error?.message ?? error?.error?.message ?? error?.shortMessage ??
        error?.errors?.[0]?.message ?? (error?.message || String(error));
    return text.split('\n')[0];
}

function practiceWallet(index) {
    const mnemonic = Mnemonic.fromPhrase(practiceMnemonic);
    return HDNodeWallet.fromMnemonic(mnemonic, `m/44'/60'/0'/0/${index}`);
}

/** The sender for `address`: an account the node has unlocked, or one of the practice mnemonic. */
async function senderFor(provider, address, unlocked) {
    const same = (other) => other.toLowerCase() === address.toLowerCase();
    if (unlocked.some(same)) return new Sender(provider, address, null);
    for (let index = 0; index < 10; index++) {
        const wallet = practiceWallet(index);
        if (same(wallet.address)) return new Sender(provider, wallet.address, wallet);
    }
    throw new Error(`the faucet account ${address} cannot sign on this endpoint`);
}

/** Opens the named account, or without a name the first one that holds at least 10 ETH. */
export async function openSender(provider, address) {
    const unlocked = await provider.send('eth_accounts', []).catch(() => []);
    if (address) return senderFor(provider, address, unlocked);
    const candidates = [...unlocked, practiceWallet(0).address];
    for (const candidate of candidates) {
        if (await provider.getBalance(candidate) >= 10n ** 19n)
            return senderFor(provider, candidate, unlocked);
    }
    throw new Error('no funded account: the endpoint has no unlocked account with 10 ETH, ' +
        'nor does the first account of the practice mnemonic hold that much');
}

/** Numbers its transactions itself, so that it need not wait for one before sending the next. */
export class Sender {
    constructor(provider, address, wallet) {
        this.provider = provider;
        this.address = address;
        this.wallet = wallet;
        this.pending = [];
        this.gasInFlight = 0n;
    }

    /** Fees are fixed per batch, with room for the base fee to rise while the batch is mined. */
    async #fees() {
        if (this.fees) return this.fees;
        const price = BigInt(await this.provider.send('eth_gasPrice', [])) || 1n;
        return this.fees = { maxFeePerGas: price * 5n, maxPriorityFeePerGas: price / 10n };
    }

    async #hash(request) {
        if (!this.wallet) {
            const fields = Object.entries(request).map(([name, value]) =>
                [name === 'gasLimit' ? 'gas' : name, typeof value === 'string' ? value : hex(value)]);
            const unlocked = { from: this.address, ...Object.fromEntries(fields) };
            return this.provider.send('eth_sendTransaction', [unlocked]);
        }
        const chainId = this.provider._network.chainId;
        const raw = await this.wallet.signTransaction({ type: 2, chainId, ...request });
        return this.provider.send('eth_sendRawTransaction', [raw]);
    }

    /** Sends `{to, data, value, gasLimit}` without waiting for its block; `what` names it in errors. */
    async send(what, { to, data = '0x', value = 0n, gasLimit = 400_000n }) {
        this.nonce ??= await this.provider.getTransactionCount(this.address, 'pending');
        await this.#makeRoom(gasLimit);
        const request = { data, value, gasLimit, nonce: this.nonce, ...await this.#fees() };
        if (to) request.to = to;
        try {
            this.pending.push({ what, hash: await this.#hash(request) });
            this.gasInFlight += gasLimit;
        } catch (error) {
            throw new Error(`${what}: ${reason(error)}`);
        }
        this.nonce++;
    }

    /** Keeps what waits within one block: a node may drop the successors of what does not fit. */
    async #makeRoom(gasLimit) {
        this.blockGas ??= (await this.provider.getBlock('latest')).gasLimit * 9n / 10n;
        if (this.gasInFlight + gasLimit > this.blockGas) await this.settle();
    }

    /** Waits until everything sent is mined; the last receipt, or the first failure. */
    async settle() {
        const batch = this.pending.splice(0);
        this.fees = undefined;
        this.gasInFlight = 0n;
        const receipts = await Promise.all(batch.map(async ({ what, hash }) => {
            try {
                const receipt = await this.#receipt(hash);
                if (Number(receipt.status) !== 1) throw new Error('reverted');
                return receipt;
            } catch (error) {
                throw new Error(`${what}: ${reason(error)}`);
            }
        }));
        return receipts.at(-1);
    }

    async #receipt(hash) {
        const deadline = Date.now() + receiptDeadlineMs;
        for (let pauseMs = 2; Date.now() < deadline; pauseMs = Math.min(pauseMs * 2, 500)) {
            const receipt = await this.provider.send('eth_getTransactionReceipt', [hash]);
            if (receipt) return receipt;
            await new Promise((wake) => setTimeout(wake, pauseMs));
        }
        throw new Error(`not mined within ${receiptDeadlineMs / 1000} s`);
    }
}

function hex(value) {
    return '0x' + BigInt(value).toString(16);
}
