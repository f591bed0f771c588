/** The problems above a picture as elements of the page. */
import { NAMED, type ProblemTone, type SaidProblem } from '../diagram/said.js';
import { html } from './svg.js';
import type { Words } from './words.js';

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

/** Something that is to be known beside the problems, and what can be done about it. */
export function noticeElement(
  tone: ProblemTone,
  text: string,
  ...remedies: readonly HTMLElement[]
): HTMLElement {
  return html('div', { class: `segno-problem segno-is-${tone}` }, html('span', {}, text), ...remedies);
}

/** What can be done where the language server does not do its part. */
export function serverButtons(words: Words, want: (wanted: 'restart' | 'log') => void): HTMLElement[] {
  return [['restart', words.restart] as const, ['log', words.showLog] as const].map(([wanted, label]) => {
    const button = html('button', { type: 'button', class: 'segno-remedy' }, label);
    button.addEventListener('click', () => want(wanted));
    return button;
  });
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
    const count = problems.length - NAMED;
    elements.push(html('div', { class: 'segno-more', 'data-count': count }, words.more(count)));
  }
  return elements;
}

/** A message with its pieces in backticks set as code. */
export function withCode(message: string): (string | HTMLElement)[] {
  return message.split('`').map((piece, index) => (index % 2 === 1 ? html('code', {}, piece) : piece));
}
