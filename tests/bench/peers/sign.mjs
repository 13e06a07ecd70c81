// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// What bench_sign signs, with ethers.
import { ethers } from 'ethers';

import { measure } from './measure.mjs';

const secret = '0x' + '46'.repeat(32);
const key = new ethers.SigningKey(secret);
const wallet = new ethers.Wallet(key);
const digest = ethers.keccak256(secret);
const transaction = { type: 2, chainId: 1, nonce: 7, maxFeePerGas: 30_000_000_000n,
    maxPriorityFeePerGas: 1_000_000_000n, gasLimit: 200_000n, to: '0x' + '11'.repeat(20), value: 0n,
    data: '0x414bf389' + '00'.repeat(256) };
const raw = await wallet.signTransaction(transaction);
const { r, s } = key.sign(digest);

await measure('sign.digest', () => key.sign(digest), (r + s.slice(2)).slice(2));
await measure('sign.transaction', () => wallet.signTransaction(transaction), raw.slice(2));
await measure('sign.recover', () => ethers.Transaction.from(raw).from, ethers.Transaction.from(raw).from);
