// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// What bench_sign signs and reads: digests with noble, transactions with viem and ethers.
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { ethers } from 'ethers';
import { privateKeyToAccount } from 'viem/accounts';

import { measure } from './measure.mjs';

const hex = (bytes) => Buffer.from(bytes).toString('hex');

const secret = new Uint8Array(32).fill(0x46);
const digest = keccak_256(secret);
const options = { prehash: false };
const publicKey = secp256k1.getPublicKey(secret);
const signature = secp256k1.sign(digest, secret, options);
const recoverable = secp256k1.sign(digest, secret, { ...options, format: 'recovered' });
await measure('sign.digest', () => secp256k1.sign(digest, secret, options), hex(signature));
await measure('sign.verify', () => secp256k1.verify(signature, digest, publicKey, options),
    secp256k1.verify(signature, digest, publicKey, options));
await measure('sign.recover', () => secp256k1.recoverPublicKey(recoverable, digest, options), hex(publicKey));

const account = privateKeyToAccount(`0x${hex(secret)}`);
const transaction = { type: 'eip1559', chainId: 1, nonce: 7, maxFeePerGas: 30_000_000_000n,
    maxPriorityFeePerGas: 1_000_000_000n, gas: 200_000n, to: `0x${'11'.repeat(20)}`, value: 0n,
    data: `0x414bf389${'00'.repeat(256)}` };
const raw = await account.signTransaction(transaction);
await measure('sign.transaction', () => account.signTransaction(transaction), raw.slice(2));
await measure('sign.read_transaction', () => ethers.Transaction.from(raw).from, ethers.Transaction.from(raw).from);
