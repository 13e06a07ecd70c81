// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// Draws the API's description, which is all this page asks for.
'use strict';

const make = (name, attributes = {}, ...children) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
};

const typeOf = (schema) => {
    if (schema.enum) return schema.enum.join(' | ');
    if (schema.type === 'array') return `${typeOf(schema.items)}[]`;
    return schema.format ?? schema.type ?? 'object';
};

const resolve = (api, value) => {
    if (!value?.$ref) return value;
    return value.$ref.slice(2).split('/').reduce((at, name) => at[name], api);
};

const row = (name, where, schema, required, text) => make('tr', {},
    make('td', {}, make('code', { textContent: name }), required ? ' *' : ''), make('td', { textContent: where }),
    make('td', {}, make('code', { textContent: typeOf(schema) })), make('td', { textContent: text ?? '' }));

function fieldsOf(api, operation) {
    const rows = operation.parameters.map((one) => resolve(api, one)).filter((one) => one.in !== 'header')
        .map((one) => row(one.name, one.in, one.schema ?? one.content['application/json'].schema, one.required,
            one.description));
    const body = resolve(api, operation.requestBody?.content['application/json'].schema);
    for (const [name, schema] of Object.entries(body?.properties ?? {}))
        rows.push(row(name, 'body', schema, body.required?.includes(name), schema.description));
    return rows;
}

function entry(api, verb, path, operation) {
    const fields = fieldsOf(api, operation);
    const example = (content) => content?.['application/json']?.example;
    const request = example(operation.requestBody?.content);
    const response = example(operation.responses['200'].content);
    const details = make('details', { id: operation.operationId },
        make('summary', {}, make('span', { className: 'verb', textContent: verb.toUpperCase() }),
            make('code', { className: 'path', textContent: api.servers[0].url + path }), operation.summary),
        make('p', { textContent: operation.description.replaceAll('`', '') }));
    if (fields.length) details.append(make('table', {}, make('tbody', {}, ...fields)));
    if (request !== undefined)
        details.append('Request', make('pre', { textContent: JSON.stringify(request, null, 2) }));
    details.append('Answer', make('pre', { textContent: JSON.stringify(response, null, 2) }));
    details.dataset.words = `${verb} ${path} ${operation.summary} ${operation.description}`.toLowerCase();
    return details;
}

async function draw() {
    const api = await (await fetch('/openapi.json')).json();
    document.getElementById('version').textContent = api.info.version;
    const main = document.getElementById('operations');
    main.replaceChildren();
    for (const tag of api.tags) {
        const section = make('section', {}, make('h2', { textContent: tag.name }));
        for (const [path, item] of Object.entries(api.paths)) {
            for (const [verb, operation] of Object.entries(item))
                if (operation.tags.includes(tag.name)) section.append(entry(api, verb, path, operation));
        }
        main.append(section);
    }
    document.getElementById('filter').addEventListener('input', ({ target }) => {
        const words = target.value.toLowerCase().split(/\s+/);
        for (const one of main.querySelectorAll('details'))
            one.hidden = !words.every((word) => one.dataset.words.includes(word));
        for (const section of main.children)
            section.hidden = !section.querySelector('details:not([hidden])');
    });
}

draw().catch((error) => { document.getElementById('operations').textContent = String(error); });
