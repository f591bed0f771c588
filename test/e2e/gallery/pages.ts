/** The pages of docs/gallery. */
import { EXHIBITS, type Exhibit } from './exchanges.js';

const THEMES = [
  ['light', 'Light', '浅色'],
  ['dark', 'Dark', '深色'],
  ['high-contrast', 'High contrast, dark', '高对比度（深色）'],
  ['high-contrast-light', 'High contrast, light', '高对比度（浅色）'],
] as const;

/** The pages by their file names. */
export function galleryPages(): ReadonlyMap<string, string> {
  return new Map([
    [
      'README.md',
      page(
        '# Gallery\n\n[简体中文](README.zh-cn.md)\n\nThe preview in VS Code, in each kind of theme. `npm run gallery` takes these pictures anew.',
        ({ title, words }) => [title, words],
        1,
      ),
    ],
    [
      'README.zh-cn.md',
      page(
        '# 图集\n\n[English](README.md)\n\nVS Code 中的预览，每种主题各一张。`npm run gallery` 重新生成这些图片。',
        ({ titleZh, wordsZh }) => [titleZh, wordsZh],
        2,
      ),
    ],
  ]);
}

function page(
  head: string,
  wordsOf: (exhibit: Exhibit) => readonly [string, string],
  language: 1 | 2,
): string {
  const sections = EXHIBITS.map((exhibit) => {
    const [title, words] = wordsOf(exhibit);
    const picture = (theme: (typeof THEMES)[number]) =>
      `![${title}, ${theme[language]}](${exhibit.name}-${theme[0]}.png)`;
    const [light, dark, contrast, contrastLight] = THEMES;
    return [
      `## ${title}`,
      words,
      [
        `| ${light[language]} | ${dark[language]} |`,
        '| --- | --- |',
        `| ${picture(light)} | ${picture(dark)} |`,
        `| **${contrast[language]}** | **${contrastLight[language]}** |`,
        `| ${picture(contrast)} | ${picture(contrastLight)} |`,
      ].join('\n'),
    ].join('\n\n');
  });
  return `${[head, ...sections].join('\n\n')}\n`;
}
