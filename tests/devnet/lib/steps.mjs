// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Takes a list of named steps and reports each with its figures, for people or as JSON lines.

function forPeople(number, { name, ok, error, ...figures }) {
    const listed = Object.entries(figures).map(([key, value]) => `${key} ${value}`).join(', ');
    return `step ${number} ${name}: ${ok ? listed || 'done' : `failed: ${error}`}`;
}

/**
 * `steps` = [{name, run}]; `run(context)` returns the figures to show, a flat object, or throws.
 * `context` is one object that steps share; a step that starts something pushes a function onto
 * `context.cleanup`, and those run last-first at the end whatever happened (not with `keep`).
 * Resolves to true when all steps passed; the first failure ends the journey.
 */
export async function takeSteps(steps, { json, keep, ...context }) {
    const shared = { ...context, cleanup: [] };
    const tidy = async () => {
        for (const undo of shared.cleanup.splice(0).reverse()) await undo().catch(() => {});
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
        process.once(signal, () => tidy().then(() => process.exit(1)));
    let failed = null;
    for (const [index, { name, run }] of steps.entries()) {
        const report = { name, ok: true };
        try {
            Object.assign(report, await run(shared));
        } catch (error) {
            Object.assign(report, { ok: false, error: error.message.split('\n')[0] });
            failed = name;
        }
        console.log(json ? JSON.stringify({ step: index + 1, ...report }) : forPeople(index + 1, report));
        if (failed) break;
    }
    if (!keep || failed) await tidy();
    const result = failed ? `failed at ${failed}` : 'ok';
    console.log(json ? JSON.stringify({ journey: result, ok: !failed }) : `journey: ${result}`);
    return !failed;
}
