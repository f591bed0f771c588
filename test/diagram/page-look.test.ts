import { describe, expect, it } from 'vitest';
import { drawAnalysis, saidOf } from '../../src/diagram/draw-analysis.js';
import { PAGE_PALETTE, pageStyle } from '../../src/diagram/page-look.js';
import { svgFile } from '../../src/diagram/svg-file.js';
import { analyse } from '../../src/language/analyse.js';

const NOTE = `begin A close
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+2) <- S
C -> ACK -> S
C -> FIN+ACK -x S
C: timeout
end
`;

function pictureOf(note: string): string {
  const analysis = analyse(note, { kind: 'segno', language: 'en', stateNames: 'netstat' });
  const drawings = drawAnalysis(analysis, { language: 'en', states: 'netstat' });
  const [drawing] = drawings.scenarios;
  if (!drawing) throw new Error('nothing is drawn');
  return svgFile(drawing, saidOf(drawings, drawing), 'page');
}

/** The declarations of the picture's own variables. */
const declared = (svg: string): ReadonlyMap<string, string> =>
  new Map(
    (/ style="([^"]*)"/.exec(svg)?.[1] ?? '')
      .split('; ')
      .map((one) => one.split(/: (.*)/s))
      .map(([name = '', value = '']) => [name, value]),
  );

/** As WCAG 2 has it. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

describe('a picture in a page', () => {
  it('declares every variable that it uses, and no others', () => {
    const svg = pictureOf(NOTE);
    const names = [...declared(svg).keys()].filter((name) => name.startsWith('--sg-'));
    const used = new Set([...svg.matchAll(/var\((--sg-[\w-]+)\)/g)].map(([, name]) => name));
    expect(names.sort()).toEqual([...used].sort());
    expect(names).toContain('--sg-error');
    expect(pictureOf(NOTE.replace('x+2', 'x+1').replace('-x', '->'))).not.toContain('--sg-error');
  });

  it('has all its colours from variables, and one style sheet for itself alone', () => {
    const svg = pictureOf(NOTE);
    const paints = [...svg.matchAll(/ (?:fill|stroke)="([^"]*)"/g)].map(([, paint]) => paint);
    expect(
      [...new Set(paints)].filter((paint) => !/^(?:none|var\(--sg-[\w-]+\))$/.test(paint ?? '')),
    ).toEqual([]);
    expect(svg).not.toMatch(/<style|<script| id=| class="(?!segno-figure")/);
  });

  it('has tones that stand out from a light ground and from a dark one', () => {
    const tones = [...declared(`<svg style="${pageStyle(Object.values(PAGE_PALETTE.tones))}">`)].flatMap(
      ([name, value]) => {
        const colour = /, (#[\da-f]{6})\)$/.exec(value)?.[1];
        return colour === undefined ? [] : [{ name, colour }];
      },
    );
    expect(tones.length).toBe(8);
    const faint = tones.filter(({ colour }) =>
      ['#ffffff', '#1f1f1f'].some((ground) => contrast(colour, ground) < 3),
    );
    expect(faint).toEqual([]);
  });
});
