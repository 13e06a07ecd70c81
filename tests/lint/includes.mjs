// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Walks every #include and holds it against the layers of ARCHITECTURE.md. CMake already refuses a
// forbidden library; this finds what include paths let slip through, such as a header of the system.
import { cpp, finish, linesOf, tracked } from './tree.mjs';

/** {layer, module} of a file; tests beside the code belong to the layer `tests`, which may all. */
function place(file) {
    const parts = file.split('/');
    if (parts.includes('tests')) return { layer: 'tests', module: file };
    const module = `${parts[0]}/${parts[1]}`;
    if (parts[0] === 'services')
        return { layer: parts[2] === 'api' ? 'api' : 'services', module };
    return { layer: parts[0], module };
}

// Whose headers a layer may include; its own module's always.
const mayUse = {
    core: ['core'],
    api: ['core', 'api'],
    services: ['core', 'api'],
    sync: ['core', 'api'],
    platform: ['core', 'api'],
    qml: ['core', 'api', 'qml'],
    app: ['core', 'api', 'services', 'sync', 'platform', 'qml', 'app'],
};

const headless = /^(core|services|sync|platform|app\/(daemon|cli|gateway|composition))\//;
const awaitable = /^boost\/asio\/(awaitable|use_awaitable|this_coro|as_tuple|deferred)\.hpp$/;

/** Headers from outside: who must not include them, and the rule in words. */
const outside = [
    { header: /^(Q[A-Z]|Qt[A-Z])/, not: ({ layer }) => ['core', 'api', 'services'].includes(layer),
        rule: 'no Qt in core and services' },
    { header: /^(QtQuick|QtQml|QtGui|QQuick|QQml|QGui|QImage|QFont|QColor|QWindow|QPainter|QClipboard)/,
        not: (_, file) => headless.test(file), rule: 'Qt Gui, Qml and Quick only in qml and app/desktop' },
    { header: /(^|\/)(sqlite3|sqlcipher)/, not: ({ module }) => module !== 'core/store',
        rule: 'SQLite only in core/store' },
    { header: /^(secp256k1|argon2|cryptopp|crypto\+\+)/, not: ({ module }) => module !== 'core/crypto',
        rule: 'the crypto libraries only in core/crypto' },
    { header: /^boost\/(asio|beast)/, not: ({ layer }, _, header) =>
        !['core', 'app'].includes(layer) && !(layer !== 'api' && awaitable.test(header)),
    rule: 'Asio I/O only in core and app; services and adapters only co_await' },
];

const files = tracked(cpp);
const owners = new Map(); // "kosh/quote/api.h" -> the file that this include finds
for (const file of files) {
    const at = file.match(/\/(?:include|api)\/(kosh\/.+)$/);
    if (at) owners.set(at[1], file);
}

function judge(file, header, quoted) {
    const here = place(file);
    if (here.layer === 'tests' || !(here.layer in mayUse)) return null;
    const target = owners.get(header);
    if (target) {
        const there = place(target);
        const fromApiToLogic = here.layer === 'api' && there.layer === 'services';
        if (there.module === here.module && !fromApiToLogic) return null;
        if (there.layer === 'qml' && headless.test(file)) return 'no user interface in headless programs';
        return mayUse[here.layer].includes(there.layer)
            ? null : `layer ${here.layer} must not include layer ${there.layer} (${target})`;
    }
    if (quoted && header.includes('../')) return 'no climbing includes; use <kosh/…> of a module that CMake names';
    if (quoted) return null;
    return outside.find((one) => one.header.test(header) && one.not(here, file, header))?.rule ?? null;
}

const findings = [];
for (const file of files) {
    linesOf(file).forEach((line, index) => {
        const include = line.match(/^\s*#\s*include\s*([<"])([^>"]+)[>"]/);
        const wrong = include && judge(file, include[2], include[1] === '"');
        if (wrong) findings.push(`${file}:${index + 1}: ${include[2]}: ${wrong}`);
    });
}
finish('includes', files.length, findings);
