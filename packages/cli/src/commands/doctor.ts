import { Argument, Option } from 'commander';
import { analysisOf } from '../answer/analysis.js';
import { diagnose } from '../doctor/diagnose.js';
import { SEVERITIES, type Severity } from '../doctor/finding.js';
import { findingsText } from '../doctor/text.js';
import { inGroup, LOG_OPTIONS, type LogOptions, logOf, withStart } from '../options/log.js';
import { visible } from '../render/printable.js';
import { EXIT } from '../terminal.js';
import type { Command } from './command.js';

type DoctorOptions = LogOptions & { readonly output?: 'text' | 'json'; readonly failOn?: Severity };

export const doctor: Command = {
  name: 'doctor',
  summary: 'Says what is wrong with the retries of a log, why it matters and what to change.',
  arguments: [
    new Argument('[files...]', 'files or globs, also compressed with gzip; - or none is standard input'),
  ],
  options: [
    ...inGroup('Which log', LOG_OPTIONS),
    ...inGroup('What comes out', [
      new Option('-o, --output <output>', 'how the findings are written').choices(['text', 'json']),
      new Option('--fail-on <severity>', 'exit code 1 where a finding is as severe, or more').choices(
        SEVERITIES,
      ),
    ]),
  ],
  async run(files, values, terminal) {
    const { output = 'text', failOn, ...options } = values as DoctorOptions;
    const analysis = await analysisOf(logOf(files, options, terminal), withStart(options), terminal);
    const findings = diagnose(analysis);
    const { period, totals, cost, notes } = analysis;
    const text =
      output === 'json'
        ? visible(JSON.stringify({ findings, period, totals, cost, notes }, undefined, 2))
        : findingsText(findings, analysis, terminal);
    terminal.write(`${text}\n`);
    const worst = Math.min(...findings.map(({ severity }) => SEVERITIES.indexOf(severity)));
    return failOn !== undefined && worst <= SEVERITIES.indexOf(failOn) ? EXIT.empty : EXIT.answered;
  },
};
