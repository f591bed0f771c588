// Plays the exchanges of test/kernel between two Linux hosts and writes test/kernel/recorded anew: npm run record.
// Needs root, /dev/net/tun and network namespaces. Nothing is written unless every exchange is as it should be.
import { ensureInstalled } from './lib/install.mjs';
import { vitest } from './lib/tests.mjs';

await ensureInstalled();
process.env.SEGNO_RECORD = '1';
const { passed, failed } = await vitest('record', 'test/kernel/kernel.test.ts');
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
