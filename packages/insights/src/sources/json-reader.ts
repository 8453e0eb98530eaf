import type { EventVisitor } from '../language/event.js';
import { blocksOf } from './blocks.js';
import type { Bytes } from './bytes.js';
import type { Inspection } from './inspection.js';
import { type HeldEvent, heldEvents } from './json-events.js';
import { JsonValues } from './json-values.js';
import type { Source } from './line-scanner.js';
import { timeOfLine } from './timestamps.js';

/** Reads the events that JSON holds. A document that is none of a known kind is an event itself. */
export async function* scanJson(
  bytes: Bytes,
  source: Source,
  visitor: EventVisitor,
  inspection: Inspection,
): AsyncGenerator<void> {
  const values = new JsonValues();
  const events = new HeldEvents(source, visitor, inspection);
  const use = (block: Buffer, isLast: boolean) => {
    const { values: found, used } = values.read(block, isLast);
    for (const value of found) if (!events.take(value)) return -1;
    if (isLast && used < block.length) {
      inspection.note('ends in the middle of a JSON document: what was whole is read.');
      if (!events.take(block.subarray(used))) return -1;
    } else if (isLast && values.isOpen)
      inspection.note('ends in the middle of a list: what was whole is read.');
    inspection.endOfBlock();
    return used;
  };
  yield* blocksOf(bytes, use, { isDelimited: false });
  if (values.lost > 0)
    inspection.note(`has ${values.lost} JSON documents too large for an event, which are left out.`);
}

/** Hands events over, with what they do not say themselves. */
export class HeldEvents {
  private lastTime: number;
  /** The beginnings of messages that Docker has cut, by where they were written. */
  private readonly parts = new Map<string | undefined, string>();

  constructor(
    private readonly source: Source,
    private readonly visitor: EventVisitor,
    private readonly inspection: Inspection,
  ) {
    this.lastTime = source.time;
  }

  /** Takes the text of a value; false: no more are wanted. */
  take(value: Buffer): boolean {
    const text = value.toString();
    const events = heldEvents(parsed(text)) ?? [{ message: text.replace(/\s+$/, '') }];
    return events.every((event) => this.give(event));
  }

  give(event: HeldEvent): boolean {
    const message = (this.parts.get(event.logStream) ?? '') + event.message;
    if (event.isPart) {
      this.parts.set(event.logStream, message);
      return true;
    }
    this.parts.delete(event.logStream);
    if (message === '' && event.timestamp === undefined) return true;
    const bytes = Buffer.from(message);
    const own = event.timestamp ?? timeOfLine(bytes, 0, bytes.length);
    this.lastTime = own ?? this.lastTime;
    if (!this.inspection.isSettled) this.inspection.see(bytes, 0, bytes.length, own !== undefined);
    this.visitor.scanned(1, bytes.length);
    const { logStream = this.source.logStream, log = this.source.log, ingestionTime } = event;
    return this.visitor.visit({ timestamp: this.lastTime, message, logStream, log, ingestionTime });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
