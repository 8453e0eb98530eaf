import type { Properties } from '../event.js';
import { isPlain, quote } from './json.js';
import { type AddMember, word } from './members.js';

/** Longer values are cut. */
export const MAX_VALUE_LENGTH = 256;

const TRUNCATED = ',"truncated":"yes"';

/** Gives a document's own members to `add`. */
export type AddMembers = (add: AddMember) => void;

/**
 * A document's members that are no metric and no dimension, as `,"name":value`, in at most `room` bytes: long values are
 * cut, and what does not fit is left out. So is what is no value of a document, in an event of somebody else's making.
 *
 * @param isFree tells if a property may have a name
 */
export function tailOf(
  addMembers: AddMembers,
  properties: Properties,
  isFree: (name: string) => boolean,
  room = Number.POSITIVE_INFINITY,
): string {
  const tail = new Tail(room - TRUNCATED.length);
  addMembers((name, value) => tail.add(name, value));
  for (const [name, value] of Object.entries(properties)) if (isFree(name)) tail.add(name, value);
  return tail.text + (tail.isTruncated ? TRUNCATED : '');
}

/** The same where nothing needs care, as is so in almost all documents; else undefined. */
export function plainTailOf(
  addMembers: AddMembers,
  properties: Properties,
  isFree: (name: string) => boolean,
): string | undefined {
  let text = '';
  // All strings together: one look costs less than many.
  let strings = '';
  let needsCare = false;
  const add = (name: string, value: unknown): void => {
    if (typeof value === 'string') {
      strings += value;
      text += `,"${name}":"${value}"`;
      if (value.length > MAX_VALUE_LENGTH) needsCare = true;
    } else if (typeof value === 'number' && value - value === 0) {
      // Finite; `Number.isFinite` says so at the price of two look-ups while the code is cold.
      text += `,"${name}":${value}`;
    } else if (value !== undefined) needsCare = true;
  };
  addMembers(add);
  for (const name in properties) {
    strings += name;
    if (!isFree(name)) needsCare = true;
    add(name, properties[name]);
  }
  return needsCare || !isPlain(strings) ? undefined : text;
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
