import { type Datapoints, MONITORING_PARTS, type MonitoringPart, monitoringOf } from '@needs-retry/insights';
import { Option } from 'commander';
import { type TemplateFormat, templateOf } from '../export/template.js';
import { writeTemplate } from '../export/write.js';
import { amount, inOptionNames, parts, templateOptions } from '../options/monitoring.js';
import { EXIT } from '../terminal.js';
import type { Command } from './command.js';

type ExportOptions = {
  readonly format: TemplateFormat;
  readonly logGroup?: readonly string[];
  readonly snsTopic?: readonly string[];
  readonly namespace?: string;
  readonly prefix?: string;
  readonly roleArn?: string;
  readonly region?: string;
  /** Milliseconds. */
  readonly period?: number;
  readonly datapoints?: Datapoints;
  readonly throttles?: number;
  readonly gaveUp?: number;
  readonly partialFailures?: number;
  readonly retryRate?: number;
  readonly futileRetries?: number;
  readonly stuck?: number;
  readonly only?: readonly MonitoringPart[];
  readonly output?: string;
};

const WHAT = 'What is watched:';
const WHEN = 'When alarms fire:';
const OUT = 'What comes out:';

const { format, logGroup, snsTopic, roleArn, period, datapoints } = templateOptions();

// `export` is a word of the language.
export const exportCommand: Command = {
  name: 'export',
  summary: 'Writes a template with saved queries, a dashboard, alarms and a daily report.',
  arguments: [],
  options: [
    format.helpGroup(OUT).default('cloudformation'),
    new Option('-o, --output <file>', 'where it goes; standard output if not given').helpGroup(OUT),
    new Option('--only <parts>', `some of ${MONITORING_PARTS.join(', ')}`).helpGroup(OUT).argParser(parts),
    new Option('--prefix <text>', 'what all names begin with: NeedsRetry if not given').helpGroup(OUT),
    new Option('--region <region>', 'of the dashboard in --format json').helpGroup(OUT),
    logGroup.helpGroup(WHAT),
    new Option('--namespace <name>', 'of the metrics: NeedsRetry if not given').helpGroup(WHAT),
    snsTopic.helpGroup(WHEN),
    roleArn.helpGroup(WHEN),
    period.helpGroup(WHEN),
    datapoints.helpGroup(WHEN),
    threshold('--throttles', 'throttled attempts in a period: 50'),
    threshold('--gave-up', 'calls given up in a period: 0'),
    threshold('--partial-failures', 'entries left undone in a period: 0'),
    threshold('--retry-rate', 'retries per call of a service: 0.2'),
    threshold('--futile-retries', 'retries in a period that cannot help: 10'),
    threshold('--stuck', 'calls in a period in which a function timed out: 0'),
  ],
  async run(_words, values, terminal) {
    const options = values as ExportOptions;
    const monitoring = await inOptionNames(() => monitoringOf(monitoringOptions(options)));
    const template = templateOf(monitoring, options.format, options.region);
    writeTemplate(template, options.format, options.output, terminal);
    return EXIT.answered;
  },
};

function threshold(name: string, description: string): Option {
  return new Option(`${name} <number>`, `above so many ${description} if not given`)
    .helpGroup(WHEN)
    .argParser(amount);
}

function monitoringOptions(options: ExportOptions) {
  const { logGroup, snsTopic, period, only, throttles, gaveUp, partialFailures } = options;
  const { retryRate, futileRetries, stuck, namespace, prefix, roleArn, datapoints } = options;
  return {
    prefix,
    namespace,
    roleArn,
    datapoints,
    logGroups: logGroup,
    actions: snsTopic,
    period: period === undefined ? undefined : period / 1000,
    parts: only,
    thresholds: { throttles, gaveUp, partialFailures, retryRate, futileRetries, stuck },
  };
}
