// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: Kosh contributors
// A koshd with an owner who is signed in: koshd.mjs KOSHD KOSH_CLI PORT. Says {"pid":…,"token":"…"} and ends
// with its standard input. The allowance is counted at every request and never refuses here.
import fs from 'node:fs';

import { makeProfile, runCli, startKoshd } from '../../devnet/lib/kosh.mjs';

const [koshd, koshCli, port] = process.argv.slice(2);
const { home, remove } = makeProfile();
const daemon = await startKoshd(koshd, home, { args: ['--log-level', 'warning', '--gateway-listen', `127.0.0.1:${port}`,
    '--gateway-rate-limits', 'owner=2000000000'] });
const end = async (status) => {
    await daemon.stop();
    await remove();
    process.exit(status);
};
try {
    const cli = (...rest) => runCli(koshCli, home, ...rest);
    const password = 'nine purple herons';
    await cli('vault create', {}, { passphrase: 'correct horse battery staple' });
    const { code } = await cli('auth setup-code');
    const { accessToken } = await cli('auth claim-owner', { name: 'bench' }, { code, password });
    // Stretching the passphrase took memory once; what is measured is serving.
    fs.writeFileSync(`/proc/${daemon.child.pid}/clear_refs`, '5');
    console.log(JSON.stringify({ pid: daemon.child.pid, token: accessToken }));
} catch (error) {
    console.error(error);
    await end(1);
}
process.stdin.on('end', () => end(0)).resume();
process.on('SIGTERM', () => end(0));
