// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// ExportTraceServiceRequest as OTLP's JSON mapping wants it: opentelemetry/proto/trace/v1/trace.proto,
// ids in hex, 64-bit numbers as text, enumerations as numbers, names in lowerCamelCase, nothing unknown.
import assert from 'node:assert/strict';
import http from 'node:http';

const hex = (digits) => (value, at) => {
    assert.match(value, new RegExp(`^[0-9a-fA-F]{${digits}}$`), at);
    assert.match(value, /[^0]/, `${at} is not zero`);
};
const int64 = (value, at) => assert.match(value, /^-?\d+$/, at);
const uint32 = (value, at) => assert.ok(Number.isInteger(value) && value >= 0, at);
const oneOf = (most) => (value, at) => assert.ok(Number.isInteger(value) && value >= 0 && value <= most, at);
const text = (value, at) => assert.equal(typeof value, 'string', at);
const list = (of) => (value, at) => {
    assert.ok(Array.isArray(value), at);
    value.forEach((one, index) => of(one, `${at}[${index}]`));
};
const message = (fields, required = []) => (value, at) => {
    assert.ok(value !== null && typeof value === 'object' && !Array.isArray(value), at);
    for (const name of required) assert.ok(name in value, `${at}.${name} is there`);
    for (const [name, one] of Object.entries(value)) {
        assert.ok(fields[name], `${at}.${name} is a field`);
        fields[name](one, `${at}.${name}`);
    }
};
const anyValue = (value, at) => {
    assert.equal(Object.keys(value).length, 1, `${at} has one value`);
    message({ stringValue: text, boolValue: (one, where) => assert.equal(typeof one, 'boolean', where),
        intValue: int64, doubleValue: (one, where) => assert.equal(typeof one, 'number', where),
        arrayValue: message({ values: list(anyValue) }) })(value, at);
};
const attributes = (value, at) => {
    list(message({ key: text, value: anyValue }, ['key', 'value']))(value, at);
    const keys = value.map((one) => one.key);
    assert.equal(new Set(keys).size, keys.length, `${at}: keys are unique`);
};
const span = message({ traceId: hex(32), spanId: hex(16), traceState: text, parentSpanId: hex(16), flags: uint32,
    name: text, kind: oneOf(5), startTimeUnixNano: int64, endTimeUnixNano: int64, attributes,
    droppedAttributesCount: uint32, status: message({ message: text, code: oneOf(2) }) },
['traceId', 'spanId', 'name', 'startTimeUnixNano', 'endTimeUnixNano']);
const scope = message({ name: text, version: text, attributes, droppedAttributesCount: uint32 });

/** Throws, naming the field, unless `request` is one. */
export const checkExport = (request) => message({ resourceSpans: list(message({
    resource: message({ attributes, droppedAttributesCount: uint32 }), schemaUrl: text,
    scopeSpans: list(message({ scope, spans: list(span), schemaUrl: text })) })) })(request, 'request');

/** A span as a test wants it: its attributes as an object. */
const plain = (one) => ({ ...one, attributes: Object.fromEntries((one.attributes ?? []).map(({ key, value }) =>
    [key, Object.values(value)[0]])) });

/** A collector on this machine; `behave(request, answer)` may answer instead of it. */
export class Collector {
    spans = [];
    requests = [];
    problems = [];
    behave = null;

    async start() {
        this.server = http.createServer((request, answer) => {
            const parts = [];
            request.on('data', (part) => parts.push(part));
            request.on('end', () => this.take(request, Buffer.concat(parts).toString(), answer));
        });
        await new Promise((resolve) => { this.server.listen(0, '127.0.0.1', resolve); });
        this.url = `http://127.0.0.1:${this.server.address().port}`;
        return this;
    }

    take(request, body, answer) {
        this.requests.push({ method: request.method, url: request.url, headers: request.headers, body });
        if (this.behave?.(request, answer)) return;
        try {
            const sent = JSON.parse(body);
            checkExport(sent);
            for (const { resource, scopeSpans } of sent.resourceSpans)
                for (const { spans } of scopeSpans)
                    this.spans.push(...spans.map((one) => ({ ...plain(one), resource: plain(resource).attributes })));
        } catch (error) {
            this.problems.push(error.message);
        }
        answer.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    }

    stop() {
        this.server.closeAllConnections();
        return new Promise((resolve) => { this.server.close(resolve); });
    }
}
