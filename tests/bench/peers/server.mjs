// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// A throw-away server of a benchmark's peer: its folder, and the user it runs as.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';

/** A folder that goes with this process; `owner` ({ uid, gid }) may write into it. */
export function scratchFolder(owner) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kosh-bench-'));
    if (owner) fs.chownSync(folder, owner.uid, owner.gid);
    process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
    return folder;
}

/** Options that start a child as the named user when this is root; servers refuse to be root. */
export function asUser(name) {
    if (process.getuid() !== 0) return {};
    const id = kind => Number(execFileSync('id', [kind, name], { encoding: 'utf8' }));
    return { uid: id('-u'), gid: id('-g') };
}

/** Median of what `run()` gives, after one run that does not count. */
export async function medianOf(runs, run) {
    await run();
    const values = [];
    for (let i = 0; i < runs; i++) values.push(await run());
    return values.sort((a, b) => a - b)[runs >> 1];
}

export function report(name, perSecond) {
    console.log(JSON.stringify({ name, nanos: 1e9 / perSecond, result: '' }));
}
