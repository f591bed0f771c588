import { describe, expect, it } from 'vitest';
import { drawn } from './written.js';

/** The sentence and the section of each row. */
function whys(text: string, language?: 'en' | 'zh-cn'): string[] {
  return drawn(text, language).rows.map(({ why }) =>
    why ? `${why.text}${why.section === '' ? '' : ` §${why.section}`}` : '',
  );
}

describe('why a step did what it did', () => {
  it('is what the receiver makes of a segment, by the end’s name', () => {
    expect(whys('C -> SYN -> S\nC <- SYN+ACK <- S\nC -> ACK -> S')).toEqual([
      '`S` listens and takes the SYN: it notes the sequence number and will answer with a SYN+ACK. §3.10.7.2',
      'The SYN of `C` is acknowledged and the other SYN has come: the connection is established. §3.10.7.3',
      'The SYN of `S` is acknowledged: the connection is established. §3.10.7.4',
    ]);
  });

  it('is the network where nothing arrives', () => {
    expect(whys('C -> SYN -x S\nC: timeout\nC -> SYN -> ...\n... -> SYN -> S')).toEqual([
      'It is lost on the way: `S` learns nothing of it.',
      'The retransmission timer of `C` has run out: what is not acknowledged is to be sent again. §3.10.8',
      'It is on its way: `S` has not received it yet.',
      '`S` listens and takes the SYN: it notes the sequence number and will answer with a SYN+ACK. §3.10.7.2',
    ]);
  });

  it.each([
    ['C -> SYN -x S\nC: close', '3.10.4', 'is not open yet'],
    ['C -> ACK -> S\nC: close', '3.10.4', 'is to send a FIN'],
    ['C -> SYN -x S\nC: abort', '3.10.5', 'deletes the TCB.'],
    ['C -> ACK -> S\nC: abort', '3.10.5', 'a reset is to tell'],
  ])('is what the state makes of a call: %j', (text, section, part) => {
    const why = whys(text).at(-1);
    expect(why).toContain(part);
    expect(why).toContain(`§${section}`);
  });

  it('is in the reader’s language', () => {
    expect(whys('C -> SYN -x S\nC: timeout', 'zh-cn')).toEqual([
      '它在途中丢失：`S` 对此一无所知。',
      '`C` 的重传计时器到时：尚未确认的内容将重传。 §3.10.8',
    ]);
  });

  it('is nothing where nobody is known to have got it', () => {
    expect(whys('C -> SYN -> ...\nnote C: waits').at(-1)).toBe('');
  });

  it('is told beside how a wrong line is played on', () => {
    const text = 'C -> SYN(seq=x) -> S\nC <- SYN+ACK(ack=x+2) <- S\nC -> ACK -> S';
    const goesOn = (language?: 'zh-cn') => drawn(text, language).rows.map((row) => row.goesOn);
    expect(goesOn()).toEqual([undefined, 'The exchange goes on as if it said `ack=x+1`.', undefined]);
    expect(goesOn('zh-cn')).toEqual([undefined, '后续推演当作写的是 `ack=x+1`。', undefined]);
  });
});
