import { rule } from './rule.js';

export const unusedExpectation = rule({
  code: 'unused-expectation',
  section: '',
  title: { en: 'Expects a problem that is not there', 'zh-cn': '预期的错误没有出现' },
  explanation: {
    en: `\`// expect-error\` says that the next statement, or the one on its own line, is wrong on purpose. If nothing is
wrong with it, or nothing of the kind that the expectation names, then the note does not show what it means to show.
Take the expectation out, or make the mistake that it announces.`,
    'zh-cn': `\`// expect-error\`（\`// 预期错误\`）表示下一条语句（或它所在行的语句）是故意写错的。如果那里并没有错，或者没有它所指的那种错，笔记就没有表达出想表达的内容。请去掉这个标注，或者写出它所说的错误。`,
  },
  examples: {
    bad: [
      'begin\nC -> SYN(seq=x) -> S\n// expect-error wrong-ack-number: off by one\nC <- SYN+ACK(ack=x+1) <- S\nC -> ACK -> S\nend',
    ],
    good: [
      'begin\nC -> SYN(seq=x) -> S\n// expect-error wrong-ack-number: off by one\nC <- SYN+ACK(ack=x+2) <- S\nC -> ACK -> S\nend',
    ],
  },
  message: ({ named, found }, { say }) =>
    named !== undefined && found !== undefined
      ? say({
          en: `This expects \`${named}\`, but the problem of the statement is \`${found}\`: the expectation should name that.`,
          'zh-cn': `这里预期有 \`${named}\`，但该语句的错误是 \`${found}\`：标注应写后者。`,
        })
      : named === undefined
        ? say({
            en: 'This expects a problem, but the statement has none: the expectation should go.',
            'zh-cn': '这里预期有错误，但该语句没有错误：应去掉这个标注。',
          })
        : say({
            en: `This expects \`${named}\`, but the statement has no such problem: the expectation should go.`,
            'zh-cn': `这里预期有 \`${named}\`，但该语句没有这种错误：应去掉这个标注。`,
          }),
  fixes: ({ found: code, why }, { found }) => [
    ...(code === undefined
      ? []
      : [
          {
            title: { en: `Expect ${code}`, 'zh-cn': `改为预期 ${code}` },
            place: { statement: found.place.statement, part: 'expectation' },
            text: `// expect-error ${code}${why === undefined ? '' : `: ${why}`}`,
          } as const,
        ]),
    {
      title: { en: 'Take the expectation out', 'zh-cn': '去掉这个标注' },
      place: { statement: found.place.statement, part: 'expectation' },
      text: '',
    },
  ],
});
