import { rule, type Finding } from './rule.js';

export const unusedEndpoint = rule({
  code: 'unused-endpoint',
  section: '',
  title: { en: 'An endpoint that takes part in nothing', 'zh-cn': '声明了却没有用到的端点' },
  explanation: {
    en: `\`endpoint C "Client"\` names an end for the drawing, or says something about it. No segment, call or state of this
scenario mentions the name, so the declaration changes nothing. It may be left over, or its name may be a slip.`,
    'zh-cn': `\`endpoint C "Client"\`（\`端点\`）用来给端点命名，或说明它的某种性质。本场景中没有任何报文段、调用或状态提到这个名称，所以这条声明不起作用：它也许是遗留下来的，也许名称写错了。`,
  },
  examples: {
    bad: ['begin\nendpoint Client "Browser"\nC -> FIN+ACK -> S\nC <- ACK <- S\nend'],
    good: ['begin\nendpoint C "Browser"\nC -> FIN+ACK -> S\nC <- ACK <- S\nend'],
  },
  message: ({ name }, { say }) =>
    say({
      en: `\`${name}\` is declared here, but nothing in this scenario uses it.`,
      'zh-cn': `这里声明了 \`${name}\`，但本场景中没有用到它。`,
    }),
  fixes: (_fault, { found }) => [
    {
      title: { en: 'Take the declaration out', 'zh-cn': '去掉这条声明' },
      place: { statement: found.place.statement, part: 'whole' },
      text: '',
    },
  ],
  check(trace) {
    const { statements } = trace.script;
    const used = new Set(
      statements.flatMap((statement): readonly (string | undefined)[] => {
        switch (statement.kind) {
          case 'segment':
            return [statement.from, statement.to];
          case 'call':
          case 'state':
          case 'path':
            return [statement.end.name, statement.end.peer];
          case 'endpoint':
            return [statement.reuses];
          case 'note':
          case 'timing':
            return statement.ends;
          case 'phase':
            return [];
        }
      }),
    );
    return statements.flatMap((statement, index): Finding<'unused-endpoint'>[] =>
      statement.kind === 'endpoint' && !used.has(statement.name)
        ? [
            {
              fault: { code: 'unused-endpoint', name: statement.name },
              place: { statement: index, part: 'whole' },
              related: [],
            },
          ]
        : [],
    );
  },
});
