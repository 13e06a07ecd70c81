// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The console as its owner meets it, in Debian's Chromium.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { chromium } from 'playwright-core';

import { Node, passphrase } from './lib/node.mjs';

const owner = { name: 'ada', password: 'seven lamps on a quiet bridge' };
let node, browser, page, base;
const asked = [], complaints = [];

before(async () => {
    node = await new Node().start({ args: ['--log-level', 'warning', '--gateway-listen', '127.0.0.1:0'] });
    base = `http://127.0.0.1:${node.daemon.listenPort}`;
    await node.cli('vault create', {}, { passphrase });
    const { code } = await node.cli('auth setup-code');
    await node.cli('auth claim-owner', { name: owner.name }, { password: owner.password, code });
    await node.cli('backup set-plan', { plan: { folder: path.join(node.home, 'backups') } });
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${base}/console`);
});

after(async () => {
    await browser?.close();
    await node?.remove();
});

const signIn = async (password) => {
    await page.getByLabel('Name').fill(owner.name);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};
const open = (name) => page.getByRole('button', { name, exact: true }).click();
const sees = (text) => page.getByText(text).first().waitFor({ timeout: 30_000 });

test('a wrong password is told and shows nothing', async () => {
    await signIn('wrong password of nobody');
    await page.waitForFunction(() => document.getElementById('problem').textContent !== '');
    assert.ok(await page.getByLabel('Name').isVisible());
    assert.ok(!await page.getByRole('button', { name: 'Backups' }).isVisible());
    // The browser notes the refusal itself.
    complaints.length = 0;
});

test('health, services and objectives after signing in', async () => {
    await signIn(owner.password);
    await sees('ada, owner');
    await sees('availability');
    await sees('events/ledger.book');
});

test('each part of the console answers', async () => {
    await open('Access');
    await sees('Console');
    await open('Endpoints');
    await sees('No network is in use yet.');
    await open('Audit');
    await sees('auth.sign_in');
    await open('Backups');
    await sees('.backup');
    await open('Back up now');
    await page.waitForFunction(() => document.getElementById('problem').textContent === '' &&
        document.querySelectorAll('#panel tbody tr').length > 2);
    const { backups } = await node.cli('backup list');
    assert.ok(backups.length >= 1);
});

test('events are shown as they happen', async () => {
    await open('Events');
    await sees('Newest first');
    await node.cli('wallet create', { label: 'Seen at once' });
    await sees('wallet.');
});

test('another session can be ended, and signing out ends this one', async () => {
    await open('Access');
    await sees('Console');
    const before = (await node.cli('auth sessions')).sessions.length;
    await open('Sign out');
    await page.getByLabel('Name').waitFor();
    assert.equal((await node.cli('auth sessions')).sessions.length, before - 1);
});

test('nothing was asked of anybody else, and the page had no complaint', () => {
    assert.ok(asked.length > 5);
    for (const url of asked) assert.ok(url.startsWith(base), url);
    assert.deepEqual(complaints, []);
});

test('a picture for people', async () => {
    await signIn(owner.password);
    await sees('availability');
    const file = process.env.KOSH_TEST_PICTURE ?? path.join(os.tmpdir(), `kosh-console-${process.pid}.png`);
    await page.screenshot({ path: file, fullPage: true });
    assert.ok(fs.statSync(file).size > 10_000);
    if (!process.env.KOSH_TEST_PICTURE) fs.rmSync(file);
});
