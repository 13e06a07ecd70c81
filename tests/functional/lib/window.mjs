// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The desktop app on a display of its own, used by keyboard. KOSH_TEST_SHOTS names a folder for pictures.
import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import { startTied } from '../../devnet/lib/process.mjs';

const run = promisify(execFile);
const shots = process.env.KOSH_TEST_SHOTS;

function startDisplay() {
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1100x760x24', '-nolisten', 'tcp'],
        { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    return new Promise((resolve, reject) => {
        server.on('error', reject);
        server.stdio[3].once('data', (text) => resolve({ server, display: `:${String(text).trim()}` }));
    });
}

/** The app with its profile in `home`, its window focused. */
export async function openWindow(home) {
    const { server, display } = await startDisplay();
    const env = { ...process.env, DISPLAY: display };
    const app = startTied(process.env.KOSH_TEST_KOSH, [], { env: { ...env, KOSH_HOME: home, QT_QPA_PLATFORM: 'xcb',
        LC_ALL: 'C.UTF-8', LANGUAGE: 'en' }, stdio: ['ignore', 'ignore', 'pipe'] });
    const xdo = (...args) => run('xdotool', args, { env, timeout: 60_000 });
    const found = await xdo('search', '--sync', '--onlyvisible', '--name', '^Kosh$');
    await xdo('windowfocus', '--sync', found.stdout.trim().split('\n')[0]);
    return {
        key: (...keys) => xdo('key', '--delay', '60', ...keys),
        type: (text) => xdo('type', '--delay', '15', text),
        /**
         * Until three pictures in a row are alike, and not `unlike`: nothing is under way, and no field waits with its
         * caret blinking. With `hasSheet` they show a sheet. The picture, or nothing when that takes too long.
         */
        async rest({ unlike, hasSheet, withinMs = 60_000 } = {}) {
            const picture = async () => (await run('import', ['-display', display, '-window', 'root', 'rgb:-'],
                { encoding: 'buffer', maxBuffer: 1e8 })).stdout;
            let before = await picture();
            for (let alike = 1, end = Date.now() + withinMs; Date.now() < end;) {
                await pause(600);
                const now = await picture();
                alike = now.equals(before) ? alike + 1 : 1;
                before = now;
                // What lies under a sheet is dimmed, its corner too.
                const isWanted = !hasSheet || now[0] < 200;
                if (alike >= 3 && isWanted && !(unlike && now.equals(unlike))) return now;
            }
            return undefined;
        },
        isOpen: () => app.child.exitCode === null,
        async shot(name) {
            if (!shots) return;
            await pause(1500);
            await run('import', ['-display', display, '-window', 'root', path.join(shots, `${name}.png`)]);
        },
        async close() {
            await app.stop();
            server.kill();
        },
    };
}
