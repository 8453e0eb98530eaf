import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Rounds, roundsOf } from '../rounds.js';
import { shuffled } from '../stats.js';

export const FORMATS = ['cjs', 'esm'] as const;
export type Format = (typeof FORMATS)[number];

/** The nanoseconds that the import of each specifier takes in a fresh process, seen from `directory`, in turns. */
export async function importTimes(
  directory: string,
  format: Format,
  specifiers: Readonly<Record<string, string>>,
): Promise<Rounds> {
  const loader = join(directory, 'loader.cjs');
  writeFileSync(loader, LOADERS[format]);
  const times: Record<string, number[]> = Object.fromEntries(
    Object.keys(specifiers).map((name) => [name, []]),
  );
  // The first brings the files into memory.
  for (let round = -1; round < roundsOf(41); round++) {
    for (const [name, specifier] of shuffled(Object.entries(specifiers))) {
      const { stdout } = await run(process.execPath, [loader, specifier], { env });
      if (round >= 0) times[name]!.push(Number(stdout));
    }
  }
  return times;
}

// What a function has that writes documents.
const env = { AWS_LAMBDA_FUNCTION_NAME: 'orders', NODE_NO_WARNINGS: '1' };

const run = promisify(execFile);

const LOADERS: Readonly<Record<Format, string>> = {
  cjs: `const since = process.hrtime.bigint();
require(process.argv[2]);
console.log(String(process.hrtime.bigint() - since));`,
  esm: `const since = process.hrtime.bigint();
import(process.argv[2]).then(() => console.log(String(process.hrtime.bigint() - since)));`,
};
