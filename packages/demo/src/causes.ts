import { REGION } from '@needs-retry/fixtures';
import type { Fault, FaultScript } from '@needs-retry/testing';

const TABLE = `arn:aws:dynamodb:${REGION}:123456789012:table/orders`;
/** Longer than any function of the demo runs. */
const FOR_EVER_MS = 60_000;

/** Adds to random faults what has a cause: why DynamoDB throttles, and what becomes of the archive's two calls. */
export function withCauses(faults: FaultScript): FaultScript {
  return (request) => {
    if (request.operation === 'BatchWriteItem') return { kind: 'unprocessed' };
    if (request.path.includes('archive.txt')) return { kind: 'slow', delayMs: FOR_EVER_MS };
    const fault = faults(request);
    const isTable = request.service === 'dynamodb' && fault?.kind === 'throttling';
    return isTable ? throttled(request.operation) : fault;
  };
}

/** One order is read by everyone, and writes are more than the table was given. */
function throttled(operation: string): Fault {
  const reason =
    operation === 'GetItem'
      ? 'TableReadKeyRangeThroughputExceeded'
      : 'TableWriteProvisionedThroughputExceeded';
  return {
    kind: 'error',
    status: 400,
    code: 'ProvisionedThroughputExceededException',
    members: { ThrottlingReasons: [{ reason, resource: TABLE }] },
  };
}
