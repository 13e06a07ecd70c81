// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// What bench_crypto computes, each with the fastest library a JavaScript wallet would take.
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { HDKey } from '@scure/bip32';
import { entropyToMnemonic, mnemonicToSeedSync } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { ethers } from 'ethers';
import * as viem from 'viem';

import { measure } from './measure.mjs';

const hex = (bytes) => Buffer.from(bytes).toString('hex');

const word = new Uint8Array(32).fill(0x46);
await measure('crypto.keccak256_32', () => keccak_256(word), hex(keccak_256(word)));

const phrase = entropyToMnemonic(word.slice(0, 16), wordlist);
const seed = mnemonicToSeedSync(phrase);
await measure('crypto.seed', () => mnemonicToSeedSync(phrase), hex(seed));

const branch = HDKey.fromMasterSeed(seed).derive("m/44'/60'/0'/0");
const address = (i) => keccak_256(
    secp256k1.Point.fromBytes(branch.deriveChild(i).publicKey).toBytes(false).slice(1)).slice(12);
await measure('crypto.child_address', (i) => address(i % 1000), hex(address(0)));

const abi = viem.parseAbi(['event Swap(address indexed sender, address indexed recipient, int256 amount0, '
    + 'int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick)']);
const account = '0x1111111111111111111111111111111111111111';
const log = {
    topics: viem.encodeEventTopics({ abi, eventName: 'Swap', args: { sender: account, recipient: account } }),
    data: viem.encodeAbiParameters(
        ['int256', 'int256', 'uint160', 'uint128', 'int24'].map((type) => ({ type })),
        [-123456789n, 987654321n, 2n ** 96n, 10n ** 20n, -1953]),
};
const { args } = viem.decodeEventLog({ abi, ...log });
await measure('crypto.swap_log', () => viem.decodeEventLog({ abi, ...log }),
    [args.sender, args.recipient, args.amount0, args.amount1, args.sqrtPriceX96, args.liquidity, args.tick].join(' '));

const items = Array.from({ length: 16 }, (_, i) => `0x${'ab'.repeat(32 + i)}`);
const encoded = ethers.encodeRlp(items);
await measure('crypto.rlp_encode', () => ethers.encodeRlp(items), encoded);
await measure('crypto.rlp_decode', () => ethers.decodeRlp(encoded), ethers.decodeRlp(encoded).join(''));
