import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const scenario = (title: string): string => `begin ${title}\nC -> SYN -> S\nend\n`;

describe('a workspace of notes in the browser', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({
      'open.segno': scenario('Opening here'),
      '别的 notes.md': `# Notes\n\n\`\`\`segno\n${scenario('Opening elsewhere')}\`\`\`\n`,
    });
  });
  afterAll(async () => {
    await code.close();
  });

  it('has the scenarios of notes that are not open, each where it stands', async () => {
    await code.run('workbench.action.showAllSymbols');
    await code.page.keyboard.type('elsewhere');
    const found = code.page.locator('.quick-input-list-row', { hasText: 'Opening elsewhere' });
    await found.waitFor({ timeout: PATIENCE });
    await code.screenshot('workspace-symbols');
    await code.page.keyboard.press('Enter');
    await code.tab('别的 notes.md').waitFor({ timeout: PATIENCE });
    await expect.poll(() => code.line('begin Opening elsewhere').isVisible()).toBe(true);
  });
});
