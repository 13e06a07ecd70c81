// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// A throw-away PostgreSQL on a Unix socket, as durable as it is out of the box.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { asUser, scratchFolder } from './server.mjs';

/** {folder, call(program, ...args), sql(text), stop()}; the user and owner of everything is "bench". */
export function startPostgres() {
    const user = asUser('postgres');
    const folder = scratchFolder(user.uid === undefined ? undefined : user);
    const versions = fs.readdirSync('/usr/lib/postgresql').map(Number).sort((a, b) => b - a);
    const program = name => `/usr/lib/postgresql/${versions[0]}/bin/${name}`;
    const call = (name, ...args) => execFileSync(program(name), args,
        { ...user, cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    const data = path.join(folder, 'data');
    call('initdb', '-D', data, '-A', 'trust', '-U', 'bench');
    const settings = `-c listen_addresses='' -c unix_socket_directories=${folder} -c shared_buffers=256MB -c max_wal_size=4GB`;
    // Without pipes to it: the server would keep them open.
    execFileSync(program('pg_ctl'), ['-w', '-D', data, '-l', path.join(folder, 'log'), '-o', settings, 'start'],
        { ...user, cwd: folder, stdio: 'ignore' });
    return {
        folder, call,
        sql(text) {
            const file = path.join(folder, 'input.sql');
            fs.writeFileSync(file, text);
            call('psql', '-q', '-h', folder, '-U', 'bench', '-f', file, 'postgres');
        },
        stop: () => call('pg_ctl', '-w', '-m', 'fast', '-D', data, 'stop'),
    };
}
