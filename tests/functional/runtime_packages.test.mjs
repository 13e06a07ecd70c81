// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The packages of `packaging/setup server-runtime` bring every library that koshd and kosh-cli load.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { test } from 'node:test';

import { koshCli, koshd } from './lib/programs.mjs';

const run = (program, ...args) => execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** Installed packages: name → {depends: [[name, ...alternatives]], provides: [name]}. */
function installed() {
    const names = (field) => field.split(',').map((one) => one.split('|').map((name) => name.trim().split(/[ :(]/)[0])).filter(([name]) => name);
    return new Map(run('dpkg-query', '-W', '-f', '${Package}\t${Pre-Depends}, ${Depends}\t${Provides}\n').split('\n').filter(Boolean).map((line) => {
        const [name, depends, provides] = line.split('\t');
        return [name, { depends: names(depends), provides: names(provides).flat() }];
    }));
}

/** What the set-up names for a machine that only runs the programs. */
function named() {
    const setup = fs.readFileSync(new URL('../../packaging/setup', import.meta.url), 'utf8');
    const version = fs.readFileSync('/etc/os-release', 'utf8').match(/^VERSION_ID="?(\d+)/m)[1];
    const own = version === '12' ? /"debian 12"\)([\s\S]*?);;/ : /"debian "\*\)([\s\S]*?);;/;
    const lists = [setup.match(/^runtime=\(([^)]*)\)/m)[1], setup.match(own)[1].match(/runtime\+=\(([^)]*)\)/)[1],
        setup.match(/server-runtime \]\] && sqlcipher=\(([^)]*)\)/)[1]];
    return lists.join(' ').trim().split(/\s+/);
}

for (const program of [koshd, koshCli])
    test(`${program.split('/').at(-1)} finds its libraries`, () => {
        const packages = installed(), reached = new Set(), open = named();
        while (open.length > 0) {
            const name = open.pop();
            if (reached.has(name)) continue;
            reached.add(name);
            for (const choice of packages.get(name)?.depends ?? []) open.push(...choice);
        }
        const libraries = [...run('ldd', program).matchAll(/=> (\/\S+)/g)].map(([, path]) => fs.realpathSync(path));
        assert.ok(libraries.length > 5);
        // Of some files dpkg still says /lib.
        const owners = run('dpkg', '-S', ...libraries.map((library) => `*${library.replace(/^\/usr/, '')}`));
        for (const [, owner, library] of owners.matchAll(/^([^:,]+).*: (\/.*)$/gm))
            assert.ok(reached.has(owner) || packages.get(owner).provides.some((name) => reached.has(name)),
                `server-runtime lacks ${owner}, which has ${library}`);
    });
