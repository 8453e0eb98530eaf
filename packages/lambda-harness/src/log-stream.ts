export type LogFormat = 'Text' | 'JSON';
export type LogLevel = 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';

/** An event of a CloudWatch log stream, without the newline that ended it. */
export type LogEvent = {
  readonly timestamp: number;
  readonly message: string;
  readonly source: 'stdout' | 'stderr' | 'telemetry' | 'platform';
};

/** An event from which CloudWatch takes metrics. */
export type EmfEvent = LogEvent & {
  readonly document: Readonly<Record<string, unknown>>;
  /** There is text before the document: taken today, though the specification wants the whole event. */
  readonly prefixed: boolean;
};

const LEVELS: readonly string[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
/** Assumed: what Lambda's collector cuts at is not documented. */
const MAX_EVENT_CHARACTERS = 262_144;

/** The log stream of one execution environment. */
export class LogStream {
  readonly #format: LogFormat;
  readonly #level: LogLevel;
  readonly #events: LogEvent[] = [];
  readonly #dropped: LogEvent[] = [];

  constructor(format: LogFormat, level: LogLevel) {
    this.#format = format;
    this.#level = level;
  }

  add(source: LogEvent['source'], message: string, timestamp = Date.now()): void {
    // An empty line is no event: CloudWatch takes no empty message (`InputLogEvent`).
    for (let at = 0; at < message.length; at += MAX_EVENT_CHARACTERS) {
      const event = { timestamp, message: message.slice(at, at + MAX_EVENT_CHARACTERS), source };
      (this.#isDropped(event) ? this.#dropped : this.#events).push(event);
    }
  }

  /** What reached CloudWatch, by time and, where that is the same, by arrival. */
  events(): readonly LogEvent[] {
    return this.#events.toSorted((a, b) => a.timestamp - b.timestamp);
  }

  /** What the platform's level filter kept back. */
  dropped(): readonly LogEvent[] {
    return [...this.#dropped];
  }

  emfEvents(): readonly EmfEvent[] {
    return this.events().flatMap((event) => {
      const start = event.message.indexOf('{');
      const document = start < 0 ? undefined : parseObject(event.message.slice(start));
      return isEmf(document) ? [{ ...event, document, prefixed: start > 0 }] : [];
    });
  }

  /**
   * In JSON format a JSON line counts as INFO unless it has a valid level and time. (The client itself filters the
   * console. What becomes of plain text is not documented; here it stays.)
   */
  #isDropped({ message, source }: LogEvent): boolean {
    if (this.#format !== 'JSON' || source === 'telemetry' || source === 'platform') return false;
    const line = parseObject(message);
    if (line === undefined) return false;
    const rank = LEVELS.indexOf(String(line.level).toUpperCase());
    const valid = rank >= 0 && typeof line.timestamp === 'string' && RFC_3339.test(line.timestamp);
    return (valid ? rank : LEVELS.indexOf('INFO')) < LEVELS.indexOf(this.#level);
  }
}

function isEmf(document: Record<string, unknown> | undefined): document is Record<string, unknown> {
  const metadata = document?._aws as { CloudWatchMetrics?: unknown } | undefined;
  return Array.isArray(metadata?.CloudWatchMetrics);
}

function parseObject(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
