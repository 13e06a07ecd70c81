// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Completes tests/package-lock.json after `npm install` has written it (`npm run lock` does both).
// npm records only the anvil binaries that the registry in use offers, yet `npm ci` wants all that
// the package names. And the binaries claim Node 20, which is the need of their launcher alone: npm
// would leave them out on Debian's Node 18.
import fs from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(fs.readFileSync(file));
const folder = 'node_modules/@foundry-rs/';
const platforms = { 'linux-amd64': ['linux', 'x64'], 'linux-arm64': ['linux', 'arm64'],
    'darwin-amd64': ['darwin', 'x64'], 'darwin-arm64': ['darwin', 'arm64'],
    'win32-amd64': ['win32', 'x64'] };
const { version, license } = lock.packages[`${folder}anvil`];
for (const [name, [os, cpu]] of Object.entries(platforms)) {
    const known = lock.packages[`${folder}anvil-${name}`];
    const entry = { version, ...known, license, os: [os], cpu: [cpu], optional: true };
    delete entry.engines;
    lock.packages[`${folder}anvil-${name}`] = entry;
}
for (const entry of Object.values(lock.packages)) {
    delete entry.resolved;
    delete entry.funding;
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a < b ? -1 : 1));
fs.writeFileSync(file, JSON.stringify(lock, null, 2) + '\n');
