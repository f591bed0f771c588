import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/language/analyse.js';
import { Lab } from './lab.js';
import { toSegno } from './recording.js';
import { SCENARIOS } from './scenarios.js';
import { randomScenario } from './random.js';
const N = Number(process.env['RANDOMS'] ?? 0);
const FROM = Number(process.env['FROM'] ?? 0);
const ALL = N ? Array.from({ length: N }, (_, i) => randomScenario(FROM + i)) : SCENARIOS;
import { mkdirSync, writeFileSync } from 'node:fs';

describe('kernel', () => {
  it.concurrent.each(ALL.filter((s) => !s.long).map((s) => [s.title, s] as const))(
    '%s',
    async (title, s) => {
      const lab = await Lab.start(s);
      let thrown: unknown;
      try {
        await s.play(lab);
      } catch (e) {
        thrown = e;
      }
      await lab.end();
      const text = toSegno(lab.recording);
      mkdirSync('/tmp/kernel-out', { recursive: true });
      writeFileSync('/tmp/kernel-out/' + title.replaceAll(/\W+/g, '-') + '.segno', text);
      if (thrown) throw thrown;
      const { problems } = analyse(text, { kind: 'segno', language: 'en', stateNames: 'netstat' });
      const bad = problems.filter((p) => p.severity === 'error' || p.severity === 'warning');
      const lines = text.split('\n');
      expect(bad.map((p) => `${p.line}: ${p.code}: ${p.message} << ${lines[p.line - 1]}`)).toEqual([]);
    },
    30000,
  );
});
