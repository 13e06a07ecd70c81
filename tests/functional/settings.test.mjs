// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// koshd's settings: file, environment and flags by one schema; what is wrong stops the start.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { Node } from './lib/node.mjs';
import { koshd, run, until } from './lib/programs.mjs';

let node, file;

before(() => {
    node = new Node();
    file = path.join(node.home, 'koshd.toml');
});
after(() => node?.remove());

const check = (...args) => run(koshd, ['--check-config', ...args], { home: node.home });

test('settings are checked without starting', async () => {
    fs.writeFileSync(file, 'profile = "default"\nlog-level = "warning"\n');
    const good = await check();
    assert.deepEqual([good.status, good.stdout], [0, 'koshd: the settings are in order\n']);
    assert.ok(!fs.existsSync(path.join(node.home, 'default')), 'nothing was made');
});

test('an unknown or wrong setting stops the start and says where', async () => {
    const wrong = [
        ['log-levle = "info"\n', [], /koshd\.toml line 1: there is no setting log-levle; known: .*log-level/],
        ['\n\nlog-level = "loud"\n', [], /koshd\.toml line 3: .*logLevel.*warning/],
        ['log-level = \n', [], /koshd\.toml line 1/],
        ['', ['--log-levle', 'info'], /there is no setting --log-levle/],
        ['', ['--log-level', 'loud'], /--log-level: .*logLevel/],
        ['', ['--log-level'], /--log-level needs a value/],
        ['', ['word'], /unexpected word word/],
        ['', ['--config', '/nowhere/koshd.toml'], /cannot read \/nowhere\/koshd\.toml/],
    ];
    for (const [text, args, message] of wrong) {
        fs.writeFileSync(file, text);
        for (const start of [args, ['--check-config', ...args]]) {
            const told = await run(koshd, start, { home: node.home });
            assert.equal(told.status, 2, told.stderr);
            assert.match(told.stderr, message);
        }
    }
    fs.writeFileSync(file, '');
    process.env.KOSHD_LOG_LEVLE = 'info';
    const variable = await check();
    delete process.env.KOSHD_LOG_LEVLE;
    assert.equal(variable.status, 2);
    assert.match(variable.stderr, /environment: there is no setting KOSHD_LOG_LEVLE; known: .*KOSHD_LOG_LEVEL/);
});

test('flags go before the environment, that before the file', async () => {
    fs.writeFileSync(file, 'log-level = "loud"\n');
    process.env.KOSHD_LOG_LEVEL = 'louder';
    assert.match((await check()).stderr, /environment KOSHD_LOG_LEVEL/);
    assert.equal((await check('--log-level', 'info')).status, 0);
    delete process.env.KOSHD_LOG_LEVEL;
    assert.match((await check()).stderr, /koshd\.toml line 1/);
});

test('a hang-up reads the settings again; wrong ones change nothing', async () => {
    fs.writeFileSync(file, 'log-level = "error"\n');
    let log = '';
    await node.start({ args: [] });
    node.daemon.child.stderr.on('data', (text) => { log += text; });
    const hangUp = async (text, sign) => {
        fs.writeFileSync(file, text);
        log = '';
        node.daemon.child.kill('SIGHUP');
        await until('the log says so', () => sign.test(log));
    };
    await hangUp('log-level = "info"\n', /settings read again/);
    await hangUp('log-level = "loud"\n', /settings not read again.*koshd\.toml line 1/);
    await hangUp('log-level = "info"\n', /settings read again/);
    assert.equal((await node.cli('vault status')).state, 'absent');
});
