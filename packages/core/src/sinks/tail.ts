import type { Properties } from '../event.js';
import { isPlain, quote } from './json.js';
import { type Members, word } from './members.js';

/** Longer values are cut. */
export const MAX_VALUE_LENGTH = 256;

const TRUNCATED = ',"truncated":"yes"';

/**
 * A document's members that are no metric and no dimension, as `,"name":value`, in at most `room` bytes: long values are
 * cut, and what does not fit is left out. So is what is no value of a document, in an event of somebody else's making.
 *
 * @param isFree tells if a property may have a name
 */
export function tailOf(
  members: Members,
  properties: Properties,
  isFree: (name: string) => boolean,
  room = Number.POSITIVE_INFINITY,
): string {
  const tail = new Tail(room - TRUNCATED.length);
  for (const [name, value] of Object.entries(members)) tail.add(name, value);
  for (const [name, value] of Object.entries(properties)) if (isFree(name)) tail.add(name, value);
  return tail.text + (tail.isTruncated ? TRUNCATED : '');
}

/** The same for members or properties that need no care, as almost all do; else undefined. */
export function plainTailOf(members: object, isFree?: (name: string) => boolean): string | undefined {
  let text = '';
  for (const name in members) {
    const value: unknown = members[name as keyof object];
    if (isFree !== undefined && !(isPlain(name) && isFree(name))) return undefined;
    if (typeof value === 'string') {
      if (value.length > MAX_VALUE_LENGTH || !isPlain(value)) return undefined;
      text += `,"${name}":"${value}"`;
    } else if (Number.isFinite(value)) text += `,"${name}":${value}`;
    else if (value !== undefined) return undefined;
  }
  return text;
}

class Tail {
  text = '';
  isTruncated = false;

  constructor(private room: number) {}

  add(name: string, value: unknown): void {
    if (typeof value === 'number') {
      if (Number.isFinite(value)) this.append(`,${quote(name)}:${value}`);
    } else if (typeof value === 'string' || typeof value === 'boolean') {
      const text = word(value);
      const short = cut(text);
      this.isTruncated ||= short !== text;
      this.append(`,${quote(name)}:${quote(short)}`);
    }
  }

  private append(member: string): void {
    const bytes = Buffer.byteLength(member);
    if (bytes > this.room) {
      this.isTruncated = true;
      return;
    }
    this.room -= bytes;
    this.text += member;
  }
}

/** Cut between characters: half of a surrogate pair is none. */
export function cut(text: string): string {
  if (text.length <= MAX_VALUE_LENGTH) return text;
  return text.slice(0, MAX_VALUE_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
}
