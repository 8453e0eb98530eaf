import { randomUUID } from 'node:crypto';
import {
  createRetryObserver,
  emfDocuments,
  type ReportableEvent,
  type RetryObserver,
} from '@needs-retry/core';
import { withRetryReport } from '@needs-retry/lambda';

/** The log of a function whose SDK clients are observed by `observer`. */
export class FunctionLog {
  readonly lines: string[] = [];
  readonly observer: RetryObserver;
  private readonly documentOf = documentsOf('orders');

  constructor() {
    this.observer = createRetryObserver({ sinks: [{ write: (event) => this.write(event) }] });
  }

  /** Writes what both sinks would; the document tells of lost lines. */
  write(event: ReportableEvent, lostLines = 0): void {
    if (event.kind === 'needs-retry' && event.attempts > 1) {
      this.lines.push(`${event.eventName}|increment|count=1`);
    }
    const document = this.documentOf(event, lostLines);
    if (document !== undefined) this.lines.push(document.trimEnd());
  }

  /** What `withRetryReport` does shortly before a function times out, without the time. */
  deadline(): void {
    for (const call of this.observer.callsInFlight()) {
      const eventName = `deadline.${call.service}.${call.operation}`;
      this.observer.emit({ ...call, kind: 'deadline', eventName });
    }
  }

  /** Runs an invocation with Lambda's own lines around it. */
  async invocation(act: () => Promise<unknown>, how: Invocation = {}): Promise<string> {
    const { durationMs = 120, isCold = false, timedOut = false } = how;
    const requestId = randomUUID();
    this.lines.push(`START RequestId: ${requestId} Version: $LATEST`);
    const handler = withRetryReport(async (_event: unknown, _context: object) => act(), {
      observer: this.observer,
      summary: how.summary ?? false,
    });
    await handler({}, { awsRequestId: requestId });
    if (timedOut) {
      const seconds = (durationMs / 1000).toFixed(2);
      this.lines.push(`2026-03-01T12:00:00.000Z ${requestId} Task timed out after ${seconds} seconds`);
    }
    this.lines.push(
      `END RequestId: ${requestId}`,
      [
        `REPORT RequestId: ${requestId}`,
        `Duration: ${durationMs.toFixed(2)} ms`,
        `Billed Duration: ${Math.ceil(durationMs)} ms`,
        'Memory Size: 1024 MB',
        'Max Memory Used: 90 MB',
        ...(isCold ? ['Init Duration: 180.00 ms'] : []),
        ...(timedOut ? ['Status: timeout'] : []),
      ].join('\t'),
    );
    return requestId;
  }
}

type Invocation = {
  readonly durationMs?: number;
  readonly isCold?: boolean;
  readonly timedOut?: boolean;
  readonly summary?: boolean;
};

function documentsOf(functionName: string) {
  const before = process.env.AWS_LAMBDA_FUNCTION_NAME;
  process.env.AWS_LAMBDA_FUNCTION_NAME = functionName;
  try {
    return emfDocuments();
  } finally {
    if (before === undefined) delete process.env.AWS_LAMBDA_FUNCTION_NAME;
    else process.env.AWS_LAMBDA_FUNCTION_NAME = before;
  }
}
