import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What a process holds at a moment. */
export interface Reading {
  /** Since the first reading. */
  readonly seconds: number;
  /** After a collection. */
  readonly heapBytes: number;
  readonly descriptors: number;
  readonly listeners: number;
  readonly timers: number;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

export function read(seconds: number): Reading {
  collect();
  return {
    seconds,
    heapBytes: process.memoryUsage().heapUsed,
    descriptors: readdirSync('/proc/self/fd').length,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
    timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
  };
}
