// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Seeded keys, transactions and typed data.
import { getAddress } from 'ethers';

/** A 32-bit generator (mulberry32): repeatable, of no other quality. */
export class Random {
    #state;

    constructor(seed) {
        this.#state = seed >>> 0;
    }

    next() {
        this.#state = (this.#state + 0x6d2b79f5) >>> 0;
        let t = this.#state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return (t ^ (t >>> 14)) >>> 0;
    }

    below(limit) {
        return this.next() % limit;
    }

    pick(list) {
        return list[this.below(list.length)];
    }

    hex(size) {
        let text = '0x';
        for (let i = 0; i < size; ++i) text += this.below(256).toString(16).padStart(2, '0');
        return text;
    }

    /** Of any length up to `bits`, so that short and long encodings both come. */
    number(bits) {
        const size = this.below(bits + 1);
        if (size === 0) return 0n;
        return BigInt(this.hex(Math.ceil(bits / 8))) & ((1n << BigInt(size)) - 1n);
    }

    address() {
        return getAddress(this.hex(20));
    }

    key() {
        // Above zero and below the order.
        return `0x01${this.hex(31).slice(2)}`;
    }

    authorization(chainId) {
        return { address: this.address(), chainId, nonce: this.below(1000) };
    }
}

/** One to six characters, mostly of one block of 128, the common ones more often. */
export function randomLabel(random) {
    const block = random.pick([0, 0, 0x80, 0x100, 0x380, 0x400, 0x900, 0x3000, 0x4e00, 0x1f300, 0x1f600, 0x2100,
        128 * random.below(1500)]);
    const one = () => {
        const code = (random.below(4) === 0 ? 0x20 : block) + random.below(128);
        return code === 0x2e || (code >= 0xd800 && code < 0xe000) ? 'a' : String.fromCodePoint(code);
    };
    return Array.from({ length: 1 + random.below(6) }, one).join('');
}

function accessList(random) {
    return Array.from({ length: random.below(4) }, () => ({
        address: random.address(),
        storageKeys: Array.from({ length: random.below(4) }, () => random.hex(32)),
    }));
}

/** Numbers are decimal text, as Kosh and JSON have them. */
export function randomTransaction(random, type) {
    const tx = {
        type,
        chainId: type === 0 && random.below(3) === 0 ? 0 : 1 + random.below(2 ** 30),
        nonce: random.below(2 ** 31),
        gasLimit: random.number(40).toString(),
        value: random.number(256).toString(),
        data: random.hex(random.pick([0, 1, 4, 55, 56, 68, 260, 1000])),
    };
    if (type >= 3 || random.below(5) > 0) tx.to = random.address();
    if (type <= 1) {
        tx.gasPrice = random.number(64).toString();
    } else {
        const tip = random.number(40);
        tx.maxPriorityFeePerGas = tip.toString();
        tx.maxFeePerGas = (tip + random.number(40)).toString();
    }
    if (type > 0) tx.accessList = accessList(random);
    if (type === 3) {
        tx.maxFeePerBlobGas = (1n + random.number(40)).toString();
        tx.blobVersionedHashes =
            Array.from({ length: 1 + random.below(3) }, () => `0x01${random.hex(31).slice(2)}`);
    }
    return tx;
}

function plainType(random) {
    return random.pick([
        'bool', 'address', 'string', 'bytes', `bytes${1 + random.below(32)}`,
        `uint${8 * (1 + random.below(32))}`, `int${8 * (1 + random.below(32))}`, 'uint256',
    ]);
}

function memberType(random, structs) {
    const base = structs.length > 0 && random.below(3) === 0 ? random.pick(structs) : plainType(random);
    const suffix = random.below(3) === 0 ? random.pick(['[]', '[2]', '[][2]', '[3][]']) : '';
    return base + suffix;
}

const kTexts = ['', 'hello', '\u00e9t\u00e9', '\u0928\u092e\u0938\u094d\u0924\u0947', '\ud83d\ude00', 'a"b\\c\n', 'x'.repeat(200)];

function plainValue(random, type) {
    if (type === 'bool') return random.below(2) === 1;
    if (type === 'address') return random.address();
    if (type === 'string') return random.pick(kTexts);
    if (type === 'bytes') return random.hex(random.below(80));
    const [, name, size] = /^(u?int|bytes)(\d+)$/.exec(type);
    if (name === 'bytes') return random.hex(Number(size));
    if (name === 'uint') return random.number(Number(size));
    const magnitude = random.number(Number(size) - 1);
    return random.below(2) === 1 ? -magnitude : magnitude;
}

function valueOf(random, types, type) {
    const array = /^(.*)\[(\d*)\]$/.exec(type);
    if (array) {
        const length = array[2] === '' ? random.below(4) : Number(array[2]);
        return Array.from({ length }, () => valueOf(random, types, array[1]));
    }
    if (!types[type]) return plainValue(random, type);
    return Object.fromEntries(types[type].map((member) => [member.name, valueOf(random, types, member.type)]));
}

const kDomain = [
    ['name', 'string', (random) => random.pick(kTexts)],
    ['version', 'string', (random) => String(random.below(10))],
    ['chainId', 'uint256', (random) => 1n + random.number(40)],
    ['verifyingContract', 'address', (random) => random.address()],
    ['salt', 'bytes32', (random) => random.hex(32)],
];

/** `json` is what Kosh reads: big numbers as text, and the type of the domain now and then. */
export function randomTypedData(random) {
    const types = {};
    const names = [];
    const count = 1 + random.below(4);
    for (let i = 0; i < count; ++i) {
        const name = `T${String.fromCharCode(65 + random.below(26))}${i}`;
        types[name] = Array.from({ length: 1 + random.below(5) },
            (_, k) => ({ name: `m${k}`, type: memberType(random, names) }));
        names.push(name);
    }
    const primaryType = names.at(-1);
    // ethers asks for one type that no other uses.
    const used = new Set();
    const visit = (name) => {
        used.add(name);
        for (const { type } of types[name]) {
            const base = type.replace(/\[.*$/, '');
            if (types[base] && !used.has(base)) visit(base);
        }
    };
    visit(primaryType);
    for (const name of names) if (!used.has(name)) delete types[name];
    const members = kDomain.filter(() => random.below(3) > 0);
    if (members.length === 0) members.push(kDomain[0]);
    const domain = Object.fromEntries(members.map(([name, , make]) => [name, make(random)]));
    const message = valueOf(random, types, primaryType);
    const declared = random.below(2) === 1
        ? { EIP712Domain: members.map(([name, type]) => ({ name, type })), ...types } : types;
    const json = { types: declared, primaryType, domain, message };
    return {
        types, primaryType, domain, message,
        json: JSON.parse(JSON.stringify(json, (_, value) => typeof value === 'bigint' ? value.toString() : value)),
    };
}
