import { availableRuntimes, nodeBinary } from '@needs-retry/lambda-harness';
import { roundsOf } from './rounds.js';

/** A Node.js that is on this machine. */
export interface Node {
  /** `Node.js 22` */
  readonly name: string;
  readonly binary: string;
}

/** The Node.js of each of Lambda's runtimes, the oldest first. A sample has as few of them as it has rounds. */
export function nodes(): readonly Node[] {
  return availableRuntimes()
    .slice(0, roundsOf(Infinity))
    .map((runtime) => ({
      name: `Node.js ${/\d+/.exec(runtime)}`,
      binary: nodeBinary(runtime),
    }));
}
