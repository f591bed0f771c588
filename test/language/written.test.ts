import { assert, expect, it } from 'vitest';
import { groupLines } from '../../src/language/lines.js';
import { Lowering } from '../../src/language/lower.js';
import { parseLine } from '../../src/language/parse.js';
import { readStatement } from '../../src/language/scenario.js';

it.each([
  'C -> SYN(seq=x, win=5)+ACK(ack=y+1) -> S [SYN_SENT, S: SYN-RECEIVED]: text',
  'C <- ACK <- S',
  '@20ms C -> DATA(len=5,\n  mss=1460) -> ... // a comment',
  'S(C1): ESTABLISHED(snd=300) : text',
  '客户端 -> ＳＹＮ(seq=序号) -> 服务器',
  'S: CLOSED ->\nLISTEN -> SYN_RCVD',
  'note C, S: text',
])('what is read again of %j is what was read first', (text) => {
  const [line] = groupLines(text.split('\n'));
  assert(line);
  const { reading } = readStatement(text, line);
  const parsed = parseLine(text, line);
  assert(reading.kind === 'statement' && 'line' in parsed);
  const fresh = new Lowering(line.last + 1).read(parsed.line).reading;
  assert(fresh.kind === 'statement');
  expect(reading.lowered.parts).toEqual(fresh.lowered.parts);
  expect(reading.lowered.flags).toEqual(fresh.lowered.flags);
  expect(reading.lowered.whole).toEqual(fresh.lowered.parts.get('whole'));
  expect(reading.lowered.statement).toEqual(fresh.lowered.statement);
});
