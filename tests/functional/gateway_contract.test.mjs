// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Every route of /openapi.json gets requests that its schema accepts and ones that break it, one field at a
// time: no answer is a defect of the node, and every refusal names its field.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { client, request } from './lib/http.mjs';
import { Node, passphrase } from './lib/node.mjs';

const token = 'a-development-token-of-this-test';
/** These end or replace what the others need; they get the broken requests only. */
const ends = /^(vault_(lock|unlock|create|restore|change_passphrase|backup|verify_backup)|auth_)/;
let node, port, api, description;

before(async () => {
    node = await new Node().start({ args: ['--log-level', 'error', '--gateway-listen', '127.0.0.1:0',
        '--gateway-rate-limits', 'owner=100000000,anonymous=1000000'],
        environment: { KOSHD_GATEWAY_DEVELOPMENT_TOKEN: token } });
    await node.cli('vault create', {}, { passphrase });
    port = node.daemon.listenPort;
    api = client(port, token);
    description = (await request(port, '/openapi.json')).json;
});

after(() => node?.remove());

function resolve(value) {
    return value?.$ref ? value.$ref.slice(2).split('/').reduce((at, name) => at[name], description) : value;
}

/** {id, verb, path, fields: [{name, where, schema, required, example}]} of every operation. */
function operations() {
    return Object.entries(description.paths).flatMap(([path, item]) => Object.entries(item).map(([verb, operation]) => {
        const fields = operation.parameters.map(resolve).filter((one) => one.in !== 'header').map((one) => {
            const held = one.content?.['application/json'] ?? one;
            return { name: one.name, where: one.in, schema: held.schema, required: one.required, example: held.example };
        });
        const content = operation.requestBody?.content['application/json'];
        const schema = resolve(content?.schema);
        for (const [name, one] of Object.entries(schema?.properties ?? {}))
            fields.push({ name, where: 'body', schema: one, required: schema.required?.includes(name) ?? false,
                example: content.example[name] });
        return { id: operation.operationId, verb, path, fields, hasBody: verb !== 'get' };
    }));
}

function send(operation, values, raw = {}) {
    let target = operation.path;
    const query = [], body = {};
    for (const { name, where } of operation.fields) {
        if (!(name in values)) continue;
        const value = values[name];
        const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
        if (where === 'path') target = target.replace(`{${name}}`, encodeURIComponent(text));
        else if (where === 'body') body[name] = value;
        else for (const one of [value].flat())
            query.push(`${name}=${encodeURIComponent(typeof one === 'object' ? JSON.stringify(one) : one)}`);
    }
    for (const [name, value] of Object.entries(raw)) {
        if (operation.hasBody) body[name] = value;
        else query.push(`${name}=${encodeURIComponent(value)}`);
    }
    return request(port, `/api/v1${target}${query.length ? `?${query.join('&')}` : ''}`, { method: operation.verb.toUpperCase(),
        headers: { authorization: `Bearer ${token}` }, ...operation.hasBody && { body } });
}

/** A value of another type than the schema's, or out of its range. */
function broken(schema, where) {
    const inUrl = where !== 'body';
    if (schema.enum) return ['no-such-choice'];
    switch (schema.type) {
        case 'integer': return [inUrl ? 'x' : 'text', ...schema.minimum !== undefined && schema.minimum > -(2 ** 53) ? [schema.minimum - 1] : [],
            ...schema.maximum !== undefined && schema.maximum < 2 ** 53 ? [schema.maximum + 1] : []];
        case 'number': case 'boolean': return [inUrl ? 'x' : 'text'];
        case 'string': return schema.pattern ? ['~', ...inUrl ? [] : [12.5]] : inUrl ? [] : [{ a: 1 }, 7];
        case 'array': return inUrl ? [] : ['text', 7];
        default: return inUrl ? ['{'] : ['text', []];
    }
}

const values = (operation) => Object.fromEntries(operation.fields.map((field) => [field.name, field.example]));

function namesField(answer, name, what) {
    assert.equal(answer.status, 400, `${what}: ${answer.text}`);
    const named = answer.json.field ?? '';
    assert.ok(named === name || named.startsWith(`${name}.`) || named.startsWith(`${name}[`), `${what}: names "${named}": ${answer.text}`);
}

test('a request that breaks its schema is refused by the field that does', { timeout: 200_000 }, async () => {
    let count = 0;
    for (const operation of operations()) {
        const good = values(operation);
        namesField(await send(operation, good, { noSuchField: '1' }), 'noSuchField', operation.id);
        for (const field of operation.fields) {
            for (const bad of broken(field.schema, field.where)) {
                namesField(await send(operation, { ...good, [field.name]: bad }), field.name, `${operation.id} ${field.name}=${JSON.stringify(bad)}`);
                ++count;
            }
            if (!field.required || field.where === 'path') continue;
            const { [field.name]: _, ...rest } = good;
            namesField(await send(operation, rest), field.name, `${operation.id} without ${field.name}`);
            ++count;
        }
    }
    assert.ok(count > 500, `only ${count} refusals were asked for`);
});

test('a request that its schema accepts meets no defect', { timeout: 200_000 }, async () => {
    const kinds = new Map();
    for (const operation of operations()) {
        if (ends.test(operation.id)) continue;
        const required = Object.fromEntries(operation.fields.filter((field) => field.required).map((field) => [field.name, field.example]));
        // What waits for a change is to wait for none.
        for (const field of operation.fields) if (/(timeout|wait)Ms$/.test(field.name)) required[field.name] = 0;
        const answer = await send(operation, required);
        const isRemote = answer.status === 503 && answer.json.kind === 'unavailable' || answer.status === 504;
        assert.ok(answer.status < 500 || isRemote, `${operation.id}: ${answer.status} ${answer.text}`);
        assert.notEqual(answer.json?.kind, 'internal', `${operation.id}: ${answer.text}`);
        if (answer.status >= 400) assert.match(answer.headers['content-type'], /problem\+json/);
        kinds.set(answer.status, (kinds.get(answer.status) ?? 0) + 1);
    }
    assert.ok(kinds.get(200) > 15, `what worked: ${JSON.stringify([...kinds])}`);
});

test('without a credential no operation that needs one tells anything', async () => {
    for (const operation of operations()) {
        const { security } = description.paths[operation.path][operation.verb];
        if (security.length === 0) continue;
        const target = operation.path.replaceAll(/\{\w+\}/g, 'x');
        const answer = await request(port, `/api/v1${target}`, { method: operation.verb.toUpperCase(), ...operation.hasBody && { body: {} } });
        assert.equal(answer.status, 401, `${operation.id}: ${answer.text}`);
        assert.equal(answer.json.field, undefined);
    }
});
