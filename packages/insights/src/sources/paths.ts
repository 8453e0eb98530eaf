import type { BigIntStats } from 'node:fs';
import { fstat, stat } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { FileError, namingFile } from './file-error.js';

/** A file to read. */
export type LogPath = {
  readonly path: string;
  /** As it was named; what a message says. */
  readonly name: string;
  /** No pipe, no terminal: it has an end, and a time at which it was written. */
  readonly isRegular: boolean;
  /** Epoch milliseconds. */
  readonly modified: number;
  /** In bytes; 0 where it is not known. */
  readonly size: number;
};

/**
 * The files that paths and globs name, each once, whichever link leads to it.
 *
 * @throws {FileError} for one that is not there, or a folder
 */
export async function filesOf(paths: readonly string[]): Promise<LogPath[]> {
  const files = new Map<string, LogPath>();
  const add = (path: string, name: string, stats: BigIntStats) => {
    const key = `${stats.dev}:${stats.ino}`;
    if (files.has(key)) return;
    const isRegular = stats.isFile();
    const modified = isRegular ? Number(stats.mtimeMs) : Date.now();
    files.set(key, { path, name, isRegular, modified, size: isRegular ? Number(stats.size) : 0 });
  };
  for (const path of paths) {
    if (path === '-') {
      const input = await promisify(fstat)(0, { bigint: true });
      if (input.isDirectory()) throw new FileError('Standard input is a folder: name its files.');
      add(path, 'standard input', input);
      continue;
    }
    const found = await statOf(path);
    if (found?.isDirectory())
      throw new FileError(`${path} is a folder: name its files, such as ${path}/*.log.`);
    if (found) add(resolve(path), path, found);
    else {
      for (const match of await matching(path)) {
        const stats = await statOf(match);
        // It may have gone meanwhile.
        if (stats) add(resolve(match), match, stats);
      }
    }
  }
  return [...files.values()];
}

async function matching(pattern: string): Promise<string[]> {
  if (!/[*?[\]{}()!]/.test(pattern)) throw new FileError(`There is no file ${pattern}.`);
  // Most names are no globs, and the library takes as long to load as a small log to read.
  const { glob } = await import('tinyglobby');
  const absolute = pattern.startsWith('/');
  const matches = await glob(pattern, { absolute, dot: true, expandDirectories: false });
  if (matches.length === 0) throw new FileError(`No file matches ${pattern}.`);
  return matches.sort();
}

async function statOf(path: string): Promise<BigIntStats | undefined> {
  return promisify(stat)(path, { bigint: true }).catch((error: NodeJS.ErrnoException) => {
    // A glob may be longer than any name of a file.
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(error.code ?? '')) return undefined;
    throw namingFile(error, path);
  });
}
