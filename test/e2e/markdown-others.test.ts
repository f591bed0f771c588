import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const within = { timeout: PATIENCE };

const NOTE = `# Above

See [the other note](other.md#else).

\`\`\`segno
begin Opening
C -> SYN(seq=x) -> S
end
\`\`\`

## Below

\`\`\`mermaid
sequenceDiagram
  Ann->>Ben: SYN
\`\`\`

[more](
`;
const lines = NOTE.split('\n');
/** The number of the line that reads so, from 1. */
const lineOf = (text: string) => lines.indexOf(text) + 1;

describe('what others do for Markdown', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'note.md': NOTE, 'other.md': '# Something else\n\n## Else\n' });
  });
  afterAll(async () => {
    await code.close();
  });
  beforeEach(async () => {
    await code.begin('note.md');
  });

  const outline = () => code.page.locator('.outline-tree .monaco-list-row .label-name');

  it('completes the paths of links', async () => {
    await code.goTo(lineOf('[more]('), '[more]('.length + 1);
    const offered = code.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'other.md' });
    // Its server may still be at its beginning.
    await code.until(() => code.run('editor.action.triggerSuggest'), offered.first());
  });

  it('lists the headings in the outline, with the exchanges under them', async () => {
    await code.run('outline.focus');
    await expect
      .poll(() => outline().allInnerTexts(), within)
      .toEqual(expect.arrayContaining(['# Above', '## Below', 'Opening']));
    await code.screenshot('markdown-outline');
  });

  it('folds a section', async () => {
    await code.goTo(1, 1);
    // What can be folded is known only once its server is there.
    await code.until(() => code.press('Control+Shift+BracketLeft'), code.line('SYN(seq=x)'), 'hidden');
    await code.press('Control+Shift+BracketRight');
    await code.line('SYN(seq=x)').waitFor(within);
  });

  it('draws blocks that are Mermaid’s, which Segno says nothing of', async () => {
    await code.run('markdown.showPreviewToSide');
    await code.webview().locator('.mermaid svg', { hasText: 'Ben' }).waitFor(within);
    await code.webview().locator('.segno-block .segno-whole').waitFor(within);
    await expect.poll(() => code.webview().locator('.segno-block').count(), within).toBe(1);
    await expect
      .poll(() => code.page.locator('.editor-instance [class*="squiggly-"]').count(), within)
      .toBe(0);
  });
});
