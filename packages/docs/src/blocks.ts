import type { Page } from './pages.js';

/** A fenced block of code. */
export interface Block {
  readonly page: string;
  /** Of its first line of code, counted from 1. */
  readonly line: number;
  /** `ts`, `sh`, `yaml` … or empty. */
  readonly language: string;
  /** Words after the language. `no-run` marks what no test can run. */
  readonly marks: readonly string[];
  readonly code: string;
}

/** The blocks of a page, in order; indented ones too. */
export function blocksOf({ path, text }: Page): readonly Block[] {
  return [...text.matchAll(/^( *)```(\w*)([^\n]*)\n(.*?)^\1```$/gms)].map((match) => {
    const [, indent, language, marks, code] = match;
    return {
      page: path,
      line: text.slice(0, match.index).split('\n').length + 1,
      language: language!,
      marks: marks!.split(' ').filter(Boolean),
      code: code!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    };
  });
}

/** `README.md:12`, by which a failing test names a block. */
export const nameOf = ({ page, line }: Block): string => `${page}:${line}`;
