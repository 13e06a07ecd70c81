// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// A released migration has run in somebody's vault, so it never changes again. At a release, run
// `node tests/lint/migrations.mjs --freeze`: it adds what is new, and refuses what has changed.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

import { finish, tracked } from './tree.mjs';

const list = fileURLToPath(new URL('migrations.sha256', import.meta.url));
const hash = (file) => createHash('sha256').update(fs.readFileSync(file)).digest('hex');
const frozen = new Map(fs.readFileSync(list, 'utf8').split('\n')
    .filter((line) => line && !line.startsWith('#')).map((line) => line.split('  ').reverse()));

const findings = [];
for (const [file, known] of frozen) {
    if (!fs.existsSync(file)) findings.push(`${file}: released, but gone`);
    else if (hash(file) !== known) findings.push(`${file}: released, but changed; write a new migration`);
}
if (process.argv[2] === '--freeze' && !findings.length) {
    const fresh = tracked(/\/migrations\/[^/]+\.sql$/).filter((file) => !frozen.has(file));
    fs.appendFileSync(list, fresh.map((file) => `${hash(file)}  ${file}\n`).join(''));
    console.log(`frozen: ${fresh.length} more`);
}
finish('migrations', frozen.size, findings);
