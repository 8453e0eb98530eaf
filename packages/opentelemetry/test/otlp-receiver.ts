import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { listen } from '@needs-retry/testing/internal';

/** A span, as far as every run has the same. */
export interface ReceivedSpan {
  readonly name: string;
  /** The name of the span in which it was started. */
  readonly parent: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
}

/** A metric with its points; of a histogram the number of values. */
export interface ReceivedMetric {
  readonly scope: string;
  readonly name: string;
  readonly unit: string;
  readonly type: string;
  readonly points: readonly (readonly [attributes: Readonly<Record<string, unknown>>, value: unknown])[];
}

export interface OtlpReceiver {
  readonly endpoint: string;
  spans(): readonly ReceivedSpan[];
  metrics(): readonly ReceivedMetric[];
  stop(): Promise<void>;
}

/** An OTLP receiver on loopback: HTTP, bodies in JSON. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const bodies: { readonly path: string; readonly body: Any }[] = [];
  const server = createServer(async (request, response) => {
    bodies.push({ path: request.url!, body: await json(request) });
    response.setHeader('content-type', 'application/json').end('{}');
  });
  const { endpoint, stop } = await listen(server);
  const of = (path: string) => bodies.filter((each) => each.path === path).map(({ body }) => body);
  return {
    endpoint,
    spans: () => spansOf(of('/v1/traces')),
    metrics: () => metricsOf(of('/v1/metrics')),
    stop,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: JSON as it came
type Any = any;

function spansOf(bodies: readonly Any[]): readonly ReceivedSpan[] {
  const spans: readonly Any[] = bodies
    .flatMap(({ resourceSpans }) => resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap(({ spans }) => spans);
  const hasParent = ({ parentSpanId }: Any) => Number(parentSpanId !== undefined);
  return spans
    .toSorted(
      // A child may start in the millisecond of its parent.
      (a, b) =>
        Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano)) || hasParent(a) - hasParent(b),
    )
    .map((span) => ({
      name: span.name,
      parent: spans.find(({ spanId }) => spanId === span.parentSpanId)?.name,
      attributes: attributesOf(span),
      events: (span.events ?? []).map((event: Any) => ({
        name: event.name,
        attributes: attributesOf(event),
      })),
    }));
}

function metricsOf(bodies: readonly Any[]): readonly ReceivedMetric[] {
  return bodies
    .flatMap(({ resourceMetrics }) => resourceMetrics)
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ scope, metrics }) => metrics.map((metric: Any) => metricOf(scope.name, metric)));
}

function metricOf(scope: string, { name, unit, sum, histogram }: Any): ReceivedMetric {
  const { dataPoints, isMonotonic } = sum ?? histogram;
  return {
    scope,
    name,
    unit,
    type: histogram !== undefined ? 'histogram' : isMonotonic ? 'counter' : 'sum',
    points: dataPoints.map((point: Any) => [
      attributesOf(point),
      point.asDouble ?? point.asInt ?? point.count,
    ]),
  };
}

function attributesOf({ attributes = [] }: Any): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }: Any) => [key, Object.values(value)[0]]));
}
