import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageDirectory } from '@needs-retry/lambda-harness';
import { PARTS } from './parts/index.js';
import { markdown, type Table } from './table.js';

const USAGE = `Measures needs-retry against peers and floors that take turns with it in the same run.

  pnpm bench [part ...] [--json] [--docs]

Parts: ${Object.keys(PARTS).join(', ')}; without one, all. Medians with their 95 % interval.
--docs writes the tables into docs/performance.md.`;

/** @returns the exit code: 2 for a wrong part or option */
async function main(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      docs: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const wrong = positionals.find((name) => !Object.hasOwn(PARTS, name));
  if (wrong !== undefined) {
    console.error(
      `Expected a part of ${Object.keys(PARTS).join(', ')}, got ${JSON.stringify(wrong)}.\n\n${USAGE}`,
    );
    return 2;
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model}, Node.js ${process.version}`;
  const tables: Table[] = [];
  for (const name of positionals.length > 0 ? positionals : Object.keys(PARTS)) {
    console.error(`Measuring ${name} …`);
    tables.push(...(await PARTS[name]!()));
  }
  const text = [machine, ...tables.map(markdown)].join('\n\n');
  if (values.docs)
    writeInto(join(packageDirectory('benchmarks'), '..', '..', 'docs', 'performance.md'), text);
  console.log(values.json ? JSON.stringify({ machine, tables }, undefined, 2) : text);
  return 0;
}

function writeInto(file: string, text: string): void {
  const between = /(?<=<!-- bench:begin -->\n).*(?=<!-- bench:end -->)/s;
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(between, () => `\n${text}\n\n`),
  );
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 2;
  },
);
