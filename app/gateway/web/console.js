// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// The owner's view of a node. Tokens are in this page's memory alone: a reload signs out.
'use strict';

const api = '/api/v1';
const keptEvents = 200;
const byId = (id) => document.getElementById(id);
const make = (name, attributes = {}, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
};

let tokens, refreshing, stream, shown;

async function problemOf(response) {
    const problem = await response.json().catch(() => ({}));
    return Object.assign(new Error(problem.detail ?? problem.title ?? `HTTP ${response.status}`), problem,
        { status: response.status });
}

/** New tokens for the refresh token, once for all who wait for them. */
function refresh() {
    refreshing ??= call('POST', '/auth/refresh', { refreshToken: tokens.refreshToken }, false)
        .then((fresh) => { tokens = fresh; })
        .finally(() => { refreshing = undefined; });
    return refreshing;
}

async function send(method, path, body, isSigned = true, isRetry = false) {
    const headers = { ...isSigned && tokens && { Authorization: `Bearer ${tokens.accessToken}` } };
    if (body) headers['Content-Type'] = 'application/json';
    if (method !== 'GET') headers['Idempotency-Key'] = crypto.randomUUID();
    const response = await fetch(path.startsWith('/health') || path.startsWith('/api/') ? path : api + path,
        { method, headers, body: body && JSON.stringify(body) });
    if (response.status !== 401 || !isSigned || !tokens || isRetry) return response;
    await refresh().catch((error) => { signOut(); throw error; });
    return send(method, path, body, isSigned, true);
}

async function call(method, path, body, isSigned = true) {
    const response = await send(method, path, body, isSigned);
    // A failed part makes health a 503 that still has its answer.
    if (!response.ok && !path.startsWith('/health')) throw await problemOf(response);
    const text = await response.text();
    return text ? JSON.parse(text) : {};
}

const words = (name) => name.replace(/([A-Z])/g, ' $1').toLowerCase();
const isTime = (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
const textOf = (value) => {
    if (value === null || value === undefined || value === '') return '–';
    if (isTime(value)) return new Date(value).toLocaleString();
    if (typeof value === 'number' && !Number.isInteger(value)) return value.toLocaleString(undefined, { maximumFractionDigits: 4 });
    if (typeof value === 'object') return Array.isArray(value) ? value.map(textOf).join(', ') : JSON.stringify(value);
    return String(value);
};
const states = new Set(['ok', 'degraded', 'failed', 'good', 'warning', 'bad']);
const cell = (value) => make('td', { textContent: textOf(value), className: states.has(value) ? value : '' });

/** Objects of one kind as a table; `act(object)` gives what stands in the last column. */
function table(title, rows, act) {
    const section = make('section', {}, make('h2', { textContent: title }));
    if (!rows?.length) {
        section.append(make('p', { textContent: 'None.' }));
        return section;
    }
    const names = Object.keys(Object.assign({}, ...rows));
    const head = make('tr', {}, ...names.map((name) => make('th', { textContent: words(name) })));
    if (act) head.append(make('th'));
    const body = rows.map((row) => make('tr', {}, ...names.map((name) => cell(row[name])),
        ...act ? [make('td', {}, ...[act(row)].filter(Boolean))] : []));
    section.append(make('div', { className: 'scroll' },
        make('table', {}, make('thead', {}, head), make('tbody', {}, ...body))));
    return section;
}
const single = (title, object) =>
    table(title, Object.entries(object).map(([name, value]) => ({ what: words(name), value })));

/** A button that does something, says what went wrong, and shows the panel anew. */
const button = (text, action, question) => make('button', { textContent: text, onclick: async () => {
    if (question && !confirm(question)) return;
    await attempt(action);
    await show(shown);
} });

const bytesOf = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0));
const base64Url = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

/** Browsers give a passkey to the host it was made for, and to nobody else. */
function checkHost(host) {
    if (location.hostname !== host) throw new Error(`Passkeys of this node work at ${host}: open this page there.`);
}

