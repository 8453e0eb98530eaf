import { catalogueText } from '../catalogue/catalogue.js';
import type { Ids } from './ids.js';
import { sumOf } from './metric-alarms.js';
import type { MonitoringSettings } from './options.js';
import type { Dashboard, Widget } from './resources.js';

/** Metrics first, then, if there are log groups, the answers that metrics do not have. */
export function dashboard(settings: MonitoringSettings, ids: Ids): Dashboard {
  const widgets = [
    ...metricWidgets(settings.namespace),
    ...(settings.logGroups.length > 0 ? logWidgets(settings) : []),
  ];
  return { id: ids.of('dashboard'), name: settings.prefix, widgets };
}

function metricWidgets(namespace: string): Widget[] {
  const of = (title: string, width: Widget['width'], sql: string): Widget => ({
    title,
    width,
    shows: { sql },
  });
  const top = (metric: string) =>
    `${sumOf(metric, namespace)} GROUP BY ServiceId, OperationName ORDER BY SUM() DESC LIMIT 10`;
  return [
    of('Retries', 12, top('Retries')),
    of('Throttled attempts', 12, top('Throttles')),
    of('Calls given up', 8, top('RetriesExhausted')),
    of('Entries left undone by calls that succeeded', 8, top('RetryableEntries')),
    of(
      'Longest wait for a retry (ms)',
      8,
      `SELECT MAX(RetryDelay) FROM "${namespace}" GROUP BY ServiceId, OperationName ORDER BY MAX() DESC LIMIT 10`,
    ),
  ];
}

const ANSWERS = [
  ['Throttling: which table or bucket, and why', 'throttling'],
  ['Calls given up, and why', 'gave-up'],
  ['Retries that cannot help', 'futile-retries'],
  ['Retries per call (needs summaries)', 'retry-rate'],
  ['Invocations with most retries', 'invocations'],
  ['Stuck when the function timed out', 'stuck'],
] as const;

function logWidgets({ logGroups }: MonitoringSettings): Widget[] {
  const sources = logGroups.map(({ name }) => `SOURCE '${name}' | `).join('');
  return ANSWERS.map(([title, name]) => ({
    title,
    width: 12,
    shows: { query: `${sources}${catalogueText(name)}` },
  }));
}

const COLUMNS = 24;
const HEIGHT = 6;

/** The body of a dashboard as CloudWatch takes it, for a region. */
export function dashboardBody({ widgets }: Dashboard, region: string): string {
  let x = 0;
  let y = 0;
  const placed = widgets.map((widget) => {
    if (x + widget.width > COLUMNS) {
      x = 0;
      y += HEIGHT;
    }
    const place = { x, y, width: widget.width, height: HEIGHT };
    x += widget.width;
    return { ...place, ...contentOf(widget, region) };
  });
  return JSON.stringify({ widgets: placed });
}

function contentOf({ title, shows }: Widget, region: string) {
  if ('query' in shows) {
    return { type: 'log', properties: { title, region, view: 'table', query: shows.query } };
  }
  const metrics = [[{ id: 'q1', expression: shows.sql }]];
  const properties = { title, region, view: 'timeSeries', stacked: false, period: 300, metrics };
  return { type: 'metric', properties };
}
