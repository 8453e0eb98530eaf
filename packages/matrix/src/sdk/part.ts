import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileProgram } from '@needs-retry/fixtures';
import { packageDirectory } from '@needs-retry/lambda-harness';
import { atOnce } from '../at-once.js';
import { cached } from '../cache.js';
import type { Part, PlayOptions } from '../part.js';
import { run } from '../run.js';
import type { Cell } from './player/cell.js';
import type { CellResult, Order } from './player/played.js';
import { STRATEGIES } from './player/strategies.js';
import { type RowResult, resultOf } from './result.js';
import { installTree, retryPackagesOf } from './tree.js';
import { type SdkVersion, VERSIONS } from './versions.js';

export const sdk: Part = {
  about:
    'versions of the AWS SDK: the contract of adapters and the traces of botocore, by strategy and cache',

  async play(options) {
    const program = await compilePlayer();
    try {
      const versions = (options.sample ? SAMPLE.versions : VERSIONS).filter(({ name }) =>
        name.includes(options.only ?? ''),
      );
      return resultOf(
        await atOnce(options.jobs, versions, (version) => playVersion(version, program, options)),
      );
    } finally {
      rmSync(join(program, '..'), { recursive: true });
    }
  },
};

const CELLS: readonly Cell[] = [false, true].flatMap((cache) =>
  STRATEGIES.map((strategy) => ({ strategy, cache })),
);

/** The oldest that is promised, in two ways; the tests play the newest. */
const SAMPLE = {
  versions: [{ name: '3.363', clients: { s3: '3.363.0', dynamodb: '3.363.0', sqs: '3.363.0' } }],
  cells: CELLS.filter(({ strategy, cache }) => !cache && /standard|V1/.test(strategy)),
  services: ['sqs'],
  scenarios: ['s3-ListBuckets-SlowDown503-x2-ok', 'mixed-dynamodb-five-kinds', 'parallel-s3-gets'],
} as const;

async function playVersion(
  version: SdkVersion,
  program: string,
  { sample, resume, say }: PlayOptions,
): Promise<RowResult> {
  const folder = await installTree(version);
  const order: Order = sample ? { folder, ...SAMPLE } : { folder, cells: CELLS };
  const since = performance.now();
  const results = await play(program, order, resume);
  const row = { version, packages: retryPackagesOf(folder), results };
  say(`SDK ${version.name}: ${summaryOf(row)}, ${Math.round((performance.now() - since) / 1000)} s`);
  return row;
}

/** The same program gives the same results: a run that was interrupted may go on with those that it had. */
async function play(program: string, order: Order, resume: boolean): Promise<readonly CellResult[]> {
  const fill = async (folder: string) => {
    const output = await run([process.execPath, program, JSON.stringify(order)], {
      cwd: order.folder,
      env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    });
    writeFileSync(join(folder, 'results.jsonl'), output);
  };
  const kept = await cached('results', [readFileSync(program, 'utf8'), order], fill, { again: !resume });
  const lines = readFileSync(join(kept, 'results.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as CellResult);
}

function summaryOf({ results }: RowResult): string {
  const played = results
    .flatMap(({ traces, contract }) => [traces, contract])
    .filter((each) => each !== undefined);
  const failed = played.reduce((n, { failures }) => n + failures.length, 0);
  const all = played.reduce((n, each) => n + each.played, 0);
  return `${all - failed} of ${all}`;
}

/** In a folder of this package, so that it finds what it was not bundled with. */
async function compilePlayer(): Promise<string> {
  const here = packageDirectory('matrix');
  const folder = mkdtempSync(join(here, 'node_modules', '.player-'));
  return compileProgram(join(here, 'src', 'sdk', 'player', 'main.ts'), folder);
}