async function passkeySignIn() {
    const { challenge, host } = await call('POST', '/auth/passkey-challenge', {}, false);
    checkHost(host);
    const { rawId, response } = await navigator.credentials.get({ publicKey: { challenge: bytesOf(challenge),
        rpId: host, userVerification: 'required' } });
    const { clientDataJSON, authenticatorData, signature } = response;
    return call('POST', '/auth/passkey-sign-in', { credentialId: base64Url(rawId), label: 'Console',
        clientDataJson: base64Url(clientDataJSON), authenticatorData: base64Url(authenticatorData),
        signature: base64Url(signature) }, false);
}

/** Shows the way to the provider, if this node has one. */
async function offerElsewhere() {
    const { name } = await call('GET', '/auth/provider', undefined, false);
    byId('elsewhere').hidden = !name;
    byId('elsewhere').textContent = `Sign in with ${name}`;
}

async function goElsewhere() {
    const { url, site, ticket } = await call('POST', '/auth/oidc-begin', {}, false);
    if (location.origin !== site) throw new Error(`This sign-in comes back to ${site}/console: open this page there.`);
    sessionStorage.setItem('ticket', ticket);
    location.assign(url);
}

/** What the provider's redirect brought, together with the ticket of the tab that went there. */
async function comeBack(answer) {
    const ticket = sessionStorage.getItem('ticket');
    sessionStorage.removeItem('ticket');
    history.replaceState(null, '', location.pathname);
    if (answer.has('error')) throw new Error(`The provider says: ${answer.get('error_description') ?? answer.get('error')}`);
    if (!ticket) throw new Error('This sign-in was not begun in this tab: begin again.');
    return call('POST', '/auth/oidc-sign-in', { ticket, code: answer.get('code'), state: answer.get('state'),
        issuer: answer.get('iss') ?? '', label: 'Console' }, false);
}

