import { owned } from './owned.js';

/** Texts that differ in nothing but their dynamic tokens. */
export type Pattern = {
  /** The text that they share, with `<Time-1>`, `<Number-2>`, `<Token-3>` … where they differ. */
  readonly template: string;
  readonly count: number;
  /** Of all texts, from 0 to 1. */
  readonly ratio: number;
  /** The most severe level that is named in them. */
  readonly severity: string | undefined;
};

/**
 * Finds the patterns of many texts, in memory for the patterns. Times, ids, addresses, numbers and words with a
 * digit are dynamic; so is the one word in which templates differ that are otherwise the same. A token that
 * never differed is shown as it is.
 */
export class Patterns {
  private clusters = new Map<string, Cluster>();
  private total = 0;
  private others = 0;

  add(text: string): void {
    this.total++;
    this.put({ pieces: piecesOf(text.slice(0, LONGEST)), count: 1, severity: severityOf(text) });
    if (this.clusters.size > MOST) this.forgetRare();
  }

  /** The most frequent first. */
  found(): Pattern[] {
    const rows = merged(this.clusters.values()).map(({ pieces, count, severity }) => ({
      template: templateOf(pieces),
      count,
      ratio: count / this.total,
      severity,
    }));
    if (this.others > 0) {
      const ratio = this.others / this.total;
      rows.push({
        template: '(patterns too rare to be kept)',
        count: this.others,
        ratio,
        severity: undefined,
      });
    }
    return rows.sort((a, b) => b.count - a.count || (a.template < b.template ? -1 : 1));
  }

  private forgetRare(): void {
    const kept = merged(this.clusters.values());
    for (const { count } of kept.splice(MOST / 2)) this.others += count;
    this.clusters = new Map();
    for (const cluster of kept) this.put(cluster);
  }

  private put(cluster: Cluster): void {
    const key = cluster.pieces.map(keyOf).join('\u0001');
    const known = this.clusters.get(key);
    if (known) merge(known, cluster);
    else this.clusters.set(owned(key), cluster);
  }
}

type Kind = 'Time' | 'UUID' | 'IPAddress' | 'Number' | 'Token' | 'word' | 'between';
type Piece = { readonly kind: Kind; readonly text: string; readonly varies: boolean };
type Cluster = { pieces: Piece[]; count: number; severity: string | undefined };

const LONGEST = 4096;
const MOST = 2048;
/** Of the words of two templates so many must be the same for the others to be one dynamic token each. */
const ALIKE = 0.7;

const PIECE = new RegExp(
  [
    String.raw`(?<Time>\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)`,
    '(?<UUID>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})',
    String.raw`(?<IPAddress>\d{1,3}(?:\.\d{1,3}){3}(?![\p{L}\p{N}_]))`,
    String.raw`(?<Number>\d+(?:\.\d+)?(?![\p{L}\p{N}_]))`,
    String.raw`(?<word>[\p{L}\p{N}_]+)`,
    String.raw`(?<between>[^\p{L}\p{N}_]+)`,
  ].join('|'),
  'gu',
);

function piecesOf(text: string): Piece[] {
  return [...text.matchAll(PIECE)].map(({ groups, 0: found }) => {
    const [kind] = Object.entries(groups!).find(([, group]) => group !== undefined) as [Kind, string];
    const isToken = kind === 'word' && /\p{N}/u.test(found);
    // What is kept of a text must not hold on to all of it.
    return { kind: isToken ? 'Token' : kind, text: owned(found), varies: false };
  });
}

/** What a piece is taken for: itself, or one of its kind. */
function keyOf({ kind, text }: Piece): string {
  return isFixed(kind) ? text : `\u0002${kind}`;
}

function isFixed(kind: Kind): boolean {
  return kind === 'word' || kind === 'between';
}

function merged(clusters: Iterable<Cluster>): Cluster[] {
  const byFrequency = [...clusters].sort((a, b) => b.count - a.count || (textOf(a) < textOf(b) ? -1 : 1));
  const byShape = new Map<string, Cluster[]>();
  for (const cluster of byFrequency) {
    const shape = cluster.pieces.map(({ kind, text }) => (kind === 'between' ? text : '')).join('\u0001');
    const leaders = byShape.get(shape);
    const leader = leaders?.find((other) => areAlike(other, cluster));
    if (leader) merge(leader, cluster);
    else if (leaders) leaders.push({ ...cluster });
    else byShape.set(shape, [{ ...cluster }]);
  }
  return [...byShape.values()].flat().sort((a, b) => b.count - a.count);
}

function textOf({ pieces }: Cluster): string {
  return pieces.map(({ text }) => text).join('');
}

function areAlike(a: Cluster, b: Cluster): boolean {
  const words = a.pieces.filter(({ kind }) => kind !== 'between').length;
  let different = 0;
  for (let index = 0; index < a.pieces.length; index++) {
    if (!areSame(a.pieces[index]!, b.pieces[index]!) && ++different > words * (1 - ALIKE)) return false;
  }
  return true;
}

function areSame(a: Piece, b: Piece): boolean {
  return a.kind === b.kind && (!isFixed(a.kind) || a.text === b.text);
}

function merge(into: Cluster, other: Cluster): void {
  into.count += other.count;
  into.severity = moreSevere(into.severity, other.severity);
  into.pieces = into.pieces.map((piece, index) => {
    const { kind, text, varies } = other.pieces[index]!;
    if (piece.text === text && piece.kind === kind && !varies) return piece;
    return { kind: piece.kind === kind && kind !== 'word' ? kind : 'Token', text: piece.text, varies: true };
  });
}

function templateOf(pieces: readonly Piece[]): string {
  let number = 0;
  return pieces.map(({ kind, text, varies }) => (varies ? `<${kind}-${++number}>` : text)).join('');
}

const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

function severityOf(text: string): string | undefined {
  const found = /\b(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL|CRITICAL)\b/i.exec(text)?.[0].toUpperCase();
  if (found === 'WARNING') return 'WARN';
  return found === 'CRITICAL' ? 'FATAL' : found;
}

function moreSevere(a: string | undefined, b: string | undefined): string | undefined {
  return SEVERITIES.indexOf(b ?? '') > SEVERITIES.indexOf(a ?? '') ? b : a;
}
