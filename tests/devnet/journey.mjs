#!/usr/bin/env node
// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The journey of ./run --headless: from an empty profile to a settled, booked swap.
// usage: journey.mjs --network FILE --programs BUILD/app [--json] [--keep]
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { connect } from './lib/chain.mjs';
import { isDeployed, readNetwork } from './lib/network.mjs';
import { takeSteps } from './lib/steps.mjs';

const steps = [
    { name: 'network', run: checkNetwork },
    { name: 'programs', run: checkPrograms },
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

const { values } = parseArgs({ options: { network: { type: 'string' }, programs: { type: 'string' },
    json: { type: 'boolean' }, keep: { type: 'boolean' } } });
const passed = await takeSteps(steps, { json: values.json, keep: values.keep,
    networkFile: values.network, programs: values.programs });
process.exit(passed ? 0 : 1);
