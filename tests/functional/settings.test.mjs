// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// koshd's settings: file, environment and flags by one schema; what is wrong stops the start.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { request } from './lib/http.mjs';
import { Node } from './lib/node.mjs';
import { koshd, run, until } from './lib/programs.mjs';

let node, file;

before(() => {
    node = new Node();
    file = path.join(node.home, 'koshd.toml');
});
after(() => node?.remove());

const listen = (address, more = '') => `[gateway]\nlisten = "${address}"\n${more}\n`;
const check = (...args) => run(koshd, ['--check-config', ...args], { home: node.home });

test('settings are checked without starting', async () => {
    fs.writeFileSync(file, 'profile = "default"\nlog-level = "warning"\n');
    const good = await check();
    assert.deepEqual([good.status, good.stdout], [0, 'koshd: the settings are in order\n']);
    fs.writeFileSync(file, listen('0.0.0.0:8443', 'tls-names = ["node.example"]\ntls-clients = true'));
    assert.equal((await check()).status, 0);
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
        ['profile = "../x"\n', [], /profile name of letters/],
        [listen('localhost'), [], /gateway\.listen takes ADDRESS:PORT/],
        [listen('node.example:8443'), [], /gateway\.listen takes an address/],
        [listen('127.0.0.1:99999'), [], /gateway\.listen takes a number up to 65535/],
        [listen('0.0.0.0:8443'), [], /others can reach 0\.0\.0\.0.*gateway\.tls-names/, 6],
        [listen('127.0.0.1:0', 'rate-limits = ["king=5"]'), [], /gateway\.rate-limits takes/],
        [listen('127.0.0.1:0', 'trusted-proxies = ["10.0.0/8"]'), [], /gateway\.trusted-proxies takes/],
        [listen('127.0.0.1:0', 'cors-origins = ["*"]'), [], /gateway\.cors-origins takes/],
        [listen('127.0.0.1:0', 'public-url = "ftp://x"'), [], /gateway\.public-url takes/],
        [listen('127.0.0.1:0', 'development-token = "short"'), [], /gateway\.development-token takes/],
        [listen('127.0.0.1:0', 'tls-min-version = "1.1"'), [], /gateway\.tls-min-version takes/],
        [listen('127.0.0.1:0', 'tls-clients = true'), [], /gateway\.tls-clients takes tls-names/],
        [listen('127.0.0.1:0', 'tls-key = "/nowhere.pem"'), [], /gateway\.tls-certificate takes a file/],
        [listen('127.0.0.1:0', 'tls-certificate = "/nowhere.pem"\ntls-key = "/nowhere.pem"'), [], /cannot read the certificate/],
    ];
    for (const [text, args, message, status = 2] of wrong) {
        fs.writeFileSync(file, text);
        for (const start of [args, ['--check-config', ...args]]) {
            const told = await run(koshd, start, { home: node.home });
            assert.equal(told.status, status, told.stderr);
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
    await node.start({ args: ['--gateway-listen', '127.0.0.1:0'] });
    const ask = async () => request(node.daemon.listenPort, '/api/v1/auth/me', { headers: { origin: 'https://app.example' } });
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
    assert.doesNotMatch(log, /restart/);
    const before = await ask();
    assert.equal(before.headers['access-control-allow-origin'], undefined);
    assert.match(before.headers['ratelimit-policy'], /q=1000;/);
    await hangUp('[gateway]\ncors-origins = ["https://app.example"]\nrate-limits = ["anonymous=50"]\n', /settings read again/);
    const after = await ask();
    assert.equal(after.headers['access-control-allow-origin'], 'https://app.example');
    assert.match(after.headers['ratelimit-policy'], /q=50;/);
    await hangUp('[gateway]\ncors-origins = ["*"]\n', /settings not read again.*gateway\.cors-origins/);
    assert.equal((await ask()).headers['access-control-allow-origin'], 'https://app.example', 'nothing has changed');
    await hangUp('profile = "other"\n', /wait for a restart/);
    assert.equal((await node.cli('vault status')).state, 'absent');
});
