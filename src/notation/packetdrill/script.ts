/** The lines of a script of packetdrill that count: without comments, shell and the sides of `#ifdef` that do not hold. */

export interface ScriptLine {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/** What the standard says, where a script has a side for it and others for stacks that go their own way. */
const STANDARD = /STANDARD|RFC/i;
const CONDITION = /^\s*#\s*(ifdef|ifndef|if|else|elif|endif)\b\s*(.*)$/;

export function linesThatCount(lines: readonly string[]): readonly ScriptLine[] {
  const counted: ScriptLine[] = [];
  /** Whether the present side of each open condition holds. */
  const sides: boolean[] = [];
  let isShell = false;
  let isComment = false;
  for (const [index, whole] of lines.entries()) {
    const condition = isShell || isComment ? null : CONDITION.exec(whole);
    if (condition) {
      const [, word = '', name = ''] = condition;
      if (word === 'endif') sides.pop();
      else if (word === 'else' || word === 'elif') sides.push(!(sides.pop() ?? true));
      else sides.push(STANDARD.test(name) === (word !== 'ifndef'));
      continue;
    }
    let text = whole;
    if (isComment) {
      const end = text.indexOf('*/');
      if (end < 0) continue;
      text = ' '.repeat(end + 2) + text.slice(end + 2);
      isComment = false;
    }
    // Octets in strings and options never hold these.
    text = text.replace(/\/\*.*?\*\//g, (comment) => ' '.repeat(comment.length));
    const comment = text.indexOf('/*');
    if (comment >= 0 && !text.slice(0, comment).includes('//')) {
      isComment = true;
      text = text.slice(0, comment);
    }
    const wasShell = isShell;
    if (text.replace(/\/\/.*$/, '').split('`').length % 2 === 0) isShell = !isShell;
    if (wasShell || isShell || !sides.every(Boolean)) continue;
    counted.push({ text, line: index + 1 });
  }
  return counted;
}
