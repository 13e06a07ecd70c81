// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The project's own contracts for the practice network (tests/devnet/contracts), compiled when they are
// first asked for: solc is JavaScript here, so nothing is downloaded and nothing compiled is committed.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { AbiCoder, Interface, concat, getCreateAddress } from 'ethers';

const require = createRequire(import.meta.url);
const folder = new URL('../contracts/', import.meta.url);

let compiled;

function compile() {
    const sources = Object.fromEntries(fs.readdirSync(folder).filter((name) => name.endsWith('.sol'))
        .map((name) => [name, { content: fs.readFileSync(new URL(name, folder), 'utf8') }]));
    const settings = { optimizer: { enabled: true, runs: 1 }, evmVersion: 'paris',
        outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } } };
    const output = JSON.parse(require('solc').compile(JSON.stringify({ language: 'Solidity', sources, settings })));
    const errors = (output.errors ?? []).filter((one) => one.severity === 'error');
    if (errors.length) throw new Error(errors.map((one) => one.formattedMessage).join('\n'));
    return Object.assign({}, ...Object.values(output.contracts));
}

/** The ABI of one of them. */
export function practiceInterface(name) {
    compiled ??= compile();
    if (!compiled[name]) throw new Error(`there is no practice contract ${name}`);
    return new Interface(compiled[name].abi);
}

/** Deploys one as `sender` (chain.mjs); its address is known before it is mined. */
export async function deployPractice(sender, name, args = []) {
    const abi = practiceInterface(name);
    const data = concat([`0x${compiled[name].evm.bytecode.object}`,
        AbiCoder.defaultAbiCoder().encode(abi.deploy.inputs, args)]);
    await sender.send(`deploy ${name}`, { data, gasLimit: 5_000_000n });
    return getCreateAddress({ from: sender.address, nonce: sender.nonce - 1 });
}

/** Puts the code of one at an address of choice, as only a practice node can. */
export async function placePractice(provider, name, address) {
    const abi = practiceInterface(name);
    if (abi.deploy.inputs.length) throw new Error(`${name} has a constructor`);
    const result = await provider.call({ data: `0x${compiled[name].evm.bytecode.object}` });
    await provider.send('anvil_setCode', [address, result]);
}
