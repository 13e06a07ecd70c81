// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// What bench_crypto computes, with ethers.
import { ethers } from 'ethers';

import { measure } from './measure.mjs';

const word = new Uint8Array(32).fill(0x46);
const mnemonic = ethers.Mnemonic.fromEntropy(word.slice(0, 16));
const branch = ethers.HDNodeWallet.fromSeed(mnemonic.computeSeed()).derivePath("m/44'/60'/0'/0");

await measure('crypto.keccak256_32', () => ethers.keccak256(word), ethers.keccak256(word).slice(2));
await measure('crypto.seed', () => mnemonic.computeSeed(), mnemonic.computeSeed().slice(2));
await measure('crypto.child_address', (i) => branch.deriveChild(i % 1000).address,
    branch.deriveChild(0).address);
