import { expect, it } from 'vitest';
import { isText } from '../../src/language/generated/ast.js';
import { createSegnoServices } from '../../src/language/segno-module.js';

it('the grammar reads a whole text as a flat list of lines', () => {
  const text = [
    '// a comment',
    'begin Title: with a colon',
    '',
    'endpoint C "Client" reuses D',
    'mode strict',
    'S: listen',
    'C -> SYN(seq=x,',
    '  win=5) -> S [SYN_SENT, S: SYN-RECEIVED]: text',
    'S: CLOSED ->',
    'LISTEN -> SYN_RCVD',
    'note C, S: text',
    '== phase ==',
    'end // done',
    '',
  ].join('\r\n');
  const { value, parserErrors, lexerErrors } = createSegnoServices().parser.LangiumParser.parse(text);
  expect([...parserErrors, ...lexerErrors]).toEqual([]);
  expect(isText(value) && value.lines.map((line) => [line.$type, line.$cstNode?.range.start.line])).toEqual([
    ['Begin', 1],
    ['Declaration', 3],
    ['Mode', 4],
    ['Doing', 5],
    ['Exchange', 6],
    ['Doing', 8],
    ['Remark', 10],
    ['Phase', 11],
    ['End', 12],
  ]);
});
