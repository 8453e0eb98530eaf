import { join } from 'node:path';
import { typeProblemsOfTexts } from '@needs-retry/fixtures/type-problems';
import { allPages } from '../src/pages.js';
import { fileNameOf, typescriptBlocks } from '../src/typescript.js';

test('every block of TypeScript compiles as it stands', () => {
  const blocks = typescriptBlocks();
  // Each is the module that a reader makes of it, in a folder from which all packages can be imported.
  const texts = blocks.map((block) => [join(__dirname, `${fileNameOf(block)}.ts`), block.code] as const);

  expect(blocks.length).toBeGreaterThan(allPages().length / 2);
  expect(typeProblemsOfTexts(new Map(texts))).toEqual([]);
});
