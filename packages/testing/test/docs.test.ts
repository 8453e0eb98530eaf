import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { runJest, runVitest } from './runners.js';

const root = join(__dirname, '..');

/** The examples of the guide that are tests, each as a file. */
async function writeExamples(directory: string): Promise<{ jest: string[]; vitest: string[] }> {
  const guide = await readFile(join(root, '..', '..', 'docs', 'testing.md'), 'utf8');
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  const files = { jest: [] as string[], vitest: [] as string[] };
  for (const [i, [, text]] of [...`${guide}\n${readme}`.matchAll(/^```ts\n(.*?)^```$/gms)].entries()) {
    const runner = /from 'vitest'/.test(text!)
      ? 'vitest'
      : /'@jest\/globals'/.test(text!)
        ? 'jest'
        : undefined;
    if (runner === undefined) continue;
    const file = join(directory, `example-${i}.${runner}.ts`);
    await writeFile(file, text!);
    files[runner].push(relative(root, file));
  }
  return files;
}

test('the examples of the guide pass, in Jest and in Vitest', async () => {
  const directory = await mkdtemp(join(__dirname, 'vitest', 'examples-'));
  try {
    const { jest, vitest } = await writeExamples(directory);

    const results = [...(await runJest(...jest)), ...(await runVitest(...vitest))];

    expect(results.map(({ title, status, failureMessages }) => [title, status, ...failureMessages])).toEqual([
      ['finds an order while the table is throttled', 'passed'],
      ['recovers from throttling', 'passed'],
      ['gives up after three attempts', 'passed'],
    ]);
  } finally {
    await rm(directory, { recursive: true });
  }
});
