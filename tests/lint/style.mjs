// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The measurable part of CONVENTIONS: sizes, SPDX lines, and what must not be in the tree.
import fs from 'node:fs';

import { cpp, finish, linesOf, tracked } from './tree.mjs';

// QML nests deep, and a translated text is one literal however long it is.
const columns = (name) => (name.endsWith('.qml') ? 120 : 100);
const functionLines = 70;
const fileLines = [[cpp, 600], [/\.qml$/, 300], [/\.mjs$/, 600]];
const code = /\.(cpp|h|qml|mjs|cmake|sql)$|CMakeLists\.txt$/;
const texts = /\.(cpp|h|qml|mjs|cmake|sql|md|json|yml|yaml|sh|ts)$|CMakeLists\.txt$/;
const data = /(^|\/)(vectors|fixtures|corpus|licenses)\/|package-lock\.json$|^LICENSE/;

// The brackets keep these lines from finding themselves.
const forbidden = [
    [/\b(T[O]DO|F[I]XME|X[X]X|H[A]CK)\b/, 'unfinished work is an issue, not a comment'],
    [/(^|[\s"'`(=])\/(wor[k]|hom[e]|roo[t]|User[s])\//, 'an absolute path of one machine'],
    [/registry[.]npm|deb[.]debian|registry[.]yarn|files[.]pythonhosted/, 'the host of a registry'],
    [/<<<<<<[<] |>>>>>>[>] /, 'a conflict marker'],
];
const notFunctions =
    /^\s*(if|else|for|while|switch|do|try|catch|namespace|class|struct|enum|union|return|case|extern|template <[^>]*> (struct|class))\b|[=,(]\s*\[|^\s*\[/;

function isScript(file) {
    if (/\.[^/]+$/.test(file)) return file.endsWith('.sh');
    return fs.readFileSync(file).subarray(0, 2).toString() === '#!';
}

/** clang-format closes a function with a brace at the indentation of its first line. */
function longFunctions(file, lines, report) {
    lines.forEach((line, start) => {
        const indent = line.match(/^( {0,4})\S.*\)[^;]*\{$|^( {0,4})\} ?: ?\{$/);
        if (!indent || notFunctions.test(line)) return;
        const closing = (indent[1] ?? indent[2]) + '}';
        const length = lines.slice(start).findIndex((next) => next.startsWith(closing)) + 1;
        if (length > functionLines) report(start, `a function of ${length} lines; at most ${functionLines}`);
    });
}

function checkFile(file, findings) {
    const lines = linesOf(file);
    const report = (index, what) => findings.push(`${file}:${index + 1}: ${what}`);
    const script = isScript(file);
    if (code.test(file) || script) {
        const head = lines.slice(0, 4).join('\n');
        for (const tag of ['License-Identifier: GPL-3.0-or-later', 'FileCopyrightText: Kosh contributors'])
            if (!head.includes(`SPDX-${tag}`)) report(0, `no line "SPDX-${tag}"`);
    }
    const limit = fileLines.find(([kind]) => kind.test(file))?.[1];
    if (lines.length - 1 > limit) report(limit, `${lines.length - 1} lines; at most ${limit}`);
    if (cpp.test(file)) longFunctions(file, lines, report);
    const narrow = /\.(cpp|h|qml)$/.test(file);
    lines.forEach((line, index) => {
        const isText = file.endsWith('.qml') && line.includes('qsTr(');
        if (narrow && !isText && [...line].length > columns(file))
            report(index, `wider than ${columns(file)} columns`);
        for (const [pattern, what] of forbidden) if (pattern.test(line)) report(index, what);
    });
}

const files = tracked(/./).filter((file) => !data.test(file))
    .filter((file) => texts.test(file) || isScript(file));
const findings = [];
for (const file of files) checkFile(file, findings);
finish('style', files.length, findings);
