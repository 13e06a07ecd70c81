// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// usage: qml.mjs CMAKE BUILD. Runs the qmllint targets that Qt's CMake makes for every QML module,
// and takes any warning for an error. A tracked file that is in no module is one too.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { finish, tracked } from './tree.mjs';

const [cmake, build] = process.argv.slice(2);
const files = tracked(/^qml\/.*\.qml$/);
if (!files.length) finish('qml', 0, []);

const rules = fs.readFileSync(path.join(build, 'build.ninja'), 'utf8');
const findings = files.filter((file) => !rules.includes(path.resolve(file)))
    .map((file) => `${file}: in no QML module that this build knows`);
const run = spawnSync(cmake, ['--build', build, '--target', 'all_qmllint', '--', '-k', '0'],
    { encoding: 'utf8', maxBuffer: 1 << 26 });
const said = (run.stdout ?? '') + (run.stderr ?? '');
if (run.status !== 0 || /^(Warning|Error): /m.test(said)) {
    const told = said.split('\n').filter((line) => !/^(\[\d|cd |FAILED: |ninja: )/.test(line));
    findings.push(run.error?.message ?? (told.join('\n').trim() || said.trim()));
}
finish('qml', files.length, findings);
