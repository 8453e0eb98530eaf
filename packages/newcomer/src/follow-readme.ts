import { deepStrictEqual } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packAll, repositoryRoot } from '@needs-retry/packing';
import { invokeOnce } from './invocation.js';
import { MANAGERS, type Manager } from './project.js';
import { startOf } from './readme.js';

/** From an empty folder to an answer: installs, writes, bundles, runs and asks what README.md says, and checks the answer. */
export async function followReadme(by: Manager, home: string): Promise<void> {
  const root = repositoryRoot();
  const start = startOf(root, INSTALLERS[by]);
  const packed = packAll(root, join(home, 'tarballs'));
  const project = MANAGERS[by](join(home, 'project'), packed);
  say(`Node.js ${process.versions.node}, ${INSTALLERS[by]} ${start.packages.join(' ')}`);
  project.install([...start.packages, 'needs-retry', 'esbuild']);

  const source = join(project.folder, 'index.ts');
  writeFileSync(source, start.code + HANDLER);
  project.run(
    'esbuild',
    source,
    '--bundle',
    '--platform=node',
    '--outfile=dist/index.cjs',
    '--log-level=warning',
  );
  const { result, log } = await invokeOnce(join(project.folder, 'dist', 'index.cjs'));
  say(`The function returned ${JSON.stringify(result)}. Its log:\n${log}`);
  deepStrictEqual(result, { buckets: 0 });

  writeFileSync(join(project.folder, 'function.log'), log);
  const args = ['query', 'retries-by-operation', 'function.log', '--output', 'jsonl'];
  const answer = project.run('needs-retry', ...args);
  say(`needs-retry ${args.join(' ')}\n${answer}`);
  deepStrictEqual(JSON.parse(answer), ANSWER);
}

const INSTALLERS: Readonly<Record<Manager, string>> = { pnpm: 'pnpm add', npm: 'npm install' };

/** What the newcomer's function does with the client of the README. */
const HANDLER = `
import { ListBucketsCommand } from '@aws-sdk/client-s3';

export async function handler() {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  return { buckets: Buckets.length };
}
`;

const ANSWER = { service: 's3', operation: 'ListBuckets', retries: 1, throttled: 1 };

function say(text: string): void {
  console.log(`\n${text}`);
}
