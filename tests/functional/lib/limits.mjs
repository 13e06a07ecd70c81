// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// How many descriptors a test and the koshd it starts may have.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

const hardLimit = () => Number(fs.readFileSync('/proc/self/limits', 'utf8').match(/Max open files\s+\S+\s+(\d+)/)[1]);

/**
 * Raises the limit of this process and what it starts to `wanted`, with root's rights if it takes them and they
 * are to be had; returns what the limit is then.
 */
export function raiseDescriptors(wanted) {
    const before = hardLimit();
    const most = Math.max(before, wanted);
    for (const command of [['prlimit'], ['sudo', '-n', 'prlimit']]) {
        try {
            const [program, ...rest] = command;
            execFileSync(program, [...rest, '--pid', String(process.pid), `--nofile=${most}:${most}`], { stdio: 'ignore' });
            return hardLimit();
        } catch {
            // The next way; else it stays as it is.
        }
    }
    return before;
}
