/** What is said above a picture: broken lines first, then what is wrong in the exchange. */
import type { Drawing, DrawnProblem, FileProblem } from '../diagram/drawing.js';
import type { Shown } from './settle.js';
import { html } from './svg.js';
import type { Words } from './words.js';

export type ProblemTone = 'error' | 'warning' | 'information';

export interface SaidProblem {
  readonly tone: ProblemTone;
  readonly line: number;
  readonly code: string;
  readonly message: string;
  readonly section: string;
  readonly href?: string;
}

/** This many problems are named; the picture marks them all. */
const NAMED = 3;

/** The file's errors and the serious problems of what is shown. */
export function problemsOf(
  file: readonly FileProblem[],
  shown: Shown | undefined,
  words: Words,
): SaidProblem[] {
  const held = shown?.held ?? false;
  const broken = file
    .filter((problem) => problem.severity === 'error')
    .map((problem): SaidProblem => {
      const message = problem.broken && held ? `${problem.message} (${words.held})` : problem.message;
      return { tone: 'error', line: problem.line, code: problem.code, message, section: '' };
    });
  // What an old drawing says of lines that have changed since may be wrong by now.
  return [...broken, ...(shown && !held ? seriousProblems(shown.drawing) : [])];
}

function seriousProblems({ problems }: Drawing): SaidProblem[] {
  return problems
    .filter(({ deliberate, severity }) => !deliberate && (severity === 'error' || severity === 'warning'))
    .map(said);
}

function said({ severity, line, code, message, section, href }: DrawnProblem): SaidProblem {
  const tone = severity === 'warning' ? 'warning' : 'error';
  return { tone, line, code, message, section, ...(href?.startsWith('https:') ? { href } : {}) };
}

/** One problem. With `open`, its words are a button. */
function problemElement(problem: SaidProblem, words: Words, open?: () => void): HTMLElement {
  const text = [html('b', {}, words.line(problem.line)), html('span', {}, ...withCode(problem.message))];
  const body = open
    ? html('button', { type: 'button', class: 'segno-problem-open' }, ...text)
    : html('span', {}, ...text);
  if (open) body.addEventListener('click', open);
  const source = html('span', { class: 'segno-source' });
  if (problem.href !== undefined) {
    source.append(html('a', { href: problem.href }, `RFC 9293 §${problem.section}`), ' · ');
  }
  source.append(problem.code);
  return html('div', { class: `segno-problem segno-is-${problem.tone}` }, body, source);
}

/** Something that is to be known beside the problems. */
export function noticeElement(tone: ProblemTone, text: string): HTMLElement {
  return html('div', { class: `segno-problem segno-is-${tone}` }, html('span', {}, text));
}

/** The first problems, and how many there are beside them. */
export function problemElements(
  problems: readonly SaidProblem[],
  words: Words,
  open?: (problem: SaidProblem) => void,
): HTMLElement[] {
  const elements = problems
    .slice(0, NAMED)
    .map((problem) => problemElement(problem, words, open && (() => open(problem))));
  if (problems.length > NAMED) {
    elements.push(html('div', { class: 'segno-more' }, words.more(problems.length - NAMED)));
  }
  return elements;
}

/** A message with its pieces in backticks set as code. */
function withCode(message: string): (string | HTMLElement)[] {
  return message.split('`').map((piece, index) => (index % 2 === 1 ? html('code', {}, piece) : piece));
}
