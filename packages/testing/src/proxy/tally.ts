import type { Fault } from './fault.js';

/** A request that arrived, and what became of it. */
export interface SeenRequest {
  readonly service: string;
  readonly operation: string;
  readonly invocationId: string | undefined;
  readonly attempt: number;
  /** Undefined until an answer is sent, and for good where none is. */
  readonly status: number | undefined;
  readonly faultKind: Fault['kind'] | undefined;
  /** True if the answer is one that the SDK takes for throttling. */
  readonly throttled: boolean;
}

/** What reached the proxy of one operation. A call is one SDK invocation id. */
export interface Tally {
  readonly service: string;
  readonly operation: string;
  readonly requests: number;
  readonly calls: number;
  readonly throttled: number;
  readonly faults: number;
}

/** Counts requests by service and operation, in the order of their names. */
export function tallyOf(seen: readonly SeenRequest[]): readonly Tally[] {
  const names = new Set(seen.map(nameOf));
  return [...names].sort().map((name) => {
    const requests = seen.filter((request) => nameOf(request) === name);
    const { service, operation } = requests[0]!;
    return {
      service,
      operation,
      requests: requests.length,
      calls: requests.filter(({ attempt }) => attempt === 1).length,
      throttled: requests.filter(({ throttled }) => throttled).length,
      faults: requests.filter(({ faultKind }) => faultKind !== undefined).length,
    };
  });
}

function nameOf({ service, operation }: SeenRequest): string {
  return `${service}.${operation}`;
}
