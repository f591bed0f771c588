import { describe, expect, it } from 'vitest';
import { previewMemory } from '../../src/protocol/memory.js';
import { isFromPreview, isToPreview } from '../../src/protocol/preview.js';

const uri = 'file:///a.segno';

describe('what the preview is told', () => {
  it.each([
    { type: 'edited', uri, version: 3, edits: [{ line: 1, endLine: 2, breaks: 0, whole: true }] },
    { type: 'edited', uri, version: 3, edits: [] },
    { type: 'cursor', uri, line: 3 },
    { type: 'stepThrough' },
    { type: 'export', id: 1, wanted: { to: 'file', format: 'mermaid' } },
    { type: 'export', id: 1, wanted: { to: 'clipboard', format: 'png', background: false, scale: 4 } },
  ])('is understood: %j', (message) => {
    expect(isToPreview(message)).toBe(true);
  });

  it.each([
    { type: 'edited', uri, edits: [] },
    { type: 'edited', uri, version: 3, edits: [{ line: 1, endLine: 2, breaks: 0 }] },
    { type: 'edited', uri, version: 3, edits: 'all' },
    { type: 'edited', uri, version: 3, edits: [{ line: 1, endLine: 1e300, breaks: 0, whole: true }] },
    { type: 'cursor', uri, line: -1 },
    { type: 'cursor', uri, line: NaN },
    { type: 'drawings', name: '', answer: { uri, version: 1, scenarios: [{ tcbs: 1 }], problems: [] } },
    { type: 'export', wanted: { to: 'file', format: 'mermaid' } },
    { type: 'export', id: 1, wanted: { format: 'mermaid' } },
    { type: 'export', id: 1, wanted: { to: 'clipboard', format: 'png', background: false, scale: 5 } },
    { type: 'export', id: 1, wanted: { to: 'file', format: 'svg' } },
    { type: 'export', id: 1, wanted: { to: 'file', format: 'constructor' } },
    { type: 'unheard of' },
    { type: 'toString' },
    { type: '__proto__' },
    null,
  ])('is ignored where it is not whole: %j', (message) => {
    expect(isToPreview(message)).toBe(false);
  });
});

describe('what the preview tells', () => {
  it.each([
    { type: 'step', uri, at: { line: 1, endLine: 1 } },
    { type: 'step', uri },
    { type: 'copy', text: '', title: '' },
    { type: 'exported', id: 3, exported: { as: 'copied', title: '' } },
    { type: 'exported', id: 3, exported: { as: 'refused', reason: 'no' } },
    { type: 'exported', id: 3, exported: { as: 'file', data: '', title: '' } },
  ])('is understood: %j', (message) => {
    expect(isFromPreview(message)).toBe(true);
  });

  it.each([
    { type: 'step' },
    { type: 'step', uri, at: 3 },
    { type: 'step', uri, at: { line: 1 } },
    { type: 'reveal', uri, line: 1.5, endLine: 2 },
    { type: 'exported', exported: { as: 'copied', title: '' } },
    { type: 'exported', id: 3, exported: { as: 'copied', title: '', remark: 3 } },
    { type: 'exported', id: 3, exported: { as: 'copied' } },
    { type: 'exported', id: 3, exported: { as: 'refused' } },
    { type: 'exported', id: 3, exported: { as: 'hasOwnProperty' } },
  ])('is ignored where it is not whole: %j', (message) => {
    expect(isFromPreview(message)).toBe(false);
  });
});

describe('what a preview remembers', () => {
  const memory = {
    uri,
    locked: true,
    scenario: { title: 'A', line: 3 },
    zoom: 2,
    scroll: 100,
    scrollLeft: 20,
    stepping: { row: -1, side: false, speed: 2 },
  };

  it('comes back as it was', () => {
    expect(previewMemory(JSON.parse(JSON.stringify(memory)))).toEqual(memory);
  });

  it('comes back without what it cannot be', () => {
    const { stepping, scrollLeft, ...rest } = memory;
    const bad = { ...rest, scrollLeft: String(scrollLeft), stepping: { ...stepping, row: 0.5 }, more: 1 };
    expect(previewMemory(bad)).toEqual(rest);
    expect(previewMemory('nonsense')).toEqual({});
  });

  it('has nothing in it that nobody asked for', () => {
    expect(previewMemory({ scenario: { title: 'A', line: 3, more: 1 } })).toEqual({
      scenario: { title: 'A', line: 3 },
    });
  });
});
