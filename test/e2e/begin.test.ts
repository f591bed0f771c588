import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PATIENCE, Workbench } from './support/workbench.js';

const within = { timeout: PATIENCE };

describe.each([
  {
    language: 'en',
    getStarted: 'Segno: Get Started',
    newNote: 'Segno: New Note',
    fileKind: 'Segno Note',
    steps: [
      'Write an exchange',
      'See what is wrong, and mend it',
      'See it drawn',
      'Keep exchanges in Markdown',
      'Make it yours',
    ],
    examples: ['Open a Note with a Mistake', 'Open a Markdown Note'],
    begin: 'begin',
    openExample: 'Segno: Open an Example…',
    question: 'Why did I get a RST?',
    firstNote: 'Your First Note in Five Steps',
    firstLine: 'begin My first exchange',
    scenario: 'Nobody listens',
  },
  {
    language: 'zh-cn',
    getStarted: 'Segno: 入门',
    newNote: 'Segno: 新建笔记',
    fileKind: 'Segno 笔记',
    steps: ['写一个交互', '看到错误，并改正它', '看到它的图', '写在 Markdown 里', '按你的习惯设置'],
    examples: ['打开一篇有错的笔记', '打开一篇 Markdown 笔记'],
    begin: '开始',
    openExample: 'Segno: 打开示例…',
    question: '为什么会收到 RST？',
    firstNote: '五步写出第一篇笔记',
    firstLine: '开始 我的第一个交互',
    scenario: '没有监听',
  },
] as const)('who has just met Segno ($language)', ({ language, ...words }) => {
  let code: Workbench;
  beforeAll(async () => {
    code = await Workbench.open({ 'prose.md': '# Nothing yet\n' }, { language });
  });
  afterAll(async () => {
    await code.close();
  });

  beforeEach(async () => {
    await code.begin('prose.md');
  });

  const step = (title: string) => code.page.locator('.getting-started-step', { hasText: title });
  const done = (title: string) => step(title).locator('.codicon.complete');
  const button = (name: string) => code.page.getByRole('button', { name });
  const beginning = () => code.line(words.begin);

  const getStarted = async () => {
    await code.palette(words.getStarted);
    await step(words.steps[0]).waitFor(within);
  };

  it('is shown around, with a picture a step', async () => {
    await getStarted();
    await expect
      .poll(() => code.page.locator('.getting-started-step .step-title').allInnerTexts(), within)
      .toEqual(words.steps);
    for (const title of words.steps) {
      await code.click(step(title), code.page.locator('.getting-started-step.expanded', { hasText: title }));
      await code.page.locator('.getting-started-media').locator('img, iframe').first().waitFor(within);
    }
  });

  it('opens examples from there, and the steps are done', async () => {
    const [, check, , markdown] = words.steps;
    const [mistake, block] = words.examples;
    await getStarted();
    await code.click(step(check), button(mistake));
    await code.click(button(mistake), code.line('ack=x+2').first());
    await code.expectSquiggles('error', ['ack=x+2']);
    await code.run('workbench.action.revertAndCloseActiveEditor');
    await getStarted();
    await done(check).waitFor(within);
    await code.click(step(markdown), button(block));
    await code.click(button(block), code.line('2MSL').first());
    await getStarted();
    await done(markdown).waitFor(within);
  });

  it('opens the answer to a question from the palette, with its drawing beside it', async () => {
    const asked = code.palette(words.openExample);
    await code.choose(words.question);
    await asked;
    await code.line(`${words.begin} ${words.scenario}`).first().waitFor(within);
    await code.webview().locator('.segno-row-segment').first().waitFor(within);
  });

  it('opens the first note from the walkthrough', async () => {
    await getStarted();
    await code.click(button(words.firstNote), code.line(words.firstLine).first());
  });

  it('begins a note from the palette, with something in it to write over', async () => {
    await code.palette(words.newNote);
    await beginning().waitFor(within);
    await code.page.locator('#status\\.editor\\.mode', { hasText: 'Segno' }).waitFor(within);
    await code.type('T');
    await code.line(`${words.begin} T`).waitFor(within);
    await code.press('Tab');
    await code.type('Client');
    await code.line('Client -> SYN(seq=x) -> S').waitFor(within);
  });

  it('begins a note from File > New File…', async () => {
    // Ends only when something has been chosen.
    const asked = code.run('welcome.showNewFileEntries');
    await code.choose(words.fileKind);
    await asked;
    await beginning().waitFor(within);
    await code.page.locator('#status\\.editor\\.mode', { hasText: 'Segno' }).waitFor(within);
  });
});
