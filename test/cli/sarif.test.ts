import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Ajv04 from 'ajv-draft-04';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { DOUBTFUL, folderWith, segno, WRONG } from './fake.js';

/** The schema of the standard, which the makers of this package have put into it. */
const schema = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'),
    'utf8',
  ),
) as object;
const ajv = new Ajv04({ allErrors: true, strict: false, unicodeRegExp: false });
formats(ajv);
const validate = ajv.compile(schema);

interface Log {
  readonly runs: readonly {
    readonly results: readonly {
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
    }[];
  }[];
}

async function sarif(
  cwd: string,
  ...paths: string[]
): Promise<{ readonly log: Log; readonly uris: readonly string[] }> {
  const { stdout } = await segno(['check', '--format', 'sarif', ...paths], { cwd });
  const log = JSON.parse(stdout) as Log;
  const uris = log.runs.flatMap(({ results }) =>
    results.flatMap(({ locations }) => locations.map((one) => one.physicalLocation.artifactLocation.uri)),
  );
  return { log, uris };
}

describe('SARIF', () => {
  it('is what its schema wants, with problems and without', async () => {
    for (const files of [
      {},
      { 'a.segno': WRONG, 'b.segno': DOUBTFUL, 'c.md': `\`\`\`segno\n${WRONG}C ->\n\`\`\`\n` },
    ]) {
      const { log } = await sarif(folderWith({ 'none.segno': '', ...files }), '.');
      validate(log);
      expect(validate.errors).toBeNull();
    }
  });

  it('names files by references that lead back to them, whatever they are called', async () => {
    const names = ['a b#1?.segno', '100%.segno', 'x:y.segno', 'ä/ü&é.segno', "q'[1]+@.segno"];
    const cwd = folderWith(Object.fromEntries(names.map((name) => [name, WRONG])));
    const { log, uris } = await sarif(cwd, '.');
    validate(log);
    expect(validate.errors).toBeNull();
    const base = pathToFileURL(`${cwd}/`);
    const led = uris.map((uri) => new URL(uri, base).href);
    expect([...new Set(led)].sort()).toEqual(
      names
        .map((name) => pathToFileURL(join(cwd, name)).href)
        .map(same)
        .sort(),
    );
    expect(led.map(same)).toEqual(led);
    const absolute = await sarif(cwd, join(cwd, names[0] ?? ''));
    expect(absolute.uris.map(same)).toEqual([same(pathToFileURL(join(cwd, names[0] ?? '')).href)]);
  });
});

/** The same address with all escaped that may be. */
function same(href: string): string {
  return `file://${decodeURIComponent(new URL(href).pathname).split('/').map(encodeURIComponent).join('/')}`;
}
