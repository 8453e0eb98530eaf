import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { examplesFolder } from './examples.js';

/** The log that an example's README promises: the blocks of `## What you will see`, in which `…` stands for any text. */
export function promisedLog(folder: string): readonly string[] {
  const readme = readFileSync(join(examplesFolder, folder, 'README.md'), 'utf8');
  const section = /^## What you will see$(.*?)(?=^## |$(?![\s\S]))/ms.exec(readme)?.[1] ?? '';
  return [...section.matchAll(/^```\n(.*?)^```$/gms)].flatMap(([, block]) => block!.trimEnd().split('\n'));
}

/** A log in the words of the promise: each line as it was promised, or as it is where it is another. */
export function inWordsOf(promise: readonly string[], log: readonly string[]): readonly string[] {
  return log.map((line, index) => {
    const promised = promise[index];
    return promised !== undefined && patternOf(promised).test(line) ? promised : line;
  });
}

function patternOf(line: string): RegExp {
  const parts = line.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
