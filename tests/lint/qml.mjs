// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// usage: qml.mjs QMLLINT BUILD. Lints each QML module with the arguments that Qt's CMake wrote for
// it (import paths, resources), and takes any warning for an error.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { finish, tracked } from './tree.mjs';

const [qmllint, build] = process.argv.slice(2);

function argumentFiles(folder) {
    return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory()) return entry.name === 'CMakeFiles' ? [] : argumentFiles(file);
        return /\.rt\/qmllint\/[^/]+\.rsp$/.test(file) && !/_(json|module)\.rsp$/.test(file) ? [file] : [];
    });
}

const files = tracked(/^qml\/.*\.qml$/);
const lists = argumentFiles(build);
const linted = new Set();
const findings = [];
for (const list of lists) {
    const args = fs.readFileSync(list, 'utf8').split('\n').map((line) => line.replace(/^"|"$/g, ''));
    args.filter((one) => one.endsWith('.qml')).forEach((one) => linted.add(path.basename(one)));
    const run = spawnSync(qmllint, [`@${list}`], { encoding: 'utf8' });
    const said = (run.stdout + run.stderr).trim();
    if (run.error) findings.push(`${qmllint}: ${run.error.message}`);
    else if (run.status !== 0 || /^(Warning|Error): /m.test(said)) findings.push(said);
}
for (const file of files)
    if (!linted.has(path.basename(file))) findings.push(`${file}: in no module that this build knows`);
finish('qml', files.length, findings);
