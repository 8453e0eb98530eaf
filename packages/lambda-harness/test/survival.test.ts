import { renderCell, survivalTable } from '../src/survival/table.js';
import { runtimes } from './started.js';

test('a table has a row for each ending, a column for each writer, and a cell of arrived and written', async () => {
  const table = await survivalTable({
    logFormat: 'JSON',
    runtimes: [runtimes[0]!],
    lines: 20,
    writers: ['needs-retry', 'stdout', 'console', 'powertools', 'aws-embedded-metrics'],
    rows: ['return', 'exit'],
  });

  expect(table).toBe(
    [
      '| the invocation … | needs-retry | `process.stdout.write` | `new Console(process.stdout)` | Powertools Metrics | aws-embedded-metrics |',
      '| --- | --- | --- | --- | --- | --- |',
      '| returns | 20 of 20 | 20 of 20 | 20 of 20 | 20 of 20 | 20 of 20 |',
      '| `process.exit` | 20 of 20 | 20 of 20 | 20 of 20 | 20 of 20 | 20 of 20 |',
    ].join('\n'),
  );
});

test('a cell is a range over its runs, and says what was reported lost', () => {
  expect(
    [
      [{ arrived: 200, written: 200, lost: 0 }],
      [
        { arrived: 81, written: 200, lost: 0 },
        { arrived: 64, written: 200, lost: 0 },
      ],
      [{ arrived: 65, written: 201, lost: 136 }],
    ].map(renderCell),
  ).toEqual(['200 of 200', '64–81 of 200', '65 of 201, 136 reported lost']);
});
