import type { CallTimes } from '../calls/peer.js';
import { type Program, program, type Running } from '../program.js';
import { type Rounds, roundsOf } from '../rounds.js';
import { estimate, median, shuffled } from '../stats.js';
import { ratio, spread, type Table } from '../table.js';

const OURS = 'needs-retry, line and EMF';
const BY_HAND = 'written by hand, line and EMF';

/** A whole SDK call, under ourselves, our floor and our peers. */
export async function calls(): Promise<readonly Table[]> {
  const own = await program('calls');
  const times = await own.run<ByCall>({ output: '/dev/null', args: ['time'] });
  // Larger than what a batch allocates, so that the collector does not run in it. It changes times, not bytes.
  const nodeArgs = ['--min-semi-space-size=64', '--max-semi-space-size=64'];
  const bytes = await own.run<ByCall>({ output: '/dev/null', args: ['bytes'], nodeArgs });
  own.remove();
  const peers = await peerTimes();
  const names = Object.keys(times);
  return [
    ...names.map((call) => ownTable(call, times[call]!, bytes[call]!)),
    ...names.map((call) => peerTable(call, peers[call]!)),
    { title: 'The goals of a call', rows: names.map((call) => goalRow(call, times[call]!, peers[call]!)) },
  ];
}

type ByCall = Readonly<Record<string, Rounds>>;

function ownTable(call: string, times: Rounds, bytes: Rounds): Table {
  const bare = median(times.bare!);
  return {
    title: `${call}: added to a call of ${Math.round(bare / 1_000)} µs, in turns in one process`,
    rows: Object.keys(times).map((name) => ({
      variant: name,
      ...spread(added(times, name), 'µs'),
      '× bare': ratio(bare + median(added(times, name)), bare),
      'bytes allocated': Math.round(median(added(bytes, name))),
    })),
  };
}

function peerTable(call: string, times: Rounds): Table {
  const bare = median(times.bare!);
  return {
    title: `${call}: added to a call of ${Math.round(bare / 1_000)} µs, in processes that take turns`,
    rows: Object.keys(times).map((name) => ({
      subject: name,
      ...spread(added(times, name), 'µs'),
      '× bare': ratio(bare + median(added(times, name)), bare),
    })),
  };
}

function goalRow(call: string, own: Rounds, peers: Rounds): Table['rows'][number] {
  const bare = median(own.bare!);
  const ours = estimate(added(own, OURS));
  const cheapest = Math.min(...OBSERVERS.map((name) => median(added(peers, name))));
  return {
    call,
    'added, %': percent(ours.median, bare),
    'at least, %': percent(ours.low, bare),
    '% of the cheapest peer': percent(ours.median, cheapest),
    'at least, % of it': percent(ours.low, cheapest),
    '× by hand': ratio(ours.median, median(added(own, BY_HAND))),
  };
}

function added(times: Rounds, name: string): readonly number[] {
  return times[name]!.map((time, i) => time - times.bare![i]!);
}

function percent(part: number, whole: number): number {
  return Number(((100 * part) / whole).toFixed(1));
}

/** Program and argument of each subject. */
const SUBJECTS: Readonly<Record<string, readonly [program: string, ...args: string[]]>> = {
  bare: ['calls-alone', 'bare'],
  'bare again': ['calls-alone', 'bare'],
  [OURS]: ['calls-alone', 'ours'],
  'needs-retry in `withProperties`': ['calls-alone', 'withProperties'],
  OpenTelemetry: ['calls-opentelemetry'],
  'X-Ray': ['calls-xray'],
  'Powertools Tracer': ['calls-powertools'],
};
const OBSERVERS = ['OpenTelemetry', 'X-Ray', 'Powertools Tracer'];

/** Some patch a package as it is loaded. */
const INSTALLED = ['@aws-sdk/client-*', '@opentelemetry/*', 'aws-xray-sdk-core', '@aws-lambda-powertools/*'];

async function peerTimes(): Promise<ByCall> {
  const programs = new Map<string, Program>();
  const running: (readonly [subject: string, process: Running])[] = [];
  for (const [subject, [name, ...args]] of Object.entries(SUBJECTS)) {
    const known = programs.get(name) ?? (await program(name, { external: INSTALLED }));
    programs.set(name, known);
    running.push([subject, known.start(args)]);
  }
  const times: Record<string, Record<string, number[]>> = {};
  for (let round = -roundsOf(6); round < roundsOf(24); round++) {
    for (const [subject, process] of shuffled(running)) {
      for (const [call, time] of Object.entries(await process.ask<CallTimes>())) {
        if (round < 0) continue;
        times[call] ??= Object.fromEntries(Object.keys(SUBJECTS).map((name) => [name, []]));
        times[call][subject]!.push(time);
      }
    }
  }
  for (const [, process] of running) process.end();
  for (const each of programs.values()) each.remove();
  return times;
}
