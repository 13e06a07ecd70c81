// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// kosh-cli as people and scripts meet it, and where secrets must not show.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { Node, passphrase } from './lib/node.mjs';
import { koshCli, koshd, run, until } from './lib/programs.mjs';

const services = new URL('../../services/', import.meta.url);
let node, phrase, log = '';

const cli = (...args) => run(koshCli, args, { home: node.home });

/** Every operation that a service header declares: the command line must offer all of them. */
function declaredOperations() {
    return fs.readdirSync(services).flatMap((service) => {
        const folder = new URL(`${service}/api/kosh/${service}/`, services);
        if (!fs.existsSync(folder)) return [];
        const text = fs.readdirSync(folder).map((name) => fs.readFileSync(new URL(name, folder), 'utf8')).join('\n');
        return [...text.matchAll(/ops::Info kInfo\{\s*"([a-z_]+)\.([a-z_]+)"/g)]
            .map(([, name, verb]) => `${name} ${verb.replaceAll('_', '-')}`);
    });
}

before(async () => {
    node = await new Node().start({ args: ['--log-level', 'debug'] });
    node.daemon.child.stderr.on('data', (text) => { log += text; });
    await node.cli('vault create', {}, { passphrase });
    const created = await node.cli('wallet create', { label: 'Test' });
    ({ phrase } = created);
    node.walletId = created.wallet.walletId;
});

after(() => node?.remove());

test('every operation is a command whose help lists its fields', async () => {
    const operations = declaredOperations();
    assert.ok(operations.length > 50, `only ${operations.length} operations found`);
    const { stdout: all } = await cli('--help');
    for (const command of operations) {
        assert.match(all, new RegExp(`^ +${command} +\\S`, 'm'));
        const help = await cli(...command.split(' '), '--help');
        assert.equal(help.status, 0, command);
        assert.ok(help.stdout.startsWith(`kosh-cli ${command}: `), help.stdout);
        const { status, stderr } = await cli(...command.split(' '), '--no-such-option', '1');
        assert.equal(status, 2, command);
        assert.match(stderr, /\[cli\.unknown_option\]/);
        const fields = stderr.match(/this command takes: (.*) \[/)[1].split(', ').filter((one) => one !== 'none');
        for (const field of fields)
            assert.match(help.stdout, new RegExp(`^  ${field}(-fd)?[ [].*\\S`, 'm'), `${command} ${field}`);
    }
});

test('--json is one valid JSON document, also for errors', async () => {
    for (const command of ['vault status', 'chain list', 'wallet list', 'ledger trial-balance', 'trading list']) {
        const { status, stdout, stderr } = await cli(...command.split(' '), '--json');
        assert.equal(status, 0, stderr);
        assert.equal(typeof JSON.parse(stdout), 'object', command);
        assert.equal(stderr, '');
    }
    const { status, stdout } = await cli('trading', 'get', '--swap-id', '01890000-0000-7000-8000-000000000000', '--json');
    assert.equal(status, 4);
    const { error } = JSON.parse(stdout);
    assert.equal(error.key, 'trading.unknown_swap');
    assert.equal(error.kind, 'not_found');
});

test('people get aligned tables', async () => {
    const { stdout } = await cli('chain', 'list');
    const [title, header, ...rows] = stdout.trimEnd().split('\n');
    assert.equal(title, 'chains:');
    assert.match(header, /^ +chain-id +name +native-symbol/);
    assert.ok(rows.length > 3);
    const column = header.indexOf('name');
    for (const row of rows) assert.match(row.slice(column - 1), /^ \S/, row);
    const status = await cli('vault', 'status');
    assert.match(status.stdout, /^state +unlocked$/m);
});

test('mistakes are one clear line that names the field', async () => {
    for (const [args, status, key] of [
        [['dance'], 2, 'cli.unknown_command'],
        [['vault', 'dance'], 2, 'cli.unknown_command'],
        [['vault', 'status', 'now'], 2, 'cli.unknown_option'],
        [['chain', 'get', '--chain-id'], 2, 'cli.missing_value'],
        [['chain', 'get', '--chain-id', 'many'], 2, 'cli.number'],
        [['chain', 'get', '--chain-id', '1', '--chain-id', '2'], 2, 'cli.repeated_option'],
        [['chain', 'add', '--chain', '{"chainId":'], 2, 'cli.json'],
        [['chain', 'add', '--chain', '@/none/such'], 2, 'cli.file'],
        [['chain', 'get', '--chain-id', '4242'], 4, 'chain.unknown'],
        [['vault', 'status', '--socket', path.join(node.home, 'none.sock')], 8, null],
    ]) {
        const ended = await cli(...args);
        assert.equal(ended.status, status, `${args.join(' ')}: ${ended.stderr}`);
        assert.match(ended.stderr, /^kosh-cli: [^\n]+ \[[a-z0-9_.]+\]\n$/, args.join(' '));
        if (key) assert.ok(ended.stderr.includes(`[${key}]`), `${args.join(' ')}: ${ended.stderr}`);
        assert.equal(ended.stdout, '');
    }
    const missing = await cli('chain', 'get');
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /chain-id/i);
});

test('a secret is refused as an argument and read from a descriptor', async () => {
    for (const args of [['--passphrase', passphrase], [`--passphrase=${passphrase}`]]) {
        const ended = await cli('vault', 'unlock', ...args);
        assert.equal(ended.status, 2);
        assert.match(ended.stderr, /\[cli\.secret_argument\]/);
        assert.ok(!ended.stderr.includes(passphrase), 'the refusal repeats the secret');
    }
    let seen = '';
    const ended = await run(koshCli, ['vault', 'unlock', '--passphrase-fd', '3'], {
        home: node.home, stdio: ['pipe'], onStart(child) {
            // It waits for the descriptor, so it is there to be looked at.
            until('its command line', () => {
                seen = fs.readFileSync(`/proc/${child.pid}/cmdline`, 'latin1');
                return seen.includes('passphrase-fd');
            }).finally(() => child.stdio[3].on('error', () => {}).end(`${passphrase}\n`));
        } });
    assert.equal(ended.status, 0, ended.stderr);
    assert.match(seen, /vault\0unlock\0--passphrase-fd\0/);
    assert.ok(!seen.includes(passphrase));
    const closed = await cli('vault', 'unlock', '--passphrase-fd', '9');
    assert.equal(closed.status, 2);
    assert.match(closed.stderr, /\[cli\.descriptor\]/);
    const blind = await cli('vault', 'unlock');
    assert.equal(blind.status, 2);
    assert.match(blind.stderr, /--passphrase-fd N \[cli\.no_terminal\]/);
});

/** Runs a command on a terminal of its own; answers each prompt that ends in ": ". */
async function onTerminal(home, command, answers) {
    const child = spawn('script', ['-qec', `'${koshCli}' ${command}`, '/dev/null'],
        { env: { ...process.env, KOSH_HOME: home }, stdio: ['pipe', 'pipe', 'inherit'] });
    let screen = '', answered = 0;
    child.stdout.on('data', (text) => {
        screen += text;
        if (screen.endsWith(': ') && answered < answers.length) child.stdin.write(`${answers[answered++]}\n`);
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    return { status, screen };
}

test('on a terminal a secret is asked for without echo, a new one twice', async () => {
    const other = await new Node().start();
    try {
        const differing = await onTerminal(other.home, 'vault create', ['first entry', 'second entry']);
        assert.equal(differing.status, 2, differing.screen);
        assert.match(differing.screen, /\[cli\.mismatch\]/);
        const created = await onTerminal(other.home, 'vault create', [passphrase, passphrase]);
        assert.equal(created.status, 0, created.screen);
        assert.match(created.screen, /passphrase: [\s\S]*passphrase again: [\s\S]*vault-id/);
        assert.ok(!created.screen.includes(passphrase), 'the passphrase was echoed');
        await other.cli('vault lock');
        const unlocked = await onTerminal(other.home, 'vault unlock', [passphrase]);
        assert.equal(unlocked.status, 0, unlocked.screen);
        assert.ok(!unlocked.screen.includes('again'));
    } finally {
        await other.remove();
    }
});

test('socket, vault and key are for their owner alone', () => {
    const mode = (file) => (fs.statSync(file).mode & 0o777).toString(8);
    assert.ok(fs.statSync(node.daemon.socket).isSocket());
    assert.equal(mode(node.daemon.socket), '600');
    assert.equal(mode(path.dirname(node.daemon.socket)), '700');
    assert.equal(mode(path.dirname(node.vault)), '700');
    assert.equal(mode(node.vault), '600');
    assert.equal(mode(`${node.vault}.key`), '600');
});

test('no secret is in the log, the vault or beside it', async () => {
    const { phrase: again } = await node.cli('wallet reveal-phrase', { 'wallet-id': node.walletId }, { passphrase });
    assert.equal(again, phrase);
    await failsLike('bip39', node.cli('wallet import', { label: 'Wrong' }, { phrase: `${phrase} zoo` }));
    await failsLike('vault.passphrase', node.cli('vault unlock', {}, { passphrase: 'a wrong passphrase 77' }));
    await node.cli('vault change-passphrase', {}, { passphrase, 'new-passphrase': 'another staple 4711' });
    await node.cli('vault backup', { path: path.join(node.home, 'b.kosh-backup') });
    await node.stop();
    assert.ok(log.length > 100, 'koshd logged nothing at debug level');
    const words = phrase.split(' ');
    const secrets = [passphrase, 'a wrong passphrase 77', 'another staple 4711',
        ...words.slice(0, -2).map((_, at) => words.slice(at, at + 3).join(' '))];
    const files = fs.readdirSync(node.home, { recursive: true }).map((name) => path.join(node.home, name))
        .filter((file) => fs.statSync(file).isFile());
    assert.ok(files.includes(node.vault));
    const places = [['the log', log], ...files.map((file) => [file, fs.readFileSync(file, 'latin1')])];
    for (const [name, text] of places)
        for (const secret of secrets) assert.ok(!text.includes(secret), `a secret is in ${name}`);
});

/** Rejects unless the command fails with a key that begins so. */
async function failsLike(prefix, promise) {
    const error = await promise.then(() => null, (reason) => reason);
    assert.ok(error?.key?.startsWith(prefix), `expected ${prefix}…, got ${error?.key ?? 'success'}`);
}

test('versions agree', async () => {
    const [daemon, command] = await Promise.all([run(koshd, ['--version']), run(koshCli, ['--version'])]);
    assert.match(daemon.stdout, /^koshd \d+\.\d+\.\d+\n$/);
    assert.equal(daemon.stdout.split(' ')[1], command.stdout.split(' ')[1]);
});
