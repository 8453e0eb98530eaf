import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

test('the function of “Getting started” is the handler that the demo runs', () => {
  const guide = readFileSync(join(root, 'docs', 'getting-started.md'), 'utf8');
  const example = /<!-- example:begin -->\n```ts\n(.*?)```\n<!-- example:end -->/s.exec(guide)?.[1];

  expect(example).toBe(readFileSync(join(root, 'packages', 'demo', 'src', 'handler.ts'), 'utf8'));
});

test('the README’s first screen has both commands', () => {
  const text = readFileSync(join(root, 'README.md'), 'utf8');

  expect(text.slice(0, 1_800)).toContain('npx --yes pnpm@12 demo');
  expect(text.slice(0, 1_800)).toContain('npx --yes pnpm@12 test');
});
