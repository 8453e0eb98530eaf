import { type FileHandle, open } from 'node:fs/promises';
import type { EventVisitor } from '../../language/event.js';
import { BLOCK } from '../blocks.js';
import { sectionOf } from '../bytes.js';
import { namingFile } from '../file-error.js';
import { recognise } from '../format.js';
import { Inspection } from '../inspection.js';
import { LineScanner } from '../line-scanner.js';
import type { LogPath } from '../paths.js';
import { HEAD, sourceOf } from '../scan-file.js';
import { isPlain } from '../unpack.js';
import type { FilePart } from './file-part.js';
import type { Share, ShareOptions } from './share.js';

/** Less than this is read before another thread has started. */
export const LEAST_DIVIDED = 64 << 20;
const LEAST_SHARE = 16 << 20;

/** Divides files among threads, in the order of their events. The first shares are the largest, so that all end at once. */
export async function sharesOf(
  files: readonly LogPath[],
  threads: number,
  options: ShareOptions,
): Promise<readonly Share[]> {
  const shares = new Shares(files, threads);
  for (const file of files) {
    try {
      const isDivided = file.size > shares.room && (await isDivisible(file, options));
      if (isDivided) await divide(file, shares);
      else shares.add({ file }, file.size);
    } catch (error) {
      throw namingFile(error, file.name);
    }
  }
  return shares.end();
}

class Shares {
  private readonly all: Share[] = [];
  private current: FilePart[] = [];
  private left: number;
  /** How many bytes the current share still takes. */
  room: number;

  constructor(
    files: readonly LogPath[],
    private readonly threads: number,
  ) {
    this.left = files.reduce((sum, { size }) => sum + size, 0);
    this.room = this.nextRoom;
  }

  add(part: FilePart, size: number): void {
    this.current.push(part);
    this.left -= size;
    this.room -= size;
    if (this.room <= 0) this.close();
  }

  end(): readonly Share[] {
    if (this.current.length > 0) this.close();
    return this.all;
  }

  private close(): void {
    this.all.push(this.current);
    this.current = [];
    this.room = this.nextRoom;
  }

  private get nextRoom(): number {
    return Math.max(LEAST_SHARE, this.left / (1.5 * this.threads));
  }
}

async function divide(file: LogPath, shares: Shares): Promise<void> {
  const handle = await open(file.path, 'r');
  try {
    for (let from = 0; from < file.size; ) {
      const to = await lineStart(handle, from + Math.ceil(shares.room / BLOCK) * BLOCK, file.size);
      shares.add({ file, range: { from, to } }, (to ?? file.size) - from);
      from = to ?? file.size;
    }
  } finally {
    await handle.close();
  }
}

/** Where the first line begins at or behind `place`; undefined: none does, or the rest is too little for a share. */
async function lineStart(handle: FileHandle, place: number, size: number): Promise<number | undefined> {
  const buffer = Buffer.allocUnsafe(HEAD);
  for (let from = place - 1; from < size - BLOCK; from += HEAD) {
    const count = await sectionOf(handle, from).read(buffer, 0);
    const newline = buffer.subarray(0, count).indexOf(NEWLINE);
    if (newline >= 0) return from + newline + 1;
  }
  return undefined;
}

/** Whether each line of a file is an event, and a look at its beginning leaves nothing to be said of it. */
async function isDivisible(file: LogPath, options: ShareOptions): Promise<boolean> {
  const handle = await open(file.path, 'r');
  try {
    const block = Buffer.allocUnsafe(BLOCK);
    const { bytesRead } = await handle.read(block, 0, BLOCK, 0);
    const lines = block.subarray(0, block.subarray(0, bytesRead).lastIndexOf(NEWLINE) + 1);
    const head = block.subarray(0, Math.min(HEAD, bytesRead));
    if (!isPlain(head) || lines.includes(ESCAPE)) return false;
    const { format, shape } = recognise(head.toString(), options.format);
    if (format !== 'lines' || shape) return false;
    const inspection = new Inspection(file.name, options.format !== undefined);
    const scanner = new LineScanner(NOBODY, sourceOf(file, options), undefined, inspection);
    scanner.scan(lines, false);
    return inspection.isSettled;
  } finally {
    await handle.close();
  }
}

const NOBODY: EventVisitor = {
  requirements: [],
  needsTime: false,
  visit: () => true,
  scanned: () => {},
};

const NEWLINE = 0x0a;
/** It begins a colour, without which a file is looked at. */
const ESCAPE = 0x1b;
