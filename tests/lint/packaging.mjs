// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// What is shipped beside the programs: the service's hardening, the alert rules and their own tests.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

const packaging = new URL('../../packaging/', import.meta.url);
const file = (name) => new URL(name, packaging).pathname;
const run = (program, ...args) => execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

test('the service is exposed to 2.0 at most', () => {
    const told = run('systemd-analyze', 'security', '--offline=true', '--no-pager', '--threshold=20',
        file('systemd/koshd.service'));
    assert.match(told, /Overall exposure level for koshd.service: [01]\.\d/);
});

test('the service names no manual that is not there', () => {
    assert.doesNotMatch(fs.readFileSync(file('systemd/koshd.service'), 'utf8'), /^Documentation=man:/m);
});

test('Prometheus takes the rules, and they fire when they should', () => {
    run('promtool', 'check', 'config', file('monitoring/prometheus.yml'));
    run('promtool', 'check', 'rules', file('monitoring/rules/kosh.rules.yml'));
    run('promtool', 'test', 'rules', file('monitoring/rules/kosh.test.yml'));
});

test('every alert has a test', () => {
    const names = [...fs.readFileSync(file('monitoring/rules/kosh.rules.yml'), 'utf8').matchAll(/- alert: (\w+)/g)];
    const tests = fs.readFileSync(file('monitoring/rules/kosh.test.yml'), 'utf8');
    assert.ok(names.length > 0);
    for (const [, name] of names) assert.ok(tests.includes(`alertname: ${name}\n`), `${name} has no test that it fires`);
});

test('the dashboard asks what Prometheus understands, of metrics that exist', () => {
    const dashboard = JSON.parse(fs.readFileSync(file('monitoring/grafana/kosh.json'), 'utf8'));
    const asked = dashboard.panels.flatMap((panel) => panel.targets.map((target) => target.expr));
    assert.ok(asked.length >= dashboard.panels.length);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kosh-dashboard-'));
    const rules = asked.map((expr, at) => ({ record: `asked:${at}`, expr }));
    fs.writeFileSync(path.join(folder, 'rules.yml'), JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
    run('promtool', 'check', 'rules', path.join(folder, 'rules.yml'));
    fs.rmSync(folder, { recursive: true });
    // Metrics are named in one literal each.
    const sources = run('git', '-C', file('..'), 'grep', '-hoE', '"(kosh|process)_[a-z_]+"', '--', '*/src/*.cpp', 'services/*.cpp');
    const rulesText = fs.readFileSync(file('monitoring/rules/kosh.rules.yml'), 'utf8');
    for (const text of [...asked, rulesText])
        for (const [name] of text.matchAll(/\b(kosh|process)_[a-z_]+\b/g)) {
            const base = name.replace(/_(bucket|count|sum)$/, '');
            assert.ok(sources.includes(`"${base}"`), `no source declares ${base}`);
        }
});

test('the image runs as nobody with rights, and copies no more than it builds', () => {
    const dockerfile = fs.readFileSync(file('docker/Dockerfile'), 'utf8');
    assert.match(dockerfile, /^USER \d+:\d+$/m);
    const compose = fs.readFileSync(file('docker/compose.yaml'), 'utf8');
    for (const wanted of ['read_only: true', 'cap_drop: [ALL]', 'no-new-privileges:true'])
        assert.ok(compose.includes(wanted), wanted);
});
