import { outlineOf } from '@needs-retry/insights';
import { Argument, Option } from 'commander';
import { type Answered, answerFiles } from '../answer/files.js';
import { followFiles } from '../answer/follow.js';
import { answerService } from '../answer/service.js';
import { CATALOGUE_OPTIONS } from '../options/catalogue.js';
import { inGroup, LOG_OPTIONS, type Log, logOf, withStart } from '../options/log.js';
import type { QueryOptions } from '../options/query-options.js';
import { type Asked, askedQuery, suggestedQueries } from '../options/query-text.js';
import { wholeNumber } from '../options/values.js';
import { OUTPUTS, type Output, rendererOf } from '../render/output.js';
import { EXIT, type Terminal, UsageError } from '../terminal.js';
import type { Command } from './command.js';

export const query: Command = {
  name: 'query',
  summary: 'Answers a query from log files, or on CloudWatch Logs.',
  arguments: [
    new Argument('<query>', 'its name in the catalogue, its text, or @ and the name of a file with its text'),
    new Argument('[files...]', 'files or globs, also compressed with gzip; - or none is standard input'),
  ],
  options: [
    ...inGroup('Which log', [
      ...LOG_OPTIONS,
      new Option('-f, --follow', 'read on as the log grows, until Ctrl-C'),
    ]),
    ...inGroup('Which query', [
      ...CATALOGUE_OPTIONS,
      new Option('--limit <rows>', 'the most rows to give').argParser(wholeNumber),
    ]),
    ...inGroup('What comes out', [
      new Option('-o, --output <output>', 'how the answer is written').choices(OUTPUTS),
      new Option('--fail-empty', 'exit code 1 where there are no rows'),
    ]),
  ],
  suggestions: [suggestedQueries],
  async run([asked, ...files], values, terminal) {
    const options = values as QueryOptions;
    const question = askedQuery(asked!, options);
    const log = logOf(files, options, terminal);
    const answered = await answer(question, log, withStart(options), terminal);
    if (answered.rows === 0) terminal.writeError(`${emptyNote(question, options)}\n`);
    if (answered.isPartial) return EXIT.interrupted;
    return answered.rows === 0 && options.failEmpty ? EXIT.empty : EXIT.answered;
  },
};

async function answer(
  question: Asked,
  log: Log,
  options: QueryOptions,
  terminal: Terminal,
): Promise<Answered> {
  const render = rendererOf(options.output ?? defaultOutput(question, options), question.text, terminal);
  if (log.logGroups) {
    if (options.follow) throw new UsageError('--follow reads files or standard input, not a --log-group.');
    return answerService(question.text, { ...options, logGroup: log.logGroups }, render, terminal);
  }
  return (options.follow ? followFiles : answerFiles)(question.text, log.files, options, render, terminal);
}

/** Rows that come one after the other have no width in common. */
function defaultOutput({ named, text }: Asked, { follow }: QueryOptions): Output {
  if (follow && outlineOf(text).isRowByRow) return 'jsonl';
  return named?.overTime ? 'chart' : 'table';
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
