import type { LogFormat } from './log-stream.js';

export type Ending = {
  readonly requestId: string;
  readonly durationMs: number;
  readonly status: 'success' | 'error' | 'timeout';
  /** Why the environment is gone, where it is. */
  readonly exit?: string;
};

const MEMORY_MB = 128;

/** The lines that the platform itself writes about an invocation. */
export function platformLines(format: LogFormat) {
  return format === 'Text' ? text : json;
}

const text = {
  start: (requestId: string) => [`START RequestId: ${requestId} Version: $LATEST`],
  end: ({ requestId, durationMs, status, exit }: Ending) => [
    ...(status === 'timeout'
      ? [
          `${new Date().toISOString()} ${requestId} Task timed out after ${(durationMs / 1000).toFixed(2)} seconds`,
        ]
      : []),
    ...(exit === undefined ? [] : [`RequestId: ${requestId} Error: ${exit}\nRuntime.ExitError`]),
    `END RequestId: ${requestId}`,
    [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(durationMs)} ms`,
      `Memory Size: ${MEMORY_MB} MB`,
      `Max Memory Used: ${MEMORY_MB} MB`,
      ...(status === 'success' ? [] : [`Status: ${status}`]),
    ].join('\t'),
  ],
};

const json: typeof text = {
  start: (requestId) => [record('platform.start', { requestId, version: '$LATEST' })],
  end: ({ requestId, durationMs, status, exit }) => [
    record('platform.report', {
      requestId,
      metrics: {
        durationMs,
        billedDurationMs: Math.ceil(durationMs),
        memorySizeMB: MEMORY_MB,
        maxMemoryUsedMB: MEMORY_MB,
      },
      status,
      ...(exit === undefined ? {} : { errorType: 'Runtime.ExitError' }),
    }),
  ],
};

function record(type: string, content: object): string {
  return JSON.stringify({ time: new Date().toISOString(), type, record: content });
}