async function addPasskey(label, password, code) {
    const begun = await call('POST', '/auth/me/passkeys/begin', { password, ...code && { code } });
    checkHost(begun.host);
    const named = (id) => ({ type: 'public-key', id: bytesOf(id) });
    const { response } = await navigator.credentials.create({ publicKey: { challenge: bytesOf(begun.challenge),
        rp: { id: begun.host, name: 'Kosh' }, attestation: 'none',
        user: { id: bytesOf(begun.userHandle), name: begun.userName, displayName: begun.userName },
        pubKeyCredParams: begun.algorithms.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: begun.excludeCredentials.map(named),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' } } });
    await call('POST', '/auth/me/passkeys', { label, clientDataJson: base64Url(response.clientDataJSON),
        attestationObject: base64Url(response.attestationObject) });
}

function passkeyForm() {
    const field = (text, attributes) => make('label', { textContent: `${text} ` }, make('input', { required: true, ...attributes }));
    return make('form', { onsubmit: async (event) => {
        event.preventDefault();
        const { label, password, code } = Object.fromEntries(new FormData(event.target));
        if (await attempt(async () => { await addPasskey(label, password, code); return true; })) await show(shown);
    } }, field('Authenticator', { name: 'label' }),
    field('Present password', { name: 'password', type: 'password', autocomplete: 'current-password' }),
    field('One-time password, if you have one', { name: 'code', required: false, autocomplete: 'one-time-code' }),
    make('button', { textContent: 'Add a passkey' }));
}

const panels = {
    Health: async () => {
        const health = await call('GET', '/health');
        const { services } = await call('GET', '/api/services');
        const { objectives } = await call('GET', '/system/slo');
        const { parts, ...whole } = health;
        return [single('Node', whole), table('Parts', parts), table('Objectives', objectives),
            table('Services', services)];
    },
    Events: async () => [make('p', { textContent: 'Newest first, as they happen.' }), follow()],
    Endpoints: async () => {
        const { chains } = await call('GET', '/chains');
        const { parts } = await call('GET', '/health');
        const inUse = chains.filter(({ chainId }) => parts?.some(({ name }) => name.startsWith(`chain/${chainId}`)));
        const all = await Promise.all(inUse.map(async ({ chainId, name }) => {
            const { endpoints, head } = await call('GET', `/chains/${chainId}/status`);
            return table(`${name}, block ${head?.number ?? 'unknown'}`, endpoints);
        }));
        return all.length ? all : [make('p', { textContent: 'No network is in use yet.' })];
    },
    Access: async () => {
        const [{ sessions }, { passkeys }, { keys }, { devices }] =
            await Promise.all(['sessions', 'passkeys', 'keys', 'devices'].map((one) => call('GET', `/auth/${one}`)));
        const { identities } = tokens.role === 'owner' ? await call('GET', '/auth/identities') : {};
        const end = (what, id) => button('End', () => call('DELETE', `/auth/${what}/${id}`), 'End this access?');
        return [table('Sessions', sessions, ({ sessionId, isThisOne }) => !isThisOne && end('sessions', sessionId)),
            table('Passkeys', passkeys, ({ credentialId }) => end('passkeys', credentialId)), passkeyForm(),
            table('API keys', keys, ({ keyId }) => end('keys', keyId)),
            table('Paired devices', devices, ({ deviceId }) => end('devices', deviceId)),
            ...identities?.length
                ? [table('Accounts elsewhere', identities, ({ identityId }) => end('identities', identityId))] : []];
    },
    Backups: async () => {
        const { plan, ...state } = await call('GET', '/backups/plan');
        const { backups } = await call('GET', '/backups');
        return [single('Plan', { ...plan, ...state }), table('Backups', backups),
            button('Back up now', () => call('POST', '/backups'))];
    },
    Audit: async () => {
        const { rows, entries } = await call('GET', '/audit');
        return [table('Commands and sign-ins', rows ?? entries)];
    },
};

/** The list of live events, filled for as long as it is on the page. */
function follow() {
    const list = make('div');
    const events = [];
    stream?.abort();
    stream = new AbortController();
    const read = async ({ signal }) => {
        const response = await fetch(`${api}/events`, { signal,
            headers: { Accept: 'text/event-stream', Authorization: `Bearer ${tokens.accessToken}` } });
        if (!response.ok) throw await problemOf(response);
        let rest = '';
        for (const reader = response.body.pipeThrough(new TextDecoderStream()).getReader(); ;) {
            const { done, value } = await reader.read();
            if (done) return;
            const blocks = (rest + value).split('\n\n');
            rest = blocks.pop();
            for (const block of blocks) {
                const data = block.split('\n').filter((line) => line.startsWith('data:'));
                if (data.length) events.unshift(JSON.parse(data.map((line) => line.slice(5)).join('\n')));
            }
            events.length = Math.min(events.length, keptEvents);
            list.replaceChildren(table('Events', events));
        }
    };
    list.append(table('Events', []));
    attempt(() => read(stream));
    return list;
}

async function attempt(action) {
    byId('problem').textContent = '';
    try {
        return await action();
    } catch (error) {
        if (error.name !== 'AbortError') byId('problem').textContent = error.message;
        return undefined;
    }
}

async function show(name) {
    shown = name;
    stream?.abort();
    for (const tab of byId('tabs').children) tab.setAttribute('aria-selected', tab.textContent === name);
    const content = await attempt(panels[name]);
    if (shown === name) byId('panel').replaceChildren(...content ?? []);
}

function signOut() {
    stream?.abort();
    tokens = undefined;
    shown = undefined;
    byId('sign-in').hidden = false;
    byId('tabs').hidden = byId('sign-out').hidden = true;
    byId('who').textContent = '';
    byId('panel').replaceChildren();
}

function signIn(form) {
    const { name, password, code } = Object.fromEntries(new FormData(form));
    return call('POST', '/auth/sign-in', { name, password, ...code && { code }, label: 'Console' }, false);
}

async function enter(given) {
    tokens = given;
    const { name } = await call('GET', '/auth/me');
    byId('sign-in').reset();
    byId('sign-in').hidden = true;
    byId('tabs').hidden = byId('sign-out').hidden = false;
    byId('who').textContent = `${name}, ${tokens.role}`;
    await show('Health');
}

byId('tabs').append(...Object.keys(panels).map((name) =>
    make('button', { textContent: name, onclick: () => show(name) })));
byId('sign-in').addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(async () => enter(await signIn(event.target)));
});
byId('passkey').addEventListener('click', () => attempt(async () => enter(await passkeySignIn())));
byId('elsewhere').addEventListener('click', () => attempt(goElsewhere));
offerElsewhere().catch(() => {});
const answer = new URLSearchParams(location.search);
if (answer.has('state')) attempt(async () => enter(await comeBack(answer)));
byId('sign-out').addEventListener('click', async () => {
    await attempt(() => call('POST', '/auth/sign-out', {}));
    signOut();
});
