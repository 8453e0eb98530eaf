import { FieldScanner } from '../language/json-fields.js';
import { RETRY_LINE } from './line-shapes.js';

/** What is said of a file whose events may not be what they seem. */
export type FileNote = {
  /** As it was named; `standard input` for that. */
  readonly file: string;
  readonly message: string;
};

/**
 * Looks at the events of a file until it is clear that they are read as they are meant: a log that is read as
 * something else gives an answer, but a wrong one.
 */
export class Inspection {
  isSettled = false;
  private events = 0;
  private recognised = 0;
  private leftOut = 0;
  private readonly markers: Marker[] = MARKERS.map((marker) => ({ ...marker, held: 0, understood: 0 }));
  private readonly notes = new Set<string>();

  constructor(
    private readonly name: string,
    /** Whether the file's format is told or clear, so that plain text in it is no surprise. */
    private readonly isKnown: boolean,
  ) {}

  /** Of a file of which all is known that is looked for here. */
  static settled(name: string): Inspection {
    const inspection = new Inspection(name, true);
    inspection.isSettled = true;
    return inspection;
  }

  /** Takes a message, whether its event says when it was, and whether it may hold a marker. */
  see(bytes: Buffer, start: number, end: number, isDated: boolean, mayHold = true): void {
    this.events++;
    const mayBeKnown = BEGINNINGS.has(bytes[start]!);
    if (isDated) this.recognised++;
    if (!mayBeKnown && !mayHold) return;
    const message = bytes.subarray(start, end);
    const kind = kindOf(message);
    if (kind && !isDated) this.recognised++;
    if (!mayHold) return;
    for (const marker of this.markers) {
      if (!message.includes(marker.text)) continue;
      marker.held++;
      if (marker.isUnderstood(message, kind)) marker.understood++;
    }
  }

  /** Whether there was an event of a kind that is known. */
  get isRecognised(): boolean {
    return this.recognised > 0;
  }

  /** What is still looked for: a text that events hold, and one of them that is what the text says. */
  get openMarkers(): readonly Marker[] {
    return this.markers.filter(({ understood }) => understood === 0);
  }

  /** Lines that belong to no event. */
  leaveOut(lines: number): void {
    this.leftOut += lines;
  }

  /** From what was seen so far: whether there is anything left to find out. */
  endOfBlock(): void {
    this.isSettled =
      this.recognised > 0 && this.markers.every(({ held, understood }) => held === 0 || understood > 0);
  }

  /** Something that went wrong with the file: the rest of a sentence that begins with its name. */
  note(what: string): void {
    this.notes.add(`${this.name} ${what}`);
  }

  report(lines: number): FileNote[] {
    const said = [...this.notes];
    if (this.leftOut > 0) {
      said.push(
        `${counted(this.leftOut, 'line')} at the beginning of ${this.name} ${this.leftOut === 1 ? 'is' : 'are'} no event, and left out.`,
      );
    }
    const hidden = this.markers.filter(({ held, understood }) => held > 0 && understood === 0);
    for (const { text, held, advice } of hidden) {
      said.push(
        `0 of ${counted(lines, 'line')} of ${this.name} can be read as what they hold: \`${text}\` is in ${held} of them, ${advice} ${WHAT_TO_DO}`,
      );
    }
    if (!this.isKnown && this.events > 0 && this.recognised === 0 && hidden.length === 0) {
      said.push(
        `0 of ${counted(lines, 'line')} of ${this.name} are of a kind that is known: none has a time, is JSON or is a line of Lambda. Each is read as a message without fields, as old as the file. ${WHAT_TO_DO}`,
      );
    }
    return said.map((message) => ({ file: this.name, message }));
  }
}

const WHAT_TO_DO =
  'Name the format with `--format` (`format` of `readLogs`), or get the log as JSON, as by `aws logs filter-log-events`.';

type Kind = 'json' | 'lambda' | 'retry' | undefined;

type Marker = {
  readonly text: string;
  readonly isUnderstood: (message: Buffer, kind: Kind) => boolean;
  readonly advice: string;
  /** How many events hold it, and how many of these are what it says. */
  held: number;
  understood: number;
};

const MARKERS: readonly Omit<Marker, 'held' | 'understood'>[] = [
  {
    text: '_aws',
    isUnderstood: (message, kind) =>
      (kind === 'json' || kind === 'lambda') && DOCUMENT.test(message.toString('latin1')),
    advice: 'but no event is a document with that key.',
  },
  {
    text: 'needs-retry.',
    isUnderstood: (_message, kind) => kind !== undefined,
    advice: 'but no event is a line of a retry or has fields.',
  },
];

const DOCUMENT = /[{,]\s*"_aws"\s*:/;
const LAMBDA_LINE =
  /^(?:(?:START|END|REPORT) RequestId: |INIT_START |\S+[\t ](?:[0-9a-f]{8}-[0-9a-f]{4}-|undefined)\S*[\t ])/;

/** What the messages that are known begin with: a space, a brace, a digit, a letter of Lambda's words or of ours. */
const BEGINNINGS: ReadonlySet<number> = new Set([...Buffer.from('\t\r\n {0123456789SERIun')]);

function kindOf(message: Buffer): Kind {
  if (isJson(message)) return 'json';
  const text = message.toString('latin1', 0, Math.min(message.length, LONGEST_LINE));
  if (RETRY_LINE.test(text) && text.startsWith('needs-retry.')) return 'retry';
  return LAMBDA_LINE.test(text) ? 'lambda' : undefined;
}

const LONGEST_LINE = 512;
const objects = new FieldScanner([{ name: '_aws', slot: 0 }]);

function isJson(message: Buffer): boolean {
  const first = message.findIndex((byte) => byte > 0x20);
  if (message[first] !== 0x7b) return false;
  const after = objects.scan(message, first, message.length, []);
  return after >= 0 && message.subarray(after).every((byte) => byte <= 0x20);
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}
