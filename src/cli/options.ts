/** The commands and their options: what is parsed, and what a shell completes. */
import type { ParseArgsConfig } from 'node:util';

export type Options = NonNullable<ParseArgsConfig['options']>;

const flag = { type: 'boolean', default: false } as const;
const stdinName = { type: 'string', default: 'stdin.segno' } as const;
const output = { type: 'string', short: 'o' } as const;
const none: string[] = [];
const several = { type: 'string', multiple: true, default: none } as const;

/** What every command understands. */
export const COMMON = {
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies Options;

export const COMMANDS = {
  check: {
    format: { type: 'string', default: 'pretty' },
    strict: flag,
    verbose: flag,
    fix: flag,
    quiet: flag,
    'max-warnings': { type: 'string' },
    watch: flag,
    'stdin-name': stdinName,
  },
  trace: { json: flag, 'stdin-name': stdinName },
  render: {
    format: { type: 'string', short: 'f', default: 'mermaid' },
    output,
    theme: { type: 'string', default: 'light' },
    'to-scale': flag,
    end: { type: 'string' },
    'stdin-name': stdinName,
  },
  import: {
    output,
    notation: { type: 'string' },
    connection: several,
    from: { type: 'string' },
    to: { type: 'string' },
    grep: { type: 'string' },
    limit: { type: 'string' },
    list: flag,
    unfold: flag,
    full: flag,
    'stdin-name': stdinName,
  },
  embed: { github: flag, check: flag, warn: flag, output, 'stdin-name': stdinName },
  mdbook: {},
  fmt: { check: flag, 'stdin-name': stdinName },
  explain: {},
  lsp: { stdio: { type: 'boolean' } },
  mcp: {},
  completion: {},
} as const satisfies Readonly<Record<string, Options>>;
