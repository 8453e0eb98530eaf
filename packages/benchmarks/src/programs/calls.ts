// Part `calls`, what is too cheap to compare between processes: variants that take turns in one. The arguments say what
// is measured, `time` or `bytes`, and of ours the variant: with others in one process the code is compiled for all of
// them. Prints JSON to stderr.
import fs from 'node:fs';
import { createRetryObserver, emfSink, lineSink } from '@needs-retry/core';
import { allocatedBy } from '../allocated.js';
import { observeByHand } from '../calls/by-hand.js';
import { type Attach, CALL_SUBJECTS, type CallSubject } from '../calls/subjects.js';
import { type Rounds, roundsOf, takeTurns, type Variant } from '../rounds.js';
import { shuffled } from '../stats.js';

const silent = createRetryObserver({ sinks: [] });
const written = createRetryObserver({ sinks: [lineSink(), emfSink()] });
const heard = createRetryObserver({ sinks: [] });
heard.on('needs-retry', () => {});

const passOn = (next: unknown) => next;
const FLOORS: Readonly<Record<string, Attach>> = {
  bare() {},
  'bare again'() {},
  'a middleware that does nothing, where ours stands': (client) =>
    client.middlewareStack.add(passOn, { step: 'initialize', priority: 'high' }),
  'written by hand, line and EMF': observeByHand,
};
const OURS: Readonly<Record<string, Attach>> = {
  'needs-retry, nobody listens': (client, subject) => subject.observe(client, silent),
  'needs-retry, a handler on every attempt': (client, subject) => subject.observe(client, heard),
  'needs-retry, line and EMF': (client, subject) => subject.observe(client, written),
};

function variantsOf(
  subject: CallSubject,
  attached: Readonly<Record<string, Attach>>,
): Record<string, Variant> {
  const variants = Object.entries(attached).map(([name, attach]) => {
    const client = subject.makeClient();
    attach(client, subject);
    const run: Variant = async (count) => {
      for (let i = 0; i < count; i++) await subject.send(client);
    };
    return [name, run] as const;
  });
  return Object.fromEntries(variants);
}

/** The bytes that a call allocates, in rounds. */
async function allocated(variants: Readonly<Record<string, Variant>>): Promise<Rounds> {
  const bytes: Record<string, number[]> = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
  for (let round = -roundsOf(10); round < roundsOf(40); round++) {
    for (const [name, variant] of shuffled(Object.entries(variants))) {
      const each = await allocatedBy(variant, 20);
      if (round >= 0) bytes[name]!.push(each);
    }
  }
  return bytes;
}

/** Throws unless the floor writes what we write: only then are the two to be compared. */
async function expectSameText(subject: CallSubject): Promise<void> {
  const [ours, byHand] = [
    await textOf(subject, OURS['needs-retry, line and EMF']!),
    await textOf(subject, observeByHand),
  ];
  if (ours !== byHand) throw new Error(`Expected the same text, got\n${ours}and\n${byHand}`);
}

/** What a call writes, what differs from call to call aside. */
async function textOf(subject: CallSubject, attach: Attach): Promise<string> {
  let text = '';
  const { writeSync } = fs;
  fs.writeSync = ((_: number, bytes: string | Buffer, from?: number, length?: number) => {
    const piece = typeof bytes === 'string' ? bytes : bytes.toString('utf8', from, from! + length!);
    text += piece;
    return Buffer.byteLength(piece);
  }) as typeof fs.writeSync;
  try {
    const client = subject.makeClient();
    attach(client, subject);
    await subject.send(client);
  } finally {
    fs.writeSync = writeSync;
  }
  return text.replace(
    /"(Timestamp|RetryDelay|durationMs|causeDurationMs)":\d+|"sdkInvocationId":"[\da-f-]{36}"/g,
    '',
  );
}

async function main(what: string, name: string): Promise<void> {
  const result: Record<string, Rounds> = {};
  for (const subject of CALL_SUBJECTS) {
    await expectSameText(subject);
    const variants = variantsOf(subject, { ...FLOORS, [name]: OURS[name]! });
    result[subject.name] =
      what === 'time'
        ? await takeTurns(variants, { rounds: 150, batch: 20, warmUp: 60 })
        : await allocated(variants);
  }
  fs.writeSync(2, JSON.stringify(result));
}

void main(process.argv[2]!, process.argv[3]!);
