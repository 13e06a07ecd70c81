// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The gateway as programs on the network meet it: whole requests, and bytes as a rude client sends them.
import http from 'node:http';
import net from 'node:net';

/** One request on a connection of its own; resolves with {status, headers, text, json, problem}. */
export function request(port, target, { method = 'GET', headers = {}, body, host = '127.0.0.1', agent } = {}) {
    const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
        const sent = http.request({ host, port, path: target, method, agent: agent ?? false,
            headers: { ...payload !== undefined && { 'content-type': 'application/json',
                'content-length': Buffer.byteLength(payload) }, ...headers } }, (answer) => {
            const parts = [];
            answer.on('data', (part) => parts.push(part));
            answer.on('end', () => {
                const bytes = Buffer.concat(parts);
                const text = bytes.toString();
                const isJson = /json/.test(answer.headers['content-type'] ?? '') &&
                    !answer.headers['content-encoding'] && text;
                resolve({ status: answer.statusCode, headers: answer.headers, bytes, text,
                    json: isJson ? JSON.parse(text) : undefined });
            });
            answer.on('error', reject);
        });
        sent.on('error', reject);
        sent.end(payload);
    });
}

/** Sends pieces as they are, then reads until the other side closes or `untilMs` have passed. */
export async function raw(port, pieces, { untilMs = 20_000, done = () => false } = {}) {
    const socket = net.connect(port, '127.0.0.1');
    let text = '';
    const ended = new Promise((resolve) => {
        socket.on('data', (part) => { text += part.toString('latin1'); if (done(text)) resolve('done'); });
        socket.on('close', () => resolve('closed'));
        socket.on('error', () => resolve('closed'));
    });
    for (const piece of [pieces].flat()) socket.write(piece, 'latin1');
    let timer;
    const late = new Promise((resolve) => { timer = setTimeout(resolve, untilMs, 'open'); });
    const how = await Promise.race([ended, late]);
    clearTimeout(timer);
    socket.destroy();
    return { text, how, statuses: [...text.matchAll(/HTTP\/1\.[01] (\d{3})/g)].map(([, status]) => Number(status)) };
}

/** A client with a bearer token. */
export function client(port, token) {
    const call = (method) => (target, body, headers = {}, options = {}) => request(port, target, { method, body,
        headers: { authorization: `Bearer ${token}`, ...headers }, ...options });
    return { get: (target, headers) => call('GET')(target, undefined, headers), post: call('POST'),
        put: call('PUT'), del: call('DELETE') };
}
