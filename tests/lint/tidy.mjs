// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// usage: tidy.mjs CLANG_TIDY BUILD. Runs clang-tidy over the tracked sources that BUILD compiles.
// A source that passed is not looked at again until it, a header of ours that it reaches, its
// command or .clang-tidy changes; the marks are kept in the user's cache, as ccache keeps objects.
// KOSH_TIDY_MINUTES (15) bounds the run, as does KOSH_TIDY_UNTIL (Unix time); sources left out are counted, newest
// changes come first.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { cpp, finish, tracked } from './tree.mjs';

const [clangTidy, build] = process.argv.slice(2);
const deadline = Math.min(Date.now() + Number(process.env.KOSH_TIDY_MINUTES ?? 15) * 60_000,
    Number(process.env.KOSH_TIDY_UNTIL ?? Infinity) * 1000);
const jobs = Math.min(2, os.cpus().length);
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'kosh/tidy');

const known = tracked(cpp);
const headers = new Map(); // what an include may name -> files that may be meant
for (const file of known) {
    const parts = file.split('/');
    for (let from = 0; from < parts.length; from++) {
        const name = parts.slice(from).join('/');
        headers.set(name, [...(headers.get(name) ?? []), file]);
    }
}

const included = new Map();

/** Our files that `file` includes; too many rather than too few where a name is ambiguous. */
function includesOf(file) {
    if (!included.has(file)) {
        const text = fs.readFileSync(file, 'utf8');
        included.set(file, [...text.matchAll(/^\s*#\s*include\s*[<"]([^>"]+)[>"]/gm)]
            .flatMap((match) => headers.get(match[1]) ?? []));
    }
    return included.get(file);
}

function keyOf({ file, command }) {
    const reached = new Set([file]);
    for (const one of reached) for (const next of includesOf(one)) reached.add(next);
    const hash = createHash('sha256').update(fs.readFileSync('.clang-tidy'));
    hash.update(command.replaceAll(process.cwd(), '').replaceAll(build, ''));
    for (const one of [...reached].sort()) hash.update(one).update(fs.readFileSync(one));
    return path.join(cache, hash.digest('hex'));
}

function run(file) {
    return new Promise((resolve) => {
        const child = spawn(clangTidy, ['-p', build, '--quiet', '--use-color=false', file],
            { stdio: ['ignore', 'pipe', 'ignore'] });
        let output = '';
        child.stdout.on('data', (text) => { output += text; });
        child.on('error', (error) => resolve(`${clangTidy}: ${error.message}`));
        child.on('close', (status) => resolve(status === 0 ? '' : output.trim() || `${file}: status ${status}`));
    });
}

const commands = JSON.parse(fs.readFileSync(path.join(build, 'compile_commands.json'), 'utf8'))
    .map((entry) => ({ file: path.relative('.', path.resolve(entry.directory, entry.file)), command: entry.command }))
    .filter(({ file }, index, all) => known.includes(file) && all.findIndex((one) => one.file === file) === index);
const waiting = commands.map((entry) => ({ ...entry, mark: keyOf(entry) }))
    .filter(({ mark }) => !fs.existsSync(mark))
    .sort((a, b) => fs.statSync(b.file).mtimeMs - fs.statSync(a.file).mtimeMs);

console.log(`lint.tidy: ${commands.length} sources, ${waiting.length} to look at`);
fs.mkdirSync(cache, { recursive: true });
const findings = [];
await Promise.all(Array.from({ length: jobs }, async () => {
    while (waiting.length && Date.now() < deadline) {
        const { file, mark } = waiting.shift();
        const found = await run(file);
        if (found) findings.push(found);
        else fs.writeFileSync(mark, '');
    }
}));
if (waiting.length) console.log(`lint.tidy: ${waiting.length} sources left out, the time is up`);
finish('tidy', commands.length - waiting.length, findings);
