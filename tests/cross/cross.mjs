// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// node cross.mjs <ethers|viem> <driver>: whatever Kosh signs the peer accepts, and the other way
// round. KOSH_SEED repeats a run, KOSH_CASES (1000) says how many of each kind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { randomLabel, randomTransaction, randomTypedData, Random } from './random.mjs';

const [, , peerName, driverPath] = process.argv;
const cases = Number(process.env.KOSH_CASES ?? 1000);
const seed = Number(process.env.KOSH_SEED ?? Math.floor(Math.random() * 2 ** 32));
console.log(`seed ${seed}`);
const random = new Random(seed);
const { peer } = await import(`./${peerName}.mjs`);

const driver = spawn(driverPath, { stdio: ['pipe', 'pipe', 'inherit'] });
const lines = createInterface({ input: driver.stdout })[Symbol.asyncIterator]();

async function ask(op, request) {
    driver.stdin.write(`${JSON.stringify({ op, ...request })}\n`);
    const { value, done } = await lines.next();
    assert(!done, 'the driver ended');
    return JSON.parse(value);
}

async function kosh(op, request) {
    const answer = await ask(op, request);
    assert.equal(answer.error ?? '', '', `${op}: ${answer.error}`);
    return answer;
}

/** Numbers as decimal text, addresses in lower case, absent fields as their defaults. */
function comparable(tx) {
    const number = (value) => BigInt(value ?? 0).toString();
    const names = ['type', 'chainId', 'nonce', 'gasPrice', 'maxPriorityFeePerGas', 'maxFeePerGas', 'gasLimit', 'value',
        'maxFeePerBlobGas'];
    return {
        ...Object.fromEntries(names.map((name) => [name, number(tx[name])])),
        to: tx.to?.toLowerCase() ?? null,
        data: tx.data ?? '0x',
        accessList: (tx.accessList ?? []).map(({ address, storageKeys }) =>
            ({ address: address.toLowerCase(), storageKeys: [...storageKeys] })),
        blobVersionedHashes: tx.blobVersionedHashes ?? [],
        authorities: (tx.authorities ?? []).map((address) => address.toLowerCase()),
    };
}

async function checkTransaction() {
    const key = random.key();
    const tx = randomTransaction(random, random.below(3));
    const made = await kosh('signTransaction', { key, transaction: tx });
    const read = await peer.readTransaction(made.raw);
    assert.equal(read.sender, made.address);
    assert.equal(read.hash, made.hash);
    assert.deepEqual(comparable(read.transaction), comparable(tx));
    // Signatures are deterministic (RFC 6979), so both make the same bytes.
    assert.equal(made.raw, await peer.signTransaction(key, tx));
}

/** Types 3 and 4 are read only. */
async function checkTheirTransaction() {
    const key = random.key();
    const tx = randomTransaction(random, random.below(5));
    if (tx.type === 4) {
        const signer = random.key();
        tx.authorities = [peer.address(signer)];
        tx.authorizationList = [await peer.authorize(signer, random.authorization(tx.chainId))];
    }
    const raw = await peer.signTransaction(key, tx);
    const read = await kosh('readTransaction', { raw });
    assert.equal(read.address, peer.address(key));
    assert.equal(read.hash, peer.keccak(raw));
    assert.deepEqual(comparable(read.transaction), comparable(tx));
}

async function checkMessage() {
    const key = random.key();
    const message = random.hex(random.below(300));
    const made = await kosh('signMessage', { key, message });
    assert.equal(await peer.recoverMessage(message, made.signature), made.address);
    const theirs = await peer.signMessage(key, message);
    const read = await kosh('recoverMessage', { message, signature: theirs });
    assert.equal(read.address, peer.address(key));
    assert.equal(made.signature, theirs);
}

async function checkTypedData() {
    const key = random.key();
    const data = randomTypedData(random);
    const typedData = JSON.stringify(data.json);
    const made = await kosh('signTypedData', { key, typedData });
    assert.equal(made.hash, await peer.hashTypedData(data));
    assert.equal(await peer.recoverTypedData(data, made.signature), made.address);
    const theirs = await peer.signTypedData(key, data);
    const read = await kosh('recoverTypedData', { typedData, signature: theirs });
    assert.equal(read.address, peer.address(key));
}

/** Kosh may refuse what the peer takes; what both take is the same name and node. */
async function checkName() {
    const name = `${randomLabel(random)}.eth`;
    const { error, name: ours, hash } = await ask('normaliseName', { name });
    const theirs = peer.normaliseName(name);
    if (error || theirs === null) return;
    assert.equal(ours, theirs, `of ${JSON.stringify(name)}`);
    assert.equal(hash, peer.namehash(theirs));
}

for (const check of [checkTransaction, checkTheirTransaction, checkMessage, checkTypedData, checkName]) {
    for (let i = 0; i < cases; ++i) await check();
    console.log(`${check.name} with ${peerName}: ${cases} passed`);
}
driver.stdin.end();
