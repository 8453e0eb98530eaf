import type { Settings } from './parameters.js';

/** An invocation's id in the text of a line. */
export const UUID = '[0-9a-f]{8}-[0-9a-f-]{27}';
/** Lambda's two ways to say in text that a function timed out, and the one in JSON. */
export const TIMEOUT = 'Task timed out|Status: timeout|"status":"timeout"';
export const ENDED =
  'strcontains(@message, "Task timed out") + strcontains(@message, "Status: timeout") + strcontains(@message, "\\"status\\":\\"timeout\\"")';

/** Each wait for a retry as a row of its own, `delayMs`: a summarised document has many. */
export const DELAYS = String.raw`| parse @message /(?<documentText>\{.*\})/
| fields jsonParse(documentText) as document
| unnest document.RetryDelay into delayMs`;

/**
 * The plain lines, also where they stand in JSON or behind a prefix: `retryService`, `retryOperation` and
 * `retryCount`, which no log is likely to have as keys of its own.
 */
export function lines({ service, operation }: Settings): string {
  const narrowed = [
    'ispresent(retryCount)',
    ...(service ? [isNamed('retryService', service)] : []),
    ...(operation ? [isNamed('retryOperation', operation)] : []),
  ];
  return [
    'filter @message like "needs-retry."',
    '| parse @message /needs-retry\\.(?<retryService>[A-Za-z0-9_-]+)\\.(?<retryOperation>[A-Za-z0-9_-]+)\\|increment\\|count=(?<retryCount>\\d+)/',
    `| filter ${narrowed.join(' and ')}`,
  ].join('\n');
}

/** A condition on documents, narrowed to what was asked for. */
export function documents(condition: string, { service, operation }: Settings): string {
  const isChoice = / or /.test(condition) && (service ?? operation) !== undefined;
  const narrowed = [
    isChoice ? `(${condition})` : condition,
    ...(service ? [isNamed('ServiceId', service)] : []),
    ...(operation ? [isNamed('OperationName', operation)] : []),
  ];
  return `filter ${narrowed.join(' and ')}`;
}

/** The parameter of a saved query is a pattern, so that its default value can match every name. */
function isNamed(field: string, name: string): string {
  return name.startsWith('{{') ? `${field} like /^(${name})$/` : `${field} = "${name}"`;
}

const ALSO = 'Or the log is of another time than was asked about.';

export const WHEN_EMPTY = {
  lines: `No retries, or no lines of needs-retry in the log: they are on unless a client is given other sinks. ${ALSO}`,
  documents: `No retries, or no EMF documents in the log: \`emfSink()\` writes them, in Lambda by default and elsewhere where it is asked for. ${ALSO}`,
  failures: `Nothing of the kind happened, or no EMF documents are in the log: \`emfSink()\` writes them, in Lambda by default and elsewhere where it is asked for. ${ALSO}`,
  summary: `The log needs summaries: \`withRetryReport(handler, { summary: true })\` writes them at the end of each invocation. ${ALSO}`,
  deadline: `No function timed out, or none is wrapped: \`withRetryReport(handler)\` says what was in flight at the deadline. ${ALSO}`,
  requestId: `No retries in an invocation, or no request ids in the log: documents have them in Lambda, lines with \`lineSink({ json: true })\`. ${ALSO}`,
  invocation: `Nothing in the log has this request id. ${ALSO}`,
  adapter: `Nothing of the kind happened, or the service's adapter is not used: \`observeS3\`, \`observeDynamoDB\` and their like know what a service means by an error. ${ALSO}`,
  healthy: `Nothing was lost or cut, so far as the log says. ${ALSO}`,
} as const;
