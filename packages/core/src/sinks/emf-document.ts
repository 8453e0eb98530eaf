import { isReportable, namePart, type ReportableEvent } from '../event.js';
import type { EmfPlan } from './emf-plan.js';
import { logLevel, quote, rfc3339 } from './json.js';
import { addMembers } from './members.js';
import { type Metrics, metricsOf } from './metrics.js';
import { type AddMembers, cut, plainTailOf, tailOf } from './tail.js';
import { MAX_LINE_BYTES } from './writer.js';

/** Writes an event as a document, which tells of `lostLines`; undefined for an event that gives none. */
export type DocumentOf = (event: ReportableEvent, lostLines: number) => string | undefined;

/** Reads the environment now. A document ends with its only line feed and has at most `MAX_LINE_BYTES`. */
export function documentsOf(plan: EmfPlan): DocumentOf {
  const documents = new Documents(plan);
  return (event, lostLines) =>
    isReportable(event) ? documents.of(event, plan.dimensionsOf(event.properties), lostLines) : undefined;
}

/** What a document is about: an event, or what the events of a burst have in common. */
export type Subject = Pick<ReportableEvent, 'service' | 'operation' | 'timestamp' | 'properties'>;

/** Makes the documents of one sink. */
export class Documents {
  private readonly functionName: string;
  private readonly level = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON' ? logLevel() : undefined;

  constructor(private readonly plan: EmfPlan) {
    const name = process.env.AWS_LAMBDA_FUNCTION_NAME;
    this.functionName = name === undefined ? '' : `,"functionName":${quote(cut(name))}`;
  }

  /** @param dimensions those beside `ServiceId` and `OperationName`, as the plan gives them */
  of(event: ReportableEvent, dimensions: string, lostLines: number): string {
    return this.text(event, dimensions, metricsOf(event), (add) => addMembers(event, add), lostLines);
  }

  text(
    { service, operation, timestamp, properties }: Subject,
    dimensions: string,
    metrics: Metrics,
    members: AddMembers,
    lostLines: number,
  ): string {
    const { plan, level } = this;
    const logged = level === undefined ? '' : `,"level":"${level}","timestamp":"${rfc3339(timestamp)}"`;
    const head = `{"_aws":{"Timestamp":${Math.trunc(timestamp) || 0},${plan.directive(metrics.which)}}${logged},"ServiceId":"${namePart(service)}","OperationName":"${namePart(operation)}"${dimensions}${metrics.text}${this.functionName}`;
    const end = lostLines > 0 ? `,"lostLines":${lostLines}}\n` : '}\n';
    const plain = plainTailOf(members, properties, plan.isFree);
    if (plain !== undefined) {
      const document = head + plain + end;
      if (isShort(document)) return document;
    }
    const document = head + tailOf(members, properties, plan.isFree) + end;
    if (isShort(document)) return document;
    const room = MAX_LINE_BYTES - Buffer.byteLength(head + end);
    return head + tailOf(members, properties, plan.isFree, room) + end;
  }
}

/** A character takes at most three bytes, so most documents need no counting. */
function isShort(document: string): boolean {
  return document.length * 3 <= MAX_LINE_BYTES || Buffer.byteLength(document) <= MAX_LINE_BYTES;
}
