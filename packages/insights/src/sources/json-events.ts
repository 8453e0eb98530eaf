import type { LogEvent } from '../language/event.js';

/** The event that a JSON object of the AWS CLI or of a file of events is; undefined: it is none. */
export function eventOf(json: unknown): LogEvent | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { timestamp, message, ingestionTime, ...rest } = json as Record<string, unknown>;
  if (typeof timestamp !== 'number' || typeof message !== 'string') return undefined;
  return {
    timestamp,
    message: message.replace(/\r?\n$/, ''),
    logStream: textOf(rest.logStream ?? rest.logStreamName),
    log: textOf(rest.log ?? rest.logGroup ?? rest.logGroupName),
    ingestionTime: typeof ingestionTime === 'number' ? ingestionTime : undefined,
  };
}

/** The objects in the lists of a JSON document, one after the other, without the document as a whole. */
export class ListedObjects {
  private readonly open: number[] = [];
  private objectStart = -1;
  private position = 0;
  private inString = false;

  /**
   * Takes the bytes not used up so far and those after them. Gives the objects that are whole, and how many
   * bytes are used up.
   */
  read(bytes: Buffer): { readonly objects: string[]; readonly used: number } {
    const objects: string[] = [];
    let index = this.position;
    for (; index < bytes.length; index++) {
      const byte = bytes[index]!;
      if (this.inString) {
        if (byte === BACKSLASH) index++;
        else if (byte === QUOTE) this.inString = false;
      } else if (byte === QUOTE) this.inString = true;
      else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        const isListed = byte === OPEN_BRACE && this.open[this.open.length - 1] === OPEN_BRACKET;
        if (isListed && this.objectStart < 0 && this.open.length <= 2) this.objectStart = index;
        this.open.push(byte);
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        this.open.pop();
        if (this.objectStart >= 0 && byte === CLOSE_BRACE && this.open.length <= 2 && this.closesObject()) {
          objects.push(bytes.toString('utf8', this.objectStart, index + 1));
          this.objectStart = -1;
        }
      }
    }
    const used = this.objectStart >= 0 ? this.objectStart : Math.min(index, bytes.length);
    this.position = index - used;
    if (this.objectStart >= 0) this.objectStart = 0;
    return { objects, used };
  }

  private closesObject(): boolean {
    return this.open[this.open.length - 1] === OPEN_BRACKET;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
