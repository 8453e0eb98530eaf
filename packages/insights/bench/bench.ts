import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeLog } from './log.js';
import { QUESTIONS, type Question } from './questions.js';

const MEGABYTE = 1e6;
const MOST_MEMORY = 256 * 2 ** 20;
const HEAP = ['--max-old-space-size=256', '--require', join(import.meta.dirname, 'peak-memory.cjs')];
const COMMAND = join(import.meta.dirname, '../dist/bin.mjs');
const READLINE = join(import.meta.dirname, 'readline-answer.mjs');

type Run = { readonly seconds: number; readonly output: string; readonly peak: number | undefined };

async function bench(): Promise<boolean> {
  const { values } = parseArgs({
    options: { lines: { type: 'string', default: '2000000' }, runs: { type: 'string', default: '3' } },
  });
  const runs = Number(values.runs);
  const log = await logOf(Number(values.lines));
  const hasJq = spawnSync('jq', ['--version']).status === 0;
  if (!hasJq) console.log('jq is not installed: it is left out of the comparison.\n');

  let isGood = true;
  for (const question of QUESTIONS) isGood = (await compare(question, log, runs, hasJq)) && isGood;
  return (await large(runs)) && isGood;
}

async function compare(question: Question, log: string, runs: number, hasJq: boolean): Promise<boolean> {
  console.log(question.title);
  const insights = await best(runs, process.execPath, insightsArguments(question.insights, log));
  const readlineArguments = [...HEAP.slice(1), READLINE, question.readline, log];
  const readline = await best(1, process.execPath, readlineArguments);
  const tuned = await best(runs, process.execPath, [...readlineArguments, 'tuned']);
  const jq = hasJq ? await best(1, 'jq', ['-R', '-n', '-c', question.jq], log) : undefined;

  const wanted = normalized(JSON.parse(readline.output));
  const found = [
    countsOf(insights.output),
    normalized(JSON.parse(tuned.output)),
    ...(jq ? [normalized(JSON.parse(jq.output))] : []),
  ];
  const isSame = found.every((answer) => answer === wanted);
  const fastest = Math.min(readline.seconds, jq?.seconds ?? Number.POSITIVE_INFINITY);
  const ratio = fastest / insights.seconds;
  line('needs-retry', insights);
  line('readline, JSON.parse on each line', readline);
  line('the same, only on lines that begin with a brace (not asked for)', tuned);
  if (jq) line('jq', jq);
  console.log(
    `  ${ratio.toFixed(1)} times as fast (wanted: ${question.target})${isSame ? '' : ', BUT THE ANSWERS DIFFER'}\n`,
  );
  return isSame && ratio >= question.target && (insights.peak ?? 0) < MOST_MEMORY;
}

/** More than a gigabyte, with a heap of a quarter of one. */
async function large(runs: number): Promise<boolean> {
  const log = await logOf(6_500_000);
  const { size } = await stat(log);
  console.log(`a log of ${(size / 1e9).toFixed(2)} GB in a heap of 256 MB`);
  let isGood = size > 1e9;
  for (const query of [
    'filter level = "ERROR" | stats count(*) as n by bin(5m)',
    'stats count_distinct(requestId), pct(durationMs, 99), max(customer.id) by level',
    'fields @timestamp, requestId, durationMs | filter durationMs > 1400 | sort durationMs desc | limit 100',
  ]) {
    const run = await best(Math.min(runs, 1), process.execPath, insightsArguments(query, log));
    line(query, run);
    isGood &&= (run.peak ?? 0) < MOST_MEMORY;
  }
  return isGood;
}

async function logOf(lines: number): Promise<string> {
  const path = join(tmpdir(), `needs-retry-bench-${lines}.log`);
  if (!existsSync(path)) {
    console.log(`Writing ${lines.toLocaleString('en-US')} lines to ${path}\n`);
    await writeLog(path, lines);
  }
  return path;
}

function insightsArguments(query: string, log: string): string[] {
  return [...HEAP, COMMAND, 'query', query, log, '--output', 'json'];
}

async function best(runs: number, command: string, args: readonly string[], input?: string): Promise<Run> {
  let fastest: Run | undefined;
  for (let run = 0; run < runs; run++) {
    const result = await timed(command, args, input);
    if (!fastest || result.seconds < fastest.seconds) fastest = result;
  }
  return fastest!;
}

async function timed(command: string, args: readonly string[], input: string | undefined): Promise<Run> {
  const file = input === undefined ? undefined : openSync(input, 'r');
  const start = performance.now();
  const child = spawn(command, args, { stdio: [file ?? 'ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout!.on('data', (chunk) => (output += chunk));
  child.stderr!.on('data', (chunk) => (errors += chunk));
  const code = await new Promise((closed) => child.on('close', closed));
  const seconds = (performance.now() - start) / 1000;
  if (file !== undefined) closeSync(file);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${errors}`);
  const peak = /peak (\d+)/.exec(errors)?.[1];
  return { seconds, output, peak: peak === undefined ? undefined : Number(peak) * 1024 };
}

function line(title: string, { seconds, peak }: Run): void {
  const memory = peak === undefined ? '' : `  ${(peak / MEGABYTE).toFixed(0)} MB`;
  console.log(`  ${seconds.toFixed(2)} s${memory}  ${title}`);
}

/** Our rows as the object that the others give. */
function countsOf(output: string): string {
  const rows = JSON.parse(output) as { readonly k: string; readonly n: string }[];
  return normalized(Object.fromEntries(rows.map(({ k, n }) => [k, Number(n)])));
}

function normalized(counts: Record<string, number>): string {
  return JSON.stringify(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

bench().then((isGood) => {
  console.log(isGood ? '\nAll as wanted.' : '\nNOT as wanted.');
  process.exitCode = isGood ? 0 : 1;
});
