// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// What runs without a window must not need what draws one.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { koshCli, koshd, run } from './lib/programs.mjs';

for (const program of [koshd, koshCli]) {
    test(`${program.split('/').at(-1)} needs no Qt Gui, Qml or Quick`, async () => {
        const { status, stdout } = await run('ldd', [program]);
        assert.equal(status, 0);
        assert.match(stdout, /libc\.so/);
        assert.doesNotMatch(stdout, /Qt\d?(Gui|Qml|Quick|Widgets|OpenGL)|libGL|libX11|not found/);
    });
}
