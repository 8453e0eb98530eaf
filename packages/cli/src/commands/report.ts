import { writeFile } from 'node:fs/promises';
import { Argument, InvalidArgumentError, Option } from 'commander';
import { analysisOf } from '../answer/analysis.js';
import { diagnose } from '../doctor/diagnose.js';
import { inGroup, LOG_OPTIONS, type LogOptions, logOf, withStart } from '../options/log.js';
import { reportHtml } from '../report/html.js';
import { EXIT, unwritten } from '../terminal.js';
import type { Command } from './command.js';

type ReportOptions = LogOptions & {
  readonly output: string;
  readonly arch?: 'x86' | 'arm';
  readonly pricePerGbSecond?: number;
};

export const report: Command = {
  name: 'report',
  summary: 'Makes a page that shows the retries of a log, what they cost, and what to change.',
  arguments: [
    new Argument('[files...]', 'files or globs, also compressed with gzip; - or none is standard input'),
  ],
  options: [
    ...inGroup('Which log', LOG_OPTIONS),
    ...inGroup('What comes out', [
      new Option('-o, --output <file>', 'where the page is written; - is standard output').default(
        'report.html',
      ),
      new Option('--arch <architecture>', 'of the functions, for the price of their time').choices([
        'x86',
        'arm',
      ]),
      new Option(
        '--price-per-gb-second <usd>',
        'what a gigabyte of memory costs in a second; us-east-1 if not given',
      ).argParser(price),
    ]),
  ],
  async run(files, values, terminal) {
    const { output, arch: architecture, ...options } = values as ReportOptions;
    const log = logOf(files, options, terminal);
    const analysis = await analysisOf(log, { ...withStart(options), architecture }, terminal);
    const findings = diagnose(analysis);
    const page = reportHtml({
      log: log.logGroups ?? log.files.map((file) => (file === '-' ? 'standard input' : file)),
      createdAt: Date.now(),
      analysis,
      findings,
    });
    if (output === '-') terminal.write(page);
    else await written(output, page);
    for (const note of analysis.notes) terminal.writeError(`${note}\n`);
    if (output !== '-') terminal.writeError(`Open ${output} in a browser.\n`);
    return EXIT.answered;
  },
};

async function written(file: string, page: string): Promise<void> {
  try {
    await writeFile(file, page);
  } catch (error) {
    throw unwritten(`The report cannot be written to ${file}`, error);
  }
}

function price(value: string): number {
  const usd = Number(value);
  if (value.trim() !== '' && Number.isFinite(usd) && usd >= 0) return usd;
  throw new InvalidArgumentError('a number of USD, such as 0.0000133334');
}
