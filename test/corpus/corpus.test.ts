import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../src/language/analyse.js';

function read(name: string): { text: string; lines: string[] } {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  return { text, lines: text.split('\n') };
}

const options = { kind: 'segno', language: 'en', stateNames: 'netstat' } as const;

const files = readdirSync(new URL('./', import.meta.url)).filter((name) => name.endsWith('.segno'));
const isWrong = (name: string): boolean => name.startsWith('wrong');

describe.each(files.filter((name) => !isWrong(name)))(
  '%s: what a conforming stack may do is never called wrong',
  (name) => {
    const { text } = read(`./${name}`);
    const { scenarios, problems } = analyse(text, options);

    it.each(scenarios.map((scenario) => [scenario.title, scenario] as const))(
      '%s',
      (_, { line, endLine }) => {
        const serious = problems.filter(
          (p) => p.line >= line && p.line <= endLine && (p.severity === 'error' || p.severity === 'warning'),
        );
        expect(serious.map((p) => `${p.line}: ${p.code}: ${p.message}`)).toEqual([]);
      },
    );
  },
);

describe.each(files.filter(isWrong))(
  '%s: what no conforming stack does is one problem, on its line',
  (name) => {
    const { text, lines } = read(`./${name}`);
    const { scenarios, problems } = analyse(text, options);

    it.each(scenarios.map((scenario) => [scenario.title, scenario] as const))(
      '%s',
      (_, { line, endLine }) => {
        const expected = lines.flatMap((content, i) => {
          const code = /\/\/ HERE (\S+)/.exec(content)?.[1];
          return code !== undefined && i + 1 >= line && i + 1 <= endLine ? [`${i + 1} ${code}`] : [];
        });
        const found = problems
          .filter(
            (p) =>
              p.line >= line && p.line <= endLine && (p.severity === 'error' || p.severity === 'warning'),
          )
          .map((p) => `${p.line} ${p.code}`);
        expect(expected).toHaveLength(1);
        expect(found).toEqual(expected);
      },
    );
  },
);
