import { availableRuntimes, nodeBinary } from '@needs-retry/lambda-harness';

/** A Node.js that is on this machine. */
export interface Node {
  /** `Node.js 22` */
  readonly name: string;
  readonly binary: string;
}

/** The Node.js of each of Lambda's runtimes, the oldest first. */
export function nodes(): readonly Node[] {
  return availableRuntimes().map((runtime) => ({
    name: `Node.js ${/\d+/.exec(runtime)}`,
    binary: nodeBinary(runtime),
  }));
}
