import { parseArgs } from 'node:util';
import { CACHE } from './cache.js';
import { PARTS } from './parts.js';
import { playPart } from './play-part.js';

const USAGE = `Plays needs-retry with what it says that it works with. Ends with 1 if anything failed.

  pnpm test:matrix [part ...] [--sample] [--only <text>] [--jobs <n>] [--docs] [--resume]

${Object.entries(PARTS)
  .map(([name, { about }]) => `  ${name.padEnd(11)} ${about}`)
  .join('\n')}

Without a part, all. What is not on this machine is installed into
${CACHE}.

  --sample       plays a few of each, in seconds: what .ci/run does
  --only <text>  plays only cells whose name has this text, for example "SDK 3.600, standard"
  --jobs <n>     plays so many cells at once, 1 by default
  --docs         keeps the result of each cell in packages/matrix/results, and writes the tables of docs/compatibility.md;
                 cells that are not played keep the result that they had, with its commit
  --resume       leaves out cells that have a result of these very packages: goes on with a run that was interrupted`;

async function main(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      sample: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
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
  const names = positionals.length > 0 ? positionals : Object.keys(PARTS);
  const failures: string[] = [];
  for (const name of names)
    failures.push(...(await playPart(name, { ...values, jobs: Number(values.jobs) })));
  for (const failure of failures) console.error(`✗ ${failure}`);
  return failures.length === 0 ? 0 : 1;
}

function problemOf(
  names: readonly string[],
  { sample, jobs, docs, resume }: Record<string, unknown>,
): string | undefined {
  const wrong = names.find((name) => !(name in PARTS));
  if (wrong !== undefined) {
    return `Expected a part of ${Object.keys(PARTS).join(', ')}, got ${JSON.stringify(wrong)}.`;
  }
  if (!/^[1-9]\d*$/.test(String(jobs))) return `Expected \`--jobs\` to be a number from 1 on, got ${jobs}.`;
  if (sample && (docs || resume)) {
    return 'Expected `--sample` without `--docs` and `--resume`: only whole cells are kept.';
  }
  return undefined;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: NodeJS.ErrnoException) => {
    console.error(String(error.code).startsWith('ERR_PARSE_ARGS') ? `${error.message}\n\n${USAGE}` : error);
    process.exitCode = 2;
  },
);
