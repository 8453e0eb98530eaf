import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from '../src/generated.js';
import { servicePackages } from '../src/workspace.js';

const root = join(__dirname, '..', '..', '..');

test('what is generated is as it would be written now: run `pnpm new-service --tables`', async () => {
  const generated = generatedFiles(root, await servicePackages(root));
  const current = Object.keys(generated).map(
    (path) => [path, readFileSync(join(root, path), 'utf8')] as const,
  );

  expect(Object.keys(generated).length).toBeGreaterThan(17 * 6);
  expect(Object.fromEntries(current)).toEqual(generated);
});
