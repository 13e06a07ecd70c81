// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Child processes that never outlive this one.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const politeMs = 5000;

function onPath(program) {
    return (process.env.PATH ?? '').split(path.delimiter)
        .some((folder) => fs.existsSync(path.join(folder, program)));
}

/**
 * Starts `file`; where setpriv exists the kernel ends the child with us, should we be killed
 * outright. `complaint()` is the end of its standard error, which must be a pipe (the default).
 * `ended` resolves with {code, signal}; `stop()` asks, then insists, and resolves when it is gone.
 */
export function startTied(file, args, options = {}) {
    const tie = onPath('setpriv') ? ['setpriv', '--pdeathsig', 'KILL'] : [];
    const [command, ...rest] = [...tie, file, ...args];
    const child = spawn(command, rest, { stdio: ['ignore', 'ignore', 'pipe'], ...options });
    let errors = '';
    child.stderr?.on('data', (text) => { errors = (errors + text).slice(-4000); });
    const state = { child, pid: child.pid, running: true, complaint: () => errors.trim() };
    state.ended = new Promise((resolve) => {
        const end = (result) => { state.running = false; resolve(result); };
        child.on('exit', (code, signal) => end({ code, signal }));
        child.on('error', (error) => { errors += error.message; end({ code: 127, signal: null }); });
    });
    state.stop = async () => {
        if (!state.running) return;
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), politeMs);
        await state.ended;
        clearTimeout(timer);
    };
    return state;
}
