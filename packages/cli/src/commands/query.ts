import { LOG_FORMATS, outlineOf } from '@needs-retry/insights';
import { Argument, Option } from 'commander';
import { type Answered, answerFiles } from '../answer/files.js';
import { followFiles } from '../answer/follow.js';
import { answerService } from '../answer/service.js';
import { CATALOGUE_OPTIONS } from '../options/catalogue.js';
import type { QueryOptions } from '../options/query-options.js';
import { type Asked, askedQuery, suggestedQueries } from '../options/query-text.js';
import { duration, time, wholeNumber } from '../options/values.js';
import { OUTPUTS, type Output, rendererOf } from '../render/output.js';
import { EXIT, type Terminal, UsageError } from '../terminal.js';
import type { Command } from './command.js';

const LOG = 'Which log';
const OUT = 'What comes out';

export const query: Command = {
  name: 'query',
  summary: 'Answers a query from log files, or on CloudWatch Logs.',
  arguments: [
    new Argument('<query>', 'its name in the catalogue, its text, or @ and the name of a file with its text'),
    new Argument('[files...]', 'files or globs, also compressed with gzip; - or none is standard input'),
  ],
  options: [
    ...inGroup(LOG, [
      new Option('--format <format>', 'how the files hold events; recognised if not given').choices(
        LOG_FORMATS,
      ),
      new Option('-f, --follow', 'read on as the log grows, until Ctrl-C'),
      new Option(
        '--log-group <name>',
        'ask CloudWatch Logs (costs money); may be given several times',
      ).argParser((name: string, names: readonly string[] = []) => [...names, name]),
      new Option('--region <region>', 'of the AWS account'),
      new Option('--profile <profile>', 'of the AWS account'),
      new Option('--since <duration>', 'such as 30m, 12h, 7d: from then until now').argParser(duration),
      new Option('--start <time>', 'such as 2026-11-10T08:00:00Z; UTC without a zone').argParser(time),
      new Option('--end <time>', 'likewise, included').argParser(time),
    ]),
    ...inGroup('Which query', [
      ...CATALOGUE_OPTIONS,
      new Option('--limit <rows>', 'the most rows to give').argParser(wholeNumber),
    ]),
    ...inGroup(OUT, [
      new Option('-o, --output <output>', 'how the answer is written').choices(OUTPUTS),
      new Option('--fail-empty', 'exit code 1 where there are no rows'),
    ]),
  ],
  suggestions: [suggestedQueries],
  async run([asked, ...files], values, terminal) {
    const options = values as QueryOptions;
    if (options.since !== undefined && options.start !== undefined)
      throw new UsageError('Give --since or --start, not both.');
    const question = askedQuery(asked!, options);
    const answered = await answer(question, files, withStart(options), terminal);
    if (answered.rows === 0) terminal.writeError(`${emptyNote(question, options)}\n`);
    if (answered.isPartial) return EXIT.interrupted;
    return answered.rows === 0 && options.failEmpty ? EXIT.empty : EXIT.answered;
  },
};

async function answer(
  question: Asked,
  files: readonly string[],
  options: QueryOptions,
  terminal: Terminal,
): Promise<Answered> {
  const render = rendererOf(options.output ?? defaultOutput(question, options), question.text, terminal);
  if (options.logGroup) {
    if (files.length > 0) throw new UsageError('Name files or a --log-group, not both.');
    if (options.follow) throw new UsageError('--follow reads files or standard input, not a --log-group.');
    return answerService(question.text, { ...options, logGroup: options.logGroup }, render, terminal);
  }
  if (options.region !== undefined || options.profile !== undefined) {
    throw new UsageError('--region and --profile are for the service: name a --log-group, too.');
  }
  if (files.length === 0 && terminal.isInputTerminal) {
    throw new UsageError('Name files, or a --log-group, or pipe a log in.');
  }
  const logs = files.length > 0 ? files : ['-'];
  return (options.follow ? followFiles : answerFiles)(question.text, logs, options, render, terminal);
}

/** Rows that come one after the other have no width in common. */
function defaultOutput({ named, text }: Asked, { follow }: QueryOptions): Output {
  if (follow && outlineOf(text).isRowByRow) return 'jsonl';
  return named?.overTime ? 'chart' : 'table';
}

function withStart({ since, ...options }: QueryOptions): QueryOptions {
  return since === undefined ? options : { ...options, start: Date.now() - since };
}

function inGroup(heading: string, options: readonly Option[]): Option[] {
  return options.map((option) => option.helpGroup(`${heading}:`));
}

function emptyNote({ named }: Asked, options: QueryOptions): string {
  const form = options.form ?? named?.forms[0];
  const other = named?.forms.find((known) => known !== form);
  return [
    'No rows.',
    form && named?.whenEmpty[form],
    other && `A log with lines of the other kind may have some: --form ${other}`,
  ]
    .filter(Boolean)
    .join(' ');
}
