import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../src/diagram/said.js';
import { svgFile } from '../../src/diagram/svg-file.js';
import { drawn, drawnFile } from './written.js';

const file = (text: string) => svgFile(drawn(text), [], 'light');
/** The texts of a file, those of one text element joined. */
const texts = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, inside = '']) => inside.replaceAll(/<[^>]*>/g, ''));

const handshake = `
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S`;

describe('the SVG file of a drawing', () => {
  it('says what the drawing says', () => {
    expect(texts(file(handshake))).toEqual(
      expect.arrayContaining([
        'A title',
        'SYN seq=x',
        'SYN+ACK seq=y ack=x+1',
        'ACK seq=x+1 ack=y+1',
        'SYN_SENT',
        'SYN_RCVD',
        'ESTABLISHED',
      ]),
    );
  });

  it('has a title and a description for those who do not see it', () => {
    const svg = file(handshake);
    expect(svg).toMatch(/<svg [^>]*role="img"[^>]*>\n<title>A title<\/title>\n<desc>Segment 1, C to S: SYN/);
    expect(svg).toMatch(/C becomes SYN_SENT[^]*<\/desc>/);
  });

  it('needs no stylesheet, no script, no other file, and has no trace of a page', () => {
    const svg = file(`${handshake}\nC: close\nnote C, S: said\n== phase ==\nC -> FIN -x S`);
    expect(svg).not.toMatch(/\sclass=|\sstyle=|<style|<script|href|url\(|var\(|data-|tabindex|undefined|NaN/);
  });

  it('ends each line as its fate wants it: a head, an open head, a cross', () => {
    const tips = (text: string) => [...file(text).matchAll(/<path d="([^"]*)"/g)].map(([, d = '']) => d);
    expect(tips('C -> SYN -> S')[0]).toMatch(/Z$/);
    expect(tips('C -> SYN -> ...')[0]).toMatch(/^M[^MZ]*$/);
    expect(tips('C -> SYN -x S')[0]?.match(/M/g)).toHaveLength(2);
  });

  it('says above the picture what is wrong, with its place', () => {
    const { scenarios, problems } = drawnFile(
      'begin Wrong\nC -> SYN(seq=x) -> S\nC <- SYN+ACK(ack=x+3) <- S\nC -> ((\nend\n',
    );
    const [drawing] = scenarios;
    if (!drawing) throw new Error('nothing is drawn');
    const svg = svgFile(drawing, problemsOf(problems, { drawing, held: false }), 'dark');
    const said = texts(svg).join('\n').replaceAll('\u00a0', ' ');
    expect(said).toMatch(/^Wrong\nline 4 [^]*syntax\nline 3 [^]*wrong-ack-number/);
  });

  it('has long names and titles whole', () => {
    const title = `A title ${'that goes on and on '.repeat(12)}to its end`;
    const name = 'AnEndWithAVeryLongNameThatNobodyWouldWriteButMayRead';
    const label = 'and a label that is long as well, 以及一个很长的中文名字';
    const [drawing] = drawnFile(
      `begin ${title}\nendpoint ${name} "${label}"\n${name} -> SYN -> S\nend\n`,
    ).scenarios;
    if (!drawing) throw new Error('nothing is drawn');
    const written = texts(svgFile(drawing, [], 'light'));
    expect(written.join(' ')).toContain(title);
    expect(written).toContain(`${name} · ${label}`);
    expect(written.filter((text) => text.includes('…'))).toEqual([]);
  });

  it('has hostile text only as text', () => {
    const svg = file(
      `C -> SYN -> S : </text><script>alert(1)</script>&"'\nnote C: ]]><a href="javascript:x">`,
    );
    expect(svg).not.toMatch(/<script|<a /);
    expect(svg).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;');
  });
});
