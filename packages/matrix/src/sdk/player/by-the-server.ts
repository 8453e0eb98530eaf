import { botocoreTraces, type Trace, type TraceEvent, type TraceScenario } from '@needs-retry/fixtures';
import { differs } from '@needs-retry/service-contract';

/**
 * What of a trace does not fit what the server saw and answered, in words: each handler must have been told of each request
 * to its client, in order, with the status of its answer; each request but a call's first makes a line.
 */
export function problemsByTheServer(scenario: TraceScenario, trace: Trace): readonly string[] {
  const heard = pairsOf(scenario.boto3.events).flatMap(([call, handler]) => {
    const events = trace.events.filter((event) => event.call === call && event.handler === handler);
    const expected = scenario.boto3.events.filter(
      (event) => event.call === call && event.handler === handler,
    );
    return problemsOfCall(scenario, trace, call, events, expected);
  });
  const retries = trace.events.filter(({ attempts }) => attempts > 1);
  const lines = retries.map(({ event_name }) => `${event_name}|increment|count=1`);
  const unexpected = pairsOf(trace.events).length - pairsOf(scenario.boto3.events).length;
  return [
    ...heard,
    ...(unexpected > 0 ? [`${unexpected} handlers were told that should not have been`] : []),
    ...differs('lines', [...trace.lines].sort(), lines.sort()),
  ];
}

function problemsOfCall(
  scenario: TraceScenario,
  trace: Trace,
  call: string,
  events: readonly TraceEvent[],
  expected: readonly TraceEvent[],
): readonly string[] {
  const { requests, outcome } = trace.calls[call]!;
  // A handler that is registered twice is told twice.
  const times = expected.filter(({ attempts }) => attempts === 1).length;
  const numbers = Array.from({ length: requests * times }, (_, i) => Math.floor(i / times) + 1);
  const { answers } = scenario.calls.find(({ id }) => id === call)!;
  const statuses = numbers.map((n) => statusOf(answers[Math.min(n, answers.length) - 1]!));
  // Of what has no status of its own, for example a connection that breaks, the SDK may make anything.
  const told = events.map(({ http_status }, i) => (statuses[i] === undefined ? undefined : http_status));
  const counted = 'retry_attempts' in outcome ? outcome.retry_attempts + 1 : requests;
  return [
    ...differs(
      `${call}: attempts`,
      events.map(({ attempts }) => attempts),
      numbers,
    ),
    ...differs(`${call}: statuses`, told, statuses),
    // The SDK sets it to nothing where a strategy of the application's own does not.
    ...(counted === 0 ? [] : differs(`${call}: attempts by the SDK`, counted, requests)),
  ];
}

function statusOf(name: string): number | undefined {
  const answer = botocoreTraces.answers[name]!;
  return answer.kind === 'error' || answer.kind === 'empty' ? answer.status : undefined;
}

/** Each call and the handlers that were told of it. */
function pairsOf(events: readonly TraceEvent[]): readonly (readonly [call: string, handler: string])[] {
  const keys = new Map(events.map(({ call, handler }) => [`${call} ${handler}`, [call, handler] as const]));
  return [...keys.values()];
}
