// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// What a Node team would put before the same read: gateway.mjs express|fastify PORT, or gateway.mjs token.
// A JWT is checked and an allowance counted at every request; neither ever refuses here. Says "ready".
import { createSecretKey } from 'node:crypto';

import jwt from 'jsonwebtoken';

const [mode, port] = process.argv.slice(2);
const secret = 'a-secret-that-only-benchmarks-know';
// As a key object: given the text, jsonwebtoken would make one at every request.
const key = createSecretKey(Buffer.from(secret));
const enough = 2_000_000_000;
const answer = () => ({ symbol: 'ETH/USDC', bid: '3120.11', ask: '3120.42', liquidity: '18273645546372819', tick: -195412,
    fee: 3000, ts: Date.now(), route: ['WETH', 'USDC'] });

if (mode === 'token') {
    console.log(jwt.sign({ sub: 'u1', role: 'owner' }, key, { expiresIn: '1d' }));
} else if (mode === 'express') {
    const { default: express } = await import('express');
    const { default: helmet } = await import('helmet');
    const { rateLimit } = await import('express-rate-limit');
    const app = express();
    app.disable('x-powered-by');
    app.use(helmet());
    app.use((request, response, next) => {
        try {
            request.user = jwt.verify((request.headers.authorization ?? '').slice(7), key, { algorithms: ['HS256'] });
            next();
        } catch {
            response.status(401).json({ error: 'token' });
        }
    });
    app.use(rateLimit({ windowMs: 900_000, limit: enough, standardHeaders: true, legacyHeaders: false,
        keyGenerator: (request) => request.user.sub, validate: false }));
    app.get('/api/v1/quote', (request, response) => response.json(answer()));
    app.listen(Number(port), '127.0.0.1', () => console.log('ready'));
} else {
    const { default: Fastify } = await import('fastify');
    const app = Fastify();
    await app.register((await import('@fastify/jwt')).default, { secret });
    await app.register((await import('@fastify/rate-limit')).default, { global: false });
    app.get('/api/v1/quote', { onRequest: (request) => request.jwtVerify(), config: { rateLimit: { max: enough,
        timeWindow: 900_000, hook: 'preHandler', keyGenerator: (request) => request.user.sub } } }, async () => answer());
    await app.listen({ port: Number(port), host: '127.0.0.1' });
    console.log('ready');
}
