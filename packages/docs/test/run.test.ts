import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localAws, startUnreliableServices, type UnreliableServices } from '@needs-retry/fixtures';
import { type Block, nameOf } from '../src/blocks.js';
import { programsOf } from '../src/program.js';
import { typescriptBlocks } from '../src/typescript.js';

let proxy: UnreliableServices;
const folder = mkdtempSync(join(tmpdir(), 'needs-retry-blocks-'));

beforeAll(async () => {
  proxy = await startUnreliableServices();
  cpSync(join(__dirname, 'sample'), folder, { recursive: true });
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await proxy.stop();
});

test('every block of TypeScript runs as it stands, but those marked `no-run`', async () => {
  const blocks = typescriptBlocks().filter((block) => !isNotRun(block));

  const failed = await problemsOf(blocks);

  expect(blocks.length).toBeGreaterThan(20);
  expect(failed).toEqual([]);
});

test('a block that throws is found', async () => {
  const block = { page: 'a.md', line: 1, language: 'ts', marks: [], code: "throw new Error('Wrong.');" };

  expect(await problemsOf([block])).toEqual([expect.stringContaining('a.md:1')]);
});

/** Tests are run by their runners, not as programs. */
const isNotRun = ({ marks, code }: Block): boolean =>
  marks.includes('no-run') || marks.includes('nightly') || /from '(vitest|@jest\/globals)'/.test(code);

/** What goes wrong when the blocks run, two at a time, in a folder with logs and with S3 and DynamoDB at hand. */
async function problemsOf(blocks: readonly Block[]): Promise<readonly string[]> {
  const programs = await programsOf(blocks, join(folder, `programs-${blocks.length}`));
  const queue = blocks.map((block, i) => ({ block, program: programs[i]! }));
  const problems: string[] = [];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const problem = await problemOf(next.program);
      if (problem !== '') problems.push(`${nameOf(next.block)}\n${problem}`);
    }
  };
  await Promise.all([work(), work()]);
  return problems;
}

function problemOf(program: string): Promise<string> {
  const { AWS_LAMBDA_FUNCTION_NAME: _, ...aws } = localAws('docs', proxy);
  const env = { PATH: process.env.PATH, ...aws };
  return new Promise((resolve) => {
    execFile(process.execPath, [program], { cwd: folder, env, timeout: 60_000 }, (error, _stdout, stderr) => {
      resolve(error === null ? stderr : `${error.message}\n${stderr}`);
    });
  });
}
