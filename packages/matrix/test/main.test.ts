import { join } from 'node:path';
import { captureNode } from '@needs-retry/fixtures';

const PARTS = 'sdk streams packages matchers types bundlers nodes suite installers'.split(' ');
const main = join(__dirname, '..', 'src', 'main.ts');

test('--help says what there is', async () => {
  const { stdout, exitCode } = await captureNode(main, { args: ['--help'] });

  expect(exitCode).toBe(0);
  for (const part of PARTS) {
    expect(stdout).toContainEqual(expect.stringMatching(new RegExp(`^ {2}${part} `)));
  }
});

test.each([
  [['sdks'], `Expected a part of ${PARTS.join(', ')}, got "sdks".`],
  [['sdk', '--jobs', '0'], 'Expected `--jobs` to be a number from 1 on, got 0.'],
  [['--docs', '--sample'], 'Expected `--sample` without `--docs` and `--resume`: only whole cells are kept.'],
])('%j is refused before anything is played', async (args, message) => {
  const { stderr, exitCode } = await captureNode(main, { args });

  expect([exitCode, stderr[0]]).toEqual([2, message]);
});
