// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// A client generated from /openapi.json by swagger-typescript-api calls every read operation: the answer is
// as its schema says, or an error that the description declares.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import Ajv from 'ajv/dist/2020.js';
import { generateApi } from 'swagger-typescript-api';

import { request } from './lib/http.mjs';
import { makeVault } from './lib/node.mjs';

const token = 'a-development-token-of-this-test';
let node, description, client, validatorOf;

/** The client as a program would import it, from what the node says of itself. */
async function generatedClient(port) {
    const folder = path.join(node.home, 'client');
    fs.mkdirSync(folder);
    await generateApi({ spec: structuredClone(description), output: folder, name: 'client.ts', toJS: true, singleHttpClient: true,
        httpClientType: 'fetch', silent: true });
    fs.renameSync(path.join(folder, 'client.js'), path.join(folder, 'client.mjs'));
    const { Api, HttpClient } = await import(pathToFileURL(path.join(folder, 'client.mjs')));
    return new Api(new HttpClient({ baseUrl: `http://127.0.0.1:${port}/api/v1`,
        securityWorker: (secret) => secret && { headers: { authorization: `Bearer ${secret}` } } }));
}

before(async () => {
    node = await makeVault();
    await node.start({ args: ['--log-level', 'warning', '--gateway-listen', '127.0.0.1:0', '--gateway-rate-limits',
        'owner=1000000,anonymous=5000'], environment: { KOSHD_GATEWAY_DEVELOPMENT_TOKEN: token } });
    await node.unlock();
    const port = node.daemon.listenPort;
    description = (await request(port, '/openapi.json')).json;
    client = await generatedClient(port);
    client.http.setSecurityData(token);
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addSchema(description, 'description');
    validatorOf = (pointer) => ajv.compile({ $ref: `description#${pointer}` });
});

after(() => node?.remove());

const pointerTo = (...names) => names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** The read operations with the client's function of each. */
function reads() {
    const functions = new Map(Object.values(client).flatMap((group) => Object.entries(group)));
    return Object.entries(description.paths).filter(([, item]) => item.get).map(([target, { get }]) => {
        const name = get.operationId.replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase());
        return { ...get, target, name, call: functions.get(name) };
    });
}

/** The arguments of the client's function: what the path takes, then the query. */
function argumentsOf(operation, isWanted) {
    const parameters = operation.parameters.filter((one) => one.in === 'path' || one.in === 'query');
    const query = parameters.filter((one) => one.in === 'query');
    const values = query.filter(isWanted).map((one) => [one.name, /(timeout|wait)Ms$/.test(one.name) ? 0 : one.example]);
    return [...parameters.filter((one) => one.in === 'path').map((one) => one.example),
        ...query.length ? [Object.fromEntries(values)] : []];
}

/** Rejects unless what came is what the operation declares; resolves with the status. */
async function callChecked(operation, args) {
    const answer = await operation.call(...args).catch((refused) => refused);
    assert.ok(answer.status, `${operation.operationId}: ${answer.stack}`);
    const declared = operation.responses[answer.status];
    assert.ok(declared, `${operation.operationId}: ${answer.status} is not declared`);
    const [type, data] = answer.ok ? ['application/json', answer.data] : ['application/problem+json', answer.error];
    assert.ok(answer.headers.get('content-type').startsWith(type), operation.operationId);
    const at = declared.$ref ? declared.$ref.slice(1)
        : pointerTo('paths', operation.target, 'get', 'responses', String(answer.status));
    const isValid = validatorOf(`${at}${pointerTo('content', type, 'schema')}`);
    assert.ok(isValid(data), `${operation.operationId}: ${JSON.stringify(isValid.errors)}: ${JSON.stringify(data)}`);
    assert.notEqual(answer.status, 500, `${operation.operationId}: ${JSON.stringify(data)}`);
    return answer.status;
}

test('the generated client has every read operation', () => {
    const all = reads();
    assert.ok(all.length > 60, `only ${all.length}`);
    assert.deepEqual(all.filter((operation) => !operation.call).map((operation) => operation.operationId), []);
});

test('every read gives a valid answer or a declared error', { timeout: 120_000 }, async (t) => {
    const statuses = {};
    // What is required alone, then all that a query can say without JSON in it.
    for (const isWanted of [(one) => one.required, (one) => !one.content]) {
        for (const operation of reads()) {
            const status = await callChecked(operation, argumentsOf(operation, isWanted));
            statuses[status] = (statuses[status] ?? 0) + 1;
        }
    }
    t.diagnostic(JSON.stringify(statuses));
    assert.ok(statuses[200] > 50, `what worked: ${JSON.stringify(statuses)}`);
});

test('commands through the same client', async () => {
    const { data } = await client.contacts.walletAddContact({ label: 'Ada', address: `0x${'1'.repeat(40)}` },
        { headers: { 'idempotency-key': 'generated' } });
    const { contacts } = (await client.contacts.walletContacts()).data;
    assert.deepEqual(contacts.map((one) => one.contactId), [data.contactId]);
    const refused = await client.contacts.walletAddContact({ label: 'Eve', address: '0x12' }).catch((answer) => answer);
    assert.deepEqual([refused.status, refused.error.field], [400, 'address']);
});

test('without a credential the client meets the declared refusal', async () => {
    client.http.setSecurityData(null);
    for (const operation of reads()) {
        const status = await callChecked(operation, argumentsOf(operation, (one) => one.required));
        assert.equal(status, operation.security.length === 0 ? status : 401, operation.operationId);
    }
    client.http.setSecurityData(token);
});
