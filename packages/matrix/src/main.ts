import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { markdown, writeIntoPage } from '@needs-retry/fixtures/markdown';
import { repositoryRoot } from '@needs-retry/packing';
import { CACHE } from './cache.js';
import type { PlayOptions } from './part.js';
import { PARTS } from './parts.js';

const USAGE = `Plays needs-retry with what it says that it works with. Ends with 1 if anything failed.

  pnpm test:matrix [part ...] [--sample] [--only <text>] [--jobs <n>] [--resume] [--docs]

${Object.entries(PARTS)
  .map(([name, { about }]) => `  ${name.padEnd(11)} ${about}`)
  .join('\n')}

Without a part, all. What is not on this machine is installed into
${CACHE}.

  --sample       plays a few of each, in seconds: what .ci/run does
  --only <text>  plays only rows whose name has this text
  --jobs <n>     runs so many processes at once, 1 by default
  --resume       takes the versions of the SDK that an interrupted run of the same code has played
  --docs         writes the tables of these parts into docs/compatibility.md`;

async function main(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      sample: { type: 'boolean', default: false },
      only: { type: 'string' },
      jobs: { type: 'string', default: '1' },
      resume: { type: 'boolean', default: false },
      docs: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const problem = problemOf(positionals, values);
  if (problem !== undefined) {
    console.error(`${problem}\n\n${USAGE}`);
    return 2;
  }
  const { sample, only, resume, docs } = values;
  const names = positionals.length > 0 ? positionals : Object.keys(PARTS);
  const failures: string[] = [];
  for (const name of names) {
    failures.push(...(await playPart(name, { sample, only, resume, docs, jobs: Number(values.jobs) })));
  }
  for (const failure of failures) console.error(`✗ ${failure}`);
  return failures.length === 0 ? 0 : 1;
}

interface Settings extends Omit<PlayOptions, 'say'> {
  readonly docs: boolean;
}

function problemOf(
  names: readonly string[],
  { sample, only, jobs, docs }: Record<string, unknown>,
): string | undefined {
  const wrong = names.find((name) => !(name in PARTS));
  if (wrong !== undefined) {
    return `Expected a part of ${Object.keys(PARTS).join(', ')}, got ${JSON.stringify(wrong)}.`;
  }
  if (!/^[1-9]\d*$/.test(String(jobs))) return `Expected \`--jobs\` to be a number from 1 on, got ${jobs}.`;
  if (docs && (sample || only !== undefined)) {
    return 'Expected `--docs` with a whole part: leave `--sample` and `--only` out.';
  }
  return undefined;
}

/** Resolves with what failed. */
async function playPart(name: string, { docs, ...options }: Settings): Promise<readonly string[]> {
  const since = performance.now();
  const { tables, passed, failures } = await PARTS[name]!.play({
    ...options,
    say: (line) => console.error(line),
  });
  const text = tables.map(markdown).join('\n\n');
  if (docs) writeIntoPage(join(repositoryRoot(), 'docs', 'compatibility.md'), `matrix:${name}`, text);
  else if (!options.sample) console.log(`${text}\n`);
  const seconds = Math.round((performance.now() - since) / 1000);
  console.log(`${name}: ${passed} passed, ${failures.length} failed, ${seconds} s`);
  return failures;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: NodeJS.ErrnoException) => {
    console.error(error.code?.startsWith('ERR_PARSE_ARGS') ? `${error.message}\n\n${USAGE}` : error);
    process.exitCode = 2;
  },
);
