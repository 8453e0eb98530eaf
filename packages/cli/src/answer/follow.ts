import { compileQuery, outlineOf } from '@needs-retry/insights';
import type { QueryOptions } from '../options/query-options.js';
import type { Render } from '../render/output.js';
import type { Terminal } from '../terminal.js';
import { type Answered, answerFiles } from './files.js';
export async function followFiles(
  text: string,
  files: readonly string[],
  options: QueryOptions,
  render: Render,
  terminal: Terminal,
): Promise<Answered> {
  compileQuery(text);
  outlineOf(text);
  return answerFiles(text, files, options, render, terminal);
}
