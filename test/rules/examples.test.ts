import { describe, expect, it } from 'vitest';
import { analyse, type Problem } from '../../src/language/analyse.js';
import { mendings } from '../../src/language/mend.js';
import { applyEdits } from '../../src/language/range.js';
import { RULES } from '../../src/rules/index.js';
import { noteOf } from '../language/note.js';

function problemsOf(text: string): readonly Problem[] {
  const kind = text.includes('```') ? 'markdown' : 'segno';
  return analyse(text, { kind, language: 'en', stateNames: 'netstat' }).problems;
}

const isSerious = ({ severity }: Problem): boolean => severity === 'error' || severity === 'warning';

/** The codes of the problems that count: serious ones, and those of one code at any level. */
function codesOf(text: string, code: string): readonly string[] {
  return problemsOf(text)
    .filter((problem) => isSerious(problem) || problem.code === code)
    .map((problem) => problem.code);
}

const wrong = RULES.flatMap(({ code, examples }) => examples.bad.map((text) => [code, text] as const));
const right = RULES.flatMap(({ code, examples }) => examples.good.map((text) => [code, text] as const));

describe('a documented example', () => {
  it.each(wrong)('of what is wrong shows %s and nothing else:\n%s', (code, text) => {
    expect(codesOf(text, code)).toEqual([code]);
  });

  it.each(right)('of what is right does not show %s, nor anything else:\n%s', (code, text) => {
    expect(codesOf(text, code)).toEqual([]);
  });
});

const mended = wrong.flatMap(([code, text]) =>
  problemsOf(text)
    .filter((problem) => problem.code === code)
    .flatMap((problem) =>
      mendings(noteOf(text, text.includes('```') ? 'markdown' : 'segno'), problem).map(
        ({ title, edits }) => [title, code, text, edits] as const,
      ),
    ),
);

describe('a quick fix', () => {
  it('is offered for most kinds of problem', () => {
    const codes = new Set(mended.map(([, code]) => code));
    expect([...codes].sort()).toMatchSnapshot();
  });

  it.each(mended)('"%s" mends %s and breaks nothing:\n%s', (_title, code, text, edits) => {
    expect(codesOf(applyEdits(text, edits), code)).toEqual([]);
  });
});

describe('the fix of a number', () => {
  it('keeps the name of the field as the writer spells it', () => {
    const text = 'begin\nC -> SYN(seq=x) -> S\nC <- SYN+ACK（ACK=x+2） <- S\nend';
    const [problem] = problemsOf(text);
    expect(applyEdits(text, problem?.fixes[0]?.edits ?? [])).toBe(text.replace('x+2', 'x+1'));
  });
});
