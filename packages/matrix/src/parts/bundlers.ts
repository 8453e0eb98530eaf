import { deepStrictEqual } from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  availableRuntimes,
  packageDirectory,
  type Runtime,
  startFunction,
} from '@needs-retry/lambda-harness';
import { check, tableOf } from '../checks.js';
import { linkedConsumer } from '../consumer/linked.js';
import type { Cell, Part } from '../part.js';
import { run } from '../run.js';
import { installTool } from '../tools.js';

/** What each is installed with. */
const BUNDLERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  esbuild: { esbuild: '0.28' },
  rollup: {
    rollup: '4',
    '@rollup/plugin-commonjs': '29',
    '@rollup/plugin-json': '6',
    '@rollup/plugin-node-resolve': '16',
  },
  rolldown: { rolldown: '1' },
  webpack: { webpack: '5' },
  vite: { vite: '8' },
};

const FORMATS = ['esm', 'cjs'] as const;
type Format = (typeof FORMATS)[number];

export const bundlers: Part = {
  about: 'esbuild, rollup, rolldown, webpack and vite: two copies of the SDK in one Lambda function',

  cells({ sample }) {
    const names = sample ? ['esbuild'] : Object.keys(BUNDLERS);
    const formats = sample ? (['esm'] as const) : FORMATS;
    const runtimes = sample ? availableRuntimes().slice(0, 1) : availableRuntimes();
    return names.flatMap((name) => formats.flatMap((format) => checksOf(name, format, runtimes)));
  },

  table: (played) => tableOf('Bundled, and run in the Lambda runtimes', played),
};

function checksOf(name: string, format: Format, runtimes: readonly Runtime[]): readonly Cell[] {
  let bundled: Promise<string> | undefined;
  return runtimes.map((runtime) =>
    check(name, `${format === 'esm' ? 'ES module' : 'CommonJS'}, ${runtime}`, async () => {
      bundled ??= bundle(name, format);
      await expectRetries(await bundled, runtime);
    }),
  );
}

/** Resolves with the file. The bundler runs in a process of its own. */
async function bundle(name: string, format: Format): Promise<string> {
  const { folder } = await linkedConsumer();
  const output = join(folder, 'bundles', `${name}-${format}`, format === 'esm' ? 'index.mjs' : 'index.cjs');
  mkdirSync(join(output, '..'), { recursive: true });
  const script = await scriptOf(name);
  await run([process.execPath, script, join(folder, 'handler.mjs'), output, format], { cwd: folder });
  return output;
}

/** A copy of the script beside what it needs. esbuild is in the workspace already. */
async function scriptOf(name: string): Promise<string> {
  const script = join(packageDirectory('matrix'), 'bundlers', `${name}.mjs`);
  if (name === 'esbuild') return script;
  const copy = join(await installTool(name, BUNDLERS[name]!), '..', `${name}.mjs`);
  copyFileSync(script, copy);
  return copy;
}

async function expectRetries(handlerFile: string, runtime: Runtime): Promise<void> {
  const fn = await startFunction({
    runtime,
    handlerFile,
    timeoutMs: 30_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  const invocation = await fn.invoke();
  await fn.stop();
  const lines = fn.logEvents().filter(({ message }) => message.startsWith('needs-retry.'));
  deepStrictEqual(
    {
      ...invocation,
      requestId: undefined,
      lines: lines.map(({ message }) => message),
      documents: fn.emfEvents().map(({ document }) => document.ServiceId),
    },
    {
      result: ['s3 of today', 's3 of 2024', 'dynamodb of today'],
      requestId: undefined,
      lines: [
        'needs-retry.s3.ListBuckets|increment|count=1',
        'needs-retry.s3.ListBuckets|increment|count=1',
        'needs-retry.dynamodb.ListTables|increment|count=1',
      ],
      documents: ['s3', 's3', 'dynamodb'],
    },
  );
}
