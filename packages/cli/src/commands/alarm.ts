import {
  COMPARISONS,
  type Comparison,
  type Condition,
  type Datapoints,
  LOG_FORMATS,
  type LogAlarmQuery,
  type LogFormat,
  logAlarmMonitoring,
  logAlarmQuery,
  MISSING_DATA,
  type MissingData,
  readLogs,
  replayAlarm,
} from '@needs-retry/insights';
import { Argument, Option } from 'commander';
import { type Verdict, verdictJson, verdictText } from '../alarm/verdict.js';
import { type TemplateFormat, templateOf } from '../export/template.js';
import { writeTemplate } from '../export/write.js';
import { CATALOGUE_OPTIONS, type CatalogueValues } from '../options/catalogue.js';
import { inOptionNames, templateOptions, thresholds } from '../options/monitoring.js';
import { type Asked, askedQuery, suggestedQueries } from '../options/query-text.js';
import { duration, time } from '../options/values.js';
import { EXIT, type Terminal, UsageError } from '../terminal.js';
import type { Command } from './command.js';

type AlarmOptions = CatalogueValues & {
  readonly threshold: readonly number[];
  readonly comparison: Comparison;
  readonly datapoints: Datapoints;
  readonly missingData: MissingData;
  /** Milliseconds. */
  readonly period: number;
  readonly aggregation?: string;
  readonly logFormat?: LogFormat;
  /** Milliseconds. */
  readonly since?: number;
  /** Epoch milliseconds. */
  readonly start?: number;
  /** Epoch milliseconds. */
  readonly end?: number;
  readonly output: 'table' | 'json';
  readonly format?: TemplateFormat;
  readonly name?: string;
  readonly logGroup?: readonly string[];
  readonly snsTopic?: readonly string[];
  readonly roleArn?: string;
};

const WHEN = 'When it fires:';
const LOG = 'Which log:';
const QUERY = 'Which query:';
const TEMPLATE = 'The alarm itself:';
const MINUTES_5 = 300_000;

const { format, logGroup, snsTopic, roleArn, period, datapoints } = templateOptions();

export const alarm: Command = {
  name: 'alarm',
  summary:
    'Says whether an alarm on a query would have fired, when and for how long, and prints its template.',
  arguments: [
    new Argument('<query>', 'its name in the catalogue, its text, or @ and the name of a file with its text'),
    new Argument('[files...]', 'files or globs, also compressed with gzip; - or none is standard input'),
  ],
  options: [
    new Option('--threshold <numbers>', 'such as 50, or 20,50,100 to compare them')
      .argParser(thresholds)
      .makeOptionMandatory()
      .helpGroup(WHEN),
    datapoints.default({ needed: 3, evaluated: 5 }, '3/5').helpGroup(WHEN),
    period.default(MINUTES_5, '5m').helpGroup(WHEN),
    new Option('--comparison <sign>', 'what a value has to be to the threshold')
      .choices(Object.keys(COMPARISONS))
      .default('>')
      .helpGroup(WHEN),
    new Option('--missing-data <treatment>', 'what stands for a period without a value')
      .choices(MISSING_DATA)
      .default('notBreaching')
      .helpGroup(WHEN),
    new Option(
      '--aggregation <expression>',
      'what becomes of the rows of a period: count(*), or avg, sum, min or max of a field, optionally by fields',
    ).helpGroup(QUERY),
    ...CATALOGUE_OPTIONS.map((option) => option.helpGroup(QUERY)),
    new Option('--log-format <format>', 'how the files hold events; recognised if not given')
      .choices(LOG_FORMATS)
      .helpGroup(LOG),
    new Option('--since <duration>', 'such as 12h, 7d: from then until now')
      .argParser(duration)
      .helpGroup(LOG),
    new Option('--start <time>', 'such as 2026-11-10T08:00:00Z; the first event if not given')
      .argParser(time)
      .helpGroup(LOG),
    new Option('--end <time>', 'likewise; the last event if not given').argParser(time).helpGroup(LOG),
    new Option('-o, --output <output>', 'how the answer is written')
      .choices(['table', 'json'])
      .default('table'),
    format.helpGroup(TEMPLATE),
    new Option('--name <name>', 'of the alarm').helpGroup(TEMPLATE),
    logGroup.helpGroup(TEMPLATE),
    snsTopic.helpGroup(TEMPLATE),
    roleArn.helpGroup(TEMPLATE),
  ],
  suggestions: [suggestedQueries],
  async run([asked, ...files], values, terminal) {
    const options = values as AlarmOptions;
    const question = askedQuery(asked!, options);
    const query = await inOptionNames(() =>
      logAlarmQuery(question.text, options.aggregation ?? question.named?.alarmOn),
    );
    const template = options.format && (await inOptionNames(() => alarmTemplate(question, query, options)));
    if (files.length > 0 || !template) {
      const verdict = await verdictOf(query, files, options, terminal);
      const text = options.output === 'json' ? verdictJson(verdict) : verdictText(verdict, terminal);
      // A template is to be written to a file as it is.
      if (template) terminal.writeError(`${text}\n`);
      else terminal.write(text);
    }
    if (template) writeTemplate(template, options.format!, undefined, terminal);
    return EXIT.answered;
  },
};

async function verdictOf(
  query: LogAlarmQuery,
  files: readonly string[],
  options: AlarmOptions,
  terminal: Terminal,
): Promise<Verdict> {
  if (files.length === 0 && terminal.isInputTerminal)
    throw new UsageError('Name files, or pipe a log in, or ask for a template with --format.');
  if (options.since !== undefined && options.start !== undefined)
    throw new UsageError('Give --since or --start, not both.');
  const { period, since, end, logFormat } = options;
  const conditions = options.threshold.map((threshold) => conditionOf(threshold, options));
  const logs = readLogs(files.length > 0 ? files : ['-'], {
    format: logFormat,
    onNote: ({ message }) => terminal.writeError(`${message}\n`),
  });
  const now = Date.now();
  const replay = await inOptionNames(() =>
    replayAlarm(query, logs, {
      period: period / 1000,
      conditions,
      start: since === undefined ? options.start : now - since,
      end: end ?? (since === undefined ? undefined : now),
      signal: terminal.interrupted,
    }),
  );
  return { query, period, conditions, replay };
}

function conditionOf(threshold: number, { comparison, datapoints, missingData }: AlarmOptions): Condition {
  return { threshold, comparison, datapoints, missingData };
}

function alarmTemplate({ named, text }: Asked, query: LogAlarmQuery, options: AlarmOptions) {
  const [threshold, ...others] = options.threshold;
  if (others.length > 0) throw new UsageError('A template has one --threshold.');
  const { logGroup, snsTopic, roleArn, period, name = `NeedsRetry-${named?.name ?? 'query'}` } = options;
  const monitoring = logAlarmMonitoring({
    name,
    description: named?.answers ?? `An alarm on: ${text}`.slice(0, 1024),
    query,
    condition: conditionOf(threshold!, options),
    period: period / 1000,
    logGroups: logGroup,
    actions: snsTopic,
    roleArn,
  });
  return templateOf(monitoring, options.format!, undefined);
}
