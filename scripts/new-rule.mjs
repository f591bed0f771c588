// Begins a rule: its file, its fault, its place in the registry, its fixture. Usage: npm run new-rule CODE [SEVERITY]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/root.mjs';

const SEVERITIES = ['error', 'warning', 'information', 'hint'];

/** @param {string} code */
function nameOf(code) {
  return code.replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase());
}

/**
 * The files that a new rule begins with, as they then are.
 *
 * @param {string} code in kebab case
 * @param {string} severity
 * @param {(file: string) => string} read what a file from the root holds now
 * @returns {ReadonlyMap<string, string>}
 */
export function newRule(code, severity, read) {
  const key = code.includes('-') ? `'${code}'` : code;
  const name = nameOf(code);

  let faults = inserted(
    read('src/exchange/fault.ts'),
    '}\n\nexport type FaultCode',
    `  ${key}: { end: string };\n`,
  );
  if (severity !== 'error') {
    const [before = '', table = ''] = faults.split(/(?<=\nconst MILDER[^\n]*\n)/);
    faults = before + inserted(table, '};\n', `  ${key}: '${severity}',\n`);
  }
  let registry = read('src/rules/index.ts');
  const entry = code === name ? `  ${name},\n` : `  ${key}: ${name},\n`;
  registry = inserted(registry, '};\n\n/** Rules about how an exchange is written down. */', entry);
  const after = [...registry.matchAll(/^import \{ \w+ \} from '\.\/([\w-]+)\.js';$/gm)].find(
    ([, other = '']) => other > code,
  );
  registry = inserted(
    registry,
    after?.[0] ?? '\n/** Rules about',
    `import { ${name} } from './${code}.js';\n`,
  );

  return new Map([
    ['src/exchange/fault.ts', faults],
    ['src/rules/index.ts', registry],
    [
      `src/rules/${code}.ts`,
      `import { rule } from './rule.js';

export const ${name} = rule({
  code: '${code}',
  section: '3.10.7.4',
  title: { en: '…', 'zh-cn': '…' },
  explanation: {
    en: \`What is wrong, why, and what would be right.\`,
    'zh-cn': \`错在哪里，为什么，怎样才对。\`,
  },
  examples: {
    bad: ['begin\\nC -> SYN(seq=x) -> S\\nend'],
    good: ['begin\\nC -> SYN(seq=x) -> S\\nC <- SYN+ACK <- S\\nC -> ACK -> S\\nend'],
  },
  message: ({ end }, { say }) =>
    say({
      en: \`\${end} does what it should not: … .\`,
      'zh-cn': \`\${end} 做了不该做的事：…。\`,
    }),
  // For what is seen in the finished trace. What is seen only while it is played, the engine raises: leave this out then.
  check: () => [],
});
`,
    ],
    [
      `test/rules/${code}.segno`,
      `   begin
   C -> SYN(seq=x) -> S
// ^^^^^^^^^^^^^^^^^^^^ ${severity} ${code}: C does what it should not: … .
   end

   begin
   C -> SYN(seq=x) -> S
   C <- SYN+ACK <- S
   C -> ACK -> S
   end
`,
    ],
  ]);
}

/**
 * @param {string} text
 * @param {string} before
 * @param {string} what
 */
function inserted(text, before, what) {
  const at = text.indexOf(before);
  if (at < 0) throw new Error(`There is no ${JSON.stringify(before)} any more to put the rule before.`);
  return text.slice(0, at) + what + text.slice(at);
}

if (process.argv[1] === import.meta.filename) {
  const [code = '', severity = 'error'] = process.argv.slice(2);
  const complaint = !/^[a-z]+(?:-[a-z]+)*$/.test(code)
    ? 'Usage: npm run new-rule CODE [SEVERITY], such as npm run new-rule wrong-ack-number'
    : !SEVERITIES.includes(severity)
      ? `A severity is one of ${SEVERITIES.join(', ')}.`
      : existsSync(join(root, `src/rules/${code}.ts`))
        ? `There is a rule ${code} already.`
        : undefined;
  if (complaint !== undefined) {
    console.error(complaint);
    process.exit(2);
  }
  const files = newRule(code, severity, (file) => readFileSync(join(root, file), 'utf8'));
  for (const [file, text] of files) {
    writeFileSync(join(root, file), text);
    console.log(file);
  }
  console.log(`
Now say what the fault carries (FaultData in src/exchange/fault.ts), write the rule and its fixture, find the fault, and
run

  npm run docs
  npx vitest run test/rules test/docs.test.ts test/architecture.test.ts`);
}
