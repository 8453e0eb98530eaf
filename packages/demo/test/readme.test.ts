import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

test('the README’s first example is the handler that the demo runs', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const example = /<!-- example:begin -->\n```ts\n(.*?)```\n<!-- example:end -->/s.exec(readme)?.[1];

  expect(example).toBe(readFileSync(join(root, 'packages', 'demo', 'src', 'handler.ts'), 'utf8'));
});

test('its first screen has both commands', () => {
  const text = readFileSync(join(root, 'README.md'), 'utf8').replace(
    /<!-- example:begin -->.*<!-- example:end -->/s,
    '',
  );

  expect(text.slice(0, 1_800)).toContain('npx --yes pnpm@12 demo');
  expect(text.slice(0, 1_800)).toContain('npx --yes pnpm@12 test');
});
