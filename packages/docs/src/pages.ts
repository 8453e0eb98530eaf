import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@needs-retry/packing';

/** A Markdown file that users read. */
export interface Page {
  /** Within the repository: `docs/lambda.md`. */
  readonly path: string;
  readonly text: string;
}

export const root = repositoryRoot();

/** The README, the pages of docs/ and what the registry shows of each package. */
export function allPages(): readonly Page[] {
  const packages = readdirSync(join(root, 'packages')).map((name) => join('packages', name));
  const paths = [...['.', '.github', ...packages].flatMap(markdownIn), ...docsPages()];
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** The paths of the pages in docs/ and its folders. */
export function docsPages(folder = 'docs'): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !IGNORED.includes(entry.name));
  return [...markdownIn(folder), ...folders.flatMap(({ name }) => docsPages(join(folder, name)))];
}

const IGNORED = ['node_modules', 'site', 'dist'];

/** Changelogs are written by the tool that makes releases. */
function markdownIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md')
    .sort()
    .map((name) => join(folder, name));
}
