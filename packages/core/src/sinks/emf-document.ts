import { isReportable, namePart, type ReportableEvent } from '../event.js';
import type { EmfPlan } from './emf-plan.js';
import { logLevel, quote, rfc3339 } from './json.js';
import { type Members, membersOf, word } from './members.js';
import { type Values, valuesOf } from './metrics.js';
import { MAX_LINE_BYTES } from './writer.js';

/** Writes an event as a document, which tells of `lostLines`; undefined for an event that gives none. */
export type DocumentOf = (event: ReportableEvent, lostLines: number) => string | undefined;

/** Reads the environment now. A document ends with its only line feed and has at most `MAX_LINE_BYTES`. */
export function documentsOf(plan: EmfPlan): DocumentOf {
  const documents = new Documents(plan);
  return (event, lostLines) =>
    isReportable(event)
      ? documents.text(contentOf(event, plan.dimensionsOf(event.properties)), lostLines)
      : undefined;
}

/** What a document says, from an event or from the sums of a burst. */
export interface Content extends Pick<ReportableEvent, 'service' | 'operation' | 'timestamp' | 'properties'> {
  readonly values: Values;
  /** The dimensions beside `ServiceId` and `OperationName`, as the plan gives them. */
  readonly dimensions: string;
  readonly members: readonly Members[];
}

export function contentOf(event: ReportableEvent, dimensions: string): Content {
  const { service, operation, timestamp, properties } = event;
  const values = valuesOf(event);
  return { service, operation, timestamp, properties, dimensions, values, members: membersOf(event) };
}

/** Makes the documents of one sink. */
export class Documents {
  private readonly functionName = process.env.AWS_LAMBDA_FUNCTION_NAME;
  private readonly level = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON' ? logLevel() : undefined;

  constructor(private readonly plan: EmfPlan) {}

  text(content: Content, lostLines: number): string {
    const head = this.head(content);
    const end = lostLines > 0 ? `,"lostLines":${lostLines}}\n` : '}\n';
    const document = head + this.tail(content, Number.POSITIVE_INFINITY) + end;
    // A character takes at most three bytes, so most documents need no counting.
    if (document.length * 3 <= MAX_LINE_BYTES || Buffer.byteLength(document) <= MAX_LINE_BYTES)
      return document;
    return head + this.tail(content, MAX_LINE_BYTES - Buffer.byteLength(head + end)) + end;
  }

  /** What no document lacks: metrics and dimensions. */
  private head({ service, operation, timestamp, values, dimensions }: Content): string {
    const { level } = this;
    const logged = level === undefined ? '' : `,"level":"${level}","timestamp":"${rfc3339(timestamp)}"`;
    let metrics = '';
    for (const [name, value] of values) {
      metrics += `,"${name}":${typeof value === 'number' ? value : `[${value.join()}]`}`;
    }
    return `{"_aws":{"Timestamp":${Math.trunc(timestamp) || 0},${this.plan.directive(values)}}${logged},"ServiceId":"${namePart(service)}","OperationName":"${namePart(operation)}"${dimensions}${metrics}`;
  }

  /** The other members, as many as fit into `room` bytes. */
  private tail({ members, properties }: Content, room: number): string {
    const tail = new Tail(room);
    for (const group of members) {
      for (const name in group) tail.add(`"${name}"`, group[name as keyof Members]);
    }
    tail.add('"functionName"', this.functionName);
    for (const [name, value] of Object.entries(properties)) {
      if (this.plan.isFree(name)) tail.add(quote(name), value);
    }
    return tail.text + (tail.truncated ? TRUNCATED : '');
  }
}

export const MAX_VALUE_LENGTH = 256;
const TRUNCATED = ',"truncated":"yes"';

/** Members as JSON. Long values are cut, and members that do not fit are left out. */
class Tail {
  text = '';
  truncated = false;

  /** @param room bytes; if infinite, no member is counted */
  constructor(private room: number) {
    this.room -= TRUNCATED.length;
  }

  /** @param value what is no value of a document, such as an object in an event of somebody else's making, is left out */
  add(name: string, value: unknown): void {
    if (typeof value === 'string') {
      if (value.length <= MAX_VALUE_LENGTH) return this.append(`,${name}:${quote(value)}`);
      this.truncated = true;
      this.append(`,${name}:${quote(cut(value))}`);
    } else if (typeof value === 'boolean') this.append(`,${name}:"${word(value)}"`);
    else if (Number.isFinite(value)) this.append(`,${name}:${value}`);
  }

  private append(member: string): void {
    if (this.room !== Number.POSITIVE_INFINITY) {
      const bytes = Buffer.byteLength(member);
      if (bytes > this.room) {
        this.truncated = true;
        return;
      }
      this.room -= bytes;
    }
    this.text += member;
  }
}

/** Cut between characters: half of a surrogate pair is none. */
function cut(text: string): string {
  return text.slice(0, MAX_VALUE_LENGTH).replace(/[\uD800-\uDBFF]$/, '');
}
