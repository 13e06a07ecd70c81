// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The built programs under test, and how to run one as a person would.
import { spawn } from 'node:child_process';

function named(variable) {
    const file = process.env[variable];
    if (!file) throw new Error(`${variable} must name a built program; CTest sets it`);
    return file;
}

export const koshd = named('KOSH_TEST_KOSHD');
export const koshCli = named('KOSH_TEST_KOSH_CLI');

/**
 * Runs a program to its end; resolves with {status, signal, stdout, stderr}. `onStart(child)` sees it while
 * it runs. `home` becomes KOSH_HOME. Never on a terminal: setsid leaves it without one.
 */
export function run(program, args, { home, input, onStart, stdio = [] } = {}) {
    const child = spawn(program, args, { detached: true, env: { ...process.env, ...home && { KOSH_HOME: home } },
        stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', ...stdio] });
    let stdout = '', stderr = '';
    child.stdout.on('data', (text) => { stdout += text; });
    child.stderr.on('data', (text) => { stderr += text; });
    if (input !== undefined) child.stdin.on('error', () => {}).end(input);
    onStart?.(child);
    return new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
    });
}

/** Asks again until `check` gives something true; rejects with `what` when it never does. */
export async function until(what, check, withinMs = 20_000) {
    const deadline = Date.now() + withinMs;
    for (let last; ;) {
        try {
            const result = await check();
            if (result) return result;
        } catch (error) {
            last = error;
        }
        if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`, { cause: last });
        await new Promise((wake) => setTimeout(wake, 50));
    }
}
