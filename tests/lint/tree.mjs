// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The files git knows, and how a lint tells what it found.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

/** Tracked files whose path matches, relative to the working directory (the top of the tree). */
export function tracked(pattern) {
    return execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8', maxBuffer: 1 << 26 })
        .split('\0').filter((file) => file && pattern.test(file) && fs.existsSync(file));
}

export const cpp = /\.(cpp|h)$/;

export function linesOf(file) {
    return fs.readFileSync(file, 'utf8').split('\n');
}

/** Prints `file:line: what` for each finding and ends with the status ctest wants. */
export function finish(name, checked, findings) {
    for (const finding of findings) console.log(finding);
    console.log(`lint.${name}: ${checked} files, ${findings.length} findings`);
    process.exit(findings.length ? 1 : 0);
}
