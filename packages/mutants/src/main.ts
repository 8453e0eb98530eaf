import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { EQUIVALENT } from './equivalent.js';
import { run, runSurvivors } from './run.js';
import { partKilled, type Score, scoreOf } from './score.js';
import { SHARDS } from './shards.js';

const MIN_KILLED = 0.9;

const USAGE = `Changes the code of core and the adapters, one place at a time, and tells which changes no test notices.

  pnpm mutants [shard ...] [--survivors] [--list]

Shards: ${Object.keys(SHARDS).join(', ')}; without one, all.
Results are kept in packages/mutants/results: what has not changed is not run again. With --survivors only what survived
is, which is quick after tests were added and nothing else has changed.
The exit code is 1 if a shard kills less than ${MIN_KILLED * 100} % of what is not listed as equivalent, 2 for wrong use.`;

async function main(args: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      survivors: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || values.list) {
    console.log(values.help ? USAGE : JSON.stringify(Object.keys(SHARDS)));
    return 0;
  }
  const wrong = positionals.find((name) => !Object.hasOwn(SHARDS, name));
  if (wrong !== undefined) {
    console.error(`Expected a shard, got ${JSON.stringify(wrong)}.\n\n${USAGE}`);
    return 2;
  }
  let isGood = true;
  for (const name of positionals.length > 0 ? positionals : Object.keys(SHARDS)) {
    const start = performance.now();
    const results = await (values.survivors ? runSurvivors : run)(name, SHARDS[name]!);
    const seconds = (performance.now() - start) / 1000;
    const score = scoreOf(results, (file) => readFileSync(file, 'utf8'), EQUIVALENT);
    console.log(textOf(name, score, seconds));
    isGood &&= partKilled(score) >= MIN_KILLED;
  }
  return isGood ? 0 : 1;
}

function textOf(name: string, score: Score, seconds: number): string {
  const { mutants, killed, equivalent, survivors } = score;
  const percent = (partKilled(score) * 100).toFixed(1);
  return [
    `${name}: ${killed} of ${mutants} killed (${percent} %), ${equivalent} equivalent, ${seconds.toFixed(0)} s`,
    ...survivors.map(({ file, line, was, became }) => `  ${file}:${line}\n    - ${was}\n    + ${became}`),
  ].join('\n');
}

process.exitCode = await main(process.argv.slice(2));
