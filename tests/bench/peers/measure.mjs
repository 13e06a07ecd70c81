// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The peers' side of bench.h: the same number of runs and the median, one JSON line a figure.
import fs from 'node:fs';

const runs = 7;
const runMs = 100;

export function input() {
    return JSON.parse(fs.readFileSync(0, 'utf8'));
}

async function timed(work, count) {
    const start = performance.now();
    for (let i = 0; i < count; i++) {
        const made = work(i);
        if (made instanceof Promise) await made;
    }
    return performance.now() - start;
}

/** `work(i)` is what is measured; `result` is what it comes to, for Kosh to compare. */
export async function measure(name, work, result) {
    await timed(work, 20); // the engine compiles what it sees often
    let count = 1;
    while (await timed(work, count) < runMs) count *= 2;
    const times = [];
    for (let run = 0; run < runs; run++) times.push(await timed(work, count) / count);
    times.sort((a, b) => a - b);
    console.log(JSON.stringify({ name, nanos: times[runs >> 1] * 1e6, result: String(result) }));
}
