import type { Readable } from 'node:stream';

/** What came on the standard output. */
export interface Arrived {
  lines: number;
  documents: number;
  /** Neither the one nor the other. */
  others: number;
  retries: number;
  throttles: number;
  gaveUp: number;
  /** What documents tell of lines that the reader was too slow for. */
  lost: number;
}

/** Counts while it reads; nothing is kept. */
export async function countArrived(stdout: Readable): Promise<Arrived> {
  const counts: Arrived = { lines: 0, documents: 0, others: 0, retries: 0, throttles: 0, gaveUp: 0, lost: 0 };
  let rest = '';
  for await (const chunk of stdout.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) count(counts, line);
  }
  if (rest !== '') counts.others++;
  return counts;
}

function count(counts: Arrived, line: string): void {
  if (line === 'needs-retry.soak.Work|increment|count=1') counts.lines++;
  else if (line.startsWith('{"_aws":') && line.endsWith('}')) addDocument(counts, line);
  else counts.others++;
}

function addDocument(counts: Arrived, document: string): void {
  const numberOf = (name: string) => Number(new RegExp(`"${name}":(\\d+)`).exec(document)?.[1] ?? 0);
  counts.documents++;
  counts.retries += numberOf('Retries');
  counts.throttles += numberOf('Throttles');
  counts.gaveUp += numberOf('RetriesExhausted');
  counts.lost += numberOf('lostLines');
}
