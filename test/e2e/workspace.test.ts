import { afterAll, beforeAll, describe, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const within = { timeout: PATIENCE };

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
    await code.run('workbench.action.quickOpen', '#elsewhere');
    const found = code.page.locator('.quick-input-list-row', { hasText: 'Opening elsewhere' });
    await found.waitFor(within);
    await code.screenshot('workspace-symbols');
    await code.choose('Opening elsewhere');
    await code.tab('别的 notes.md').waitFor(within);
    await code.line('begin Opening elsewhere').waitFor(within);
  });
});
