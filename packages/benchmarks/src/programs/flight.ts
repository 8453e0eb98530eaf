// Part `flight`: what 10,000 calls in flight keep. Their answers are held back until all have reached the stub. The argument
// is the observer. Prints JSON to stderr.
import fs from 'node:fs';
import { createRetryObserver, emfSink, lineSink } from '@needs-retry/core';
import { observeByHand } from '../calls/by-hand.js';
import { CALL_SUBJECTS, type CallClient } from '../calls/subjects.js';
import { countLines, retriesOf, throttlingATenth } from '../calls/throttled.js';
import { expect } from '../expect.js';
import { roundsOf } from '../rounds.js';

const CALLS = roundsOf(10_000);
const GET_ITEM = CALL_SUBJECTS[0]!;

const silent = createRetryObserver({ sinks: [] });
const written = createRetryObserver({ sinks: [lineSink(), emfSink()] });

const ATTACH: Readonly<Record<string, (client: CallClient) => void>> = {
  bare() {},
  silent: (client) => GET_ITEM.observe(client, silent),
  written: (client) => GET_ITEM.observe(client, written),
  byHand: (client) => observeByHand(client, GET_ITEM),
};

async function main(variant: string): Promise<void> {
  let arrived = 0;
  let allArrived = () => {};
  let release = () => {};
  let gate: Promise<void> | undefined;
  const client = GET_ITEM.makeClient(
    throttlingATenth(async () => {
      if (++arrived === CALLS) allArrived();
      await gate;
    }),
  );
  ATTACH[variant]!(client);
  const lines = countLines();
  const warmUp = roundsOf(500);
  for (let i = 0; i < warmUp; i++) await GET_ITEM.send(client);

  arrived = 0;
  gate = new Promise((resolve) => {
    release = resolve;
  });
  const all = new Promise<void>((resolve) => {
    allArrived = resolve;
  });
  const before = await heapInUse();
  const calls = Array.from({ length: CALLS }, () => GET_ITEM.send(client));
  await all;
  expect('calls in flight', inFlight(), variant === 'silent' || variant === 'written' ? CALLS : 0);
  const during = await heapInUse();
  release();
  await Promise.all(calls);
  calls.length = 0;
  expect('calls in flight', inFlight(), 0);
  const retries = retriesOf(warmUp + CALLS);
  expect('lines', lines(), variant === 'written' || variant === 'byHand' ? retries : 0);
  const after = await heapInUse();
  fs.writeSync(2, JSON.stringify({ kept: (during - before) / CALLS, left: (after - before) / CALLS }));
}

function inFlight(): number {
  return silent.callsInFlight().length + written.callsInFlight().length;
}

async function heapInUse(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 20));
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

void main(process.argv[2]!);
