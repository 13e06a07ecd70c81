// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// One Express service with the usual middleware: express.mjs [port]. Says "ready" when it listens.
import { createSecretKey, randomBytes } from 'node:crypto';

import express from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import jwt from 'jsonwebtoken';

const key = createSecretKey(randomBytes(32));
const app = express();
app.disable('x-powered-by');
app.use(helmet());
app.get('/health', (request, response) => response.json({ status: 'ok', uptime: process.uptime() }));
app.use('/api', (request, response, next) => {
    try {
        request.user = jwt.verify((request.headers.authorization ?? '').slice(7), key,
            { algorithms: ['HS256'] });
        next();
    } catch {
        response.status(401).json({ error: 'token' });
    }
}, rateLimit({ windowMs: 60_000, limit: 1_000_000, standardHeaders: true, legacyHeaders: false }));
app.get('/api/quote', (request, response) => response.json({ symbol: 'ETH/USDC' }));
app.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => console.log('ready'));
