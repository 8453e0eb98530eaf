import { isReportable, type ReportableEvent } from '../event.js';
import type { Bursts, WriteSums } from './bursts.js';
import { Documents } from './emf-document.js';
import type { EmfPlan } from './emf-plan.js';
import type { Writer } from './writer.js';

/** Writes the documents of one sink, each of which tells of the lines that were lost before it. */
export class EmfWriter {
  private readonly documents: Documents;

  constructor(
    private readonly plan: EmfPlan,
    private readonly writer: Writer,
  ) {
    this.documents = new Documents(plan);
  }

  /** @param bursts may sum the event up instead */
  write(event: ReportableEvent, bursts?: Bursts): void {
    if (!isReportable(event)) return;
    const dimensions = this.plan.dimensionsOf(event.properties);
    if (bursts?.take(event, dimensions)) return;
    const { lostLines } = this.writer;
    this.writer.write(this.documents.of(event, dimensions, lostLines), lostLines);
  }

  readonly writeSums: WriteSums = (subject, dimensions, metrics, members) => {
    const { lostLines } = this.writer;
    const document = this.documents.text(subject, dimensions, metrics, members, lostLines);
    this.writer.write(document, lostLines);
  };
}
