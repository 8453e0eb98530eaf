import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { typeProblemsOfTexts } from '@needs-retry/fixtures/type-problems';

const root = join(__dirname, '..', '..', '..');
const documents = ['.', 'docs', ...readdirSync(join(root, 'packages')).map((name) => join('packages', name))]
  .map((folder) => join(root, folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.md') && !isTestedElsewhere(path));

test('every snippet of the docs compiles as it stands', () => {
  const snippets = new Map(documents.flatMap(snippetsOf));

  expect(snippets.size).toBeGreaterThan(documents.length);
  expect(typeProblemsOfTexts(snippets)).toEqual([]);
}, 60_000);

/**
 * The guide's blocks are whole files of a package, which packages/new-service/test/guide.test.ts runs. The READMEs of
 * services have one block, which is that of docs/services.md and, for each client, `test/types/clients.ts`.
 */
function isTestedElsewhere(path: string): boolean {
  return path.endsWith('adding-a-service.md') || path.startsWith(join(root, 'packages', 'client-'));
}

/** Each as the module that a reader makes of it, in a folder from which all packages can be imported. */
function snippetsOf(document: string): [path: string, text: string][] {
  const name = document.slice(root.length + 1).replaceAll('/', '-');
  const blocks = readFileSync(document, 'utf8').matchAll(/^ *```ts\n(.*?)^ *```$/gms);
  return [...blocks].map(([, text], index) => [join(__dirname, `${name}-${index + 1}.ts`), text!]);
}
