import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeIntoPage } from '@needs-retry/fixtures/markdown';
import { circumstancesOf } from './circumstances.js';
import { COMPARISONS, compare } from './compare.js';
import { PARTS } from './parts/index.js';
import { markdown } from './table.js';
import { HERE } from './tree.js';
import { WrongUse } from './wrong-use.js';

const USAGE = `Measures needs-retry against peers and floors that take turns with it in the same run.

  pnpm bench [part ...] [--json] [--docs]
  pnpm bench --compare <git ref> [part ...] [--json]

Parts: ${Object.keys(PARTS).join(', ')}; without one, all. Medians with their 95 % interval.
--docs writes the tables of these parts into docs/performance.md.
--compare measures this version and that of a commit in turns: ${Object.keys(COMPARISONS).join(', ')}.

BENCH_ROUNDS=2 plays a sample. BENCH_LINES=10000000 adds a log of so many lines to insights.`;

async function main(args: readonly string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      docs: { type: 'boolean', default: false },
      compare: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const known = Object.keys(values.compare === undefined ? PARTS : COMPARISONS);
  const wrong = positionals.find((name) => !known.includes(name));
  if (wrong !== undefined) {
    throw new WrongUse(`Expected a part of ${known.join(', ')}, got ${JSON.stringify(wrong)}.\n\n${USAGE}`);
  }
  const parts = positionals.length > 0 ? positionals : known;
  if (values.compare === undefined) await measure(parts, values);
  else {
    const tables = await compare(values.compare, parts);
    console.log(values.json ? JSON.stringify(tables, undefined, 2) : tables.map(markdown).join('\n\n'));
  }
}

/** Says what is done with each part, as soon as it is measured: all of them take long. */
async function measure(parts: readonly string[], { json, docs }: { json: boolean; docs: boolean }) {
  const results: object[] = [];
  for (const part of parts) {
    console.error(`Measuring ${part} …`);
    const tables = await PARTS[part]!.measure();
    const circumstances = circumstancesOf(part);
    results.push({ part, circumstances, tables });
    const text = [circumstances, ...tables.map(markdown)].join('\n\n');
    if (docs) writeIntoPage(join(HERE.root, 'docs', 'performance.md'), `bench:${part}`, text);
    if (!json) console.log(`${text}\n`);
  }
  if (json) console.log(JSON.stringify(results, undefined, 2));
}

main(process.argv.slice(2)).catch((error: Error & { readonly code?: unknown }) => {
  const isWrongUse = error instanceof WrongUse || String(error.code).startsWith('ERR_PARSE_ARGS');
  console.error(isWrongUse ? error.message : error);
  process.exitCode = 2;
});
