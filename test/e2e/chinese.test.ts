import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const note = `开始 三次握手
C -> SYN(seq=x) -> S
C <- SYN(seq=y)+ACK(ack=x+1) <- S
C -> ACK(ack=y+1) -> S
结束
`;

describe('in a Chinese VS Code', () => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ '握手.segno': note }, { language: 'zh-cn' });
  });
  afterAll(async () => {
    await code.close();
  });

  beforeEach(async () => {
    await code.begin('握手.segno');
  });

  it('commands are in Chinese', async () => {
    await code.run('workbench.action.quickOpen', '>Segno');
    await code.page
      .locator('.quick-input-list .monaco-list-row', { hasText: '在侧边打开交互预览' })
      .waitFor({ timeout: PATIENCE });
  });

  it('problems and the preview are in Chinese', async () => {
    await code.click(
      code.page.getByRole('button', { name: '在侧边打开交互预览' }),
      code.webview().locator('.segno-row-segment').first(),
    );
    await code.overwrite(3, 27, '2');
    await code.expectSquiggles('error', ['ack=x+2']);
    const problems = () => code.webview().locator('.segno-banner .segno-problem').allInnerTexts();
    await expect.poll(problems, { timeout: PATIENCE }).toEqual([expect.stringMatching(/[\u4e00-\u9fff]{2}/)]);
    await code.screenshot('chinese');
  });
});
