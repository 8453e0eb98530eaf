import { owned } from './owned.js';
import { isFixed, type Piece, piecesOf } from './pieces.js';

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
    const pieces = piecesOf(text.slice(0, LONGEST));
    const key = keyOf(pieces);
    const known = this.clusters.get(key);
    if (known) {
      known.count++;
      noteDifferences(known, pieces);
      return;
    }
    // What is kept of a text must not hold on to all of it.
    const kept = pieces.map((piece) => ({ kind: piece.kind, text: owned(piece.text) }));
    const varies = pieces.map(() => false);
    this.clusters.set(owned(key), { pieces: kept, varies, count: 1, severity: severityOf(text) });
    if (this.clusters.size > MOST) this.forgetRare();
  }

  /** The most frequent first. */
  found(): Pattern[] {
    const rows = merged(this.clusters.values()).map(({ pieces, varies, count, severity }) => ({
      template: templateOf(pieces, varies),
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
    for (const cluster of kept) {
      const key = keyOf(cluster.pieces);
      const known = this.clusters.get(key);
      if (known) merge(known, cluster);
      else this.clusters.set(owned(key), cluster);
    }
  }
}

type Cluster = {
  readonly pieces: Piece[];
  /** Which pieces were not the same in all texts. */
  readonly varies: boolean[];
  count: number;
  severity: string | undefined;
};

const LONGEST = 4096;
const MOST = 2048;
/** Of the words of two templates so many must be the same for the others to be one dynamic token each. */
const ALIKE = 0.7;

/** What texts of one pattern share: how many pieces they have, the fixed ones, and the kinds of the others. */
function keyOf(pieces: readonly Piece[]): string {
  let key = `${pieces.length}\u0001`;
  for (const { kind, text } of pieces) key += isFixed(kind) ? text : `\u0002${kind}\u0001`;
  return key;
}

function noteDifferences({ pieces, varies }: Cluster, others: readonly Piece[]): void {
  for (let index = 0; index < pieces.length; index++) {
    if (pieces[index]!.text !== others[index]!.text) varies[index] = true;
  }
}

function merged(clusters: Iterable<Cluster>): Cluster[] {
  const byFrequency = [...clusters].sort((a, b) => b.count - a.count || (textOf(a) < textOf(b) ? -1 : 1));
  const byShape = new Map<string, Cluster[]>();
  for (const cluster of byFrequency) {
    const between = cluster.pieces.map(({ kind, text }) => (kind === 'between' ? text : '')).join('\u0001');
    const shape = `${cluster.pieces.length}\u0001${between}`;
    const leaders = byShape.get(shape);
    const leader = leaders?.find((other) => areAlike(other, cluster));
    if (leader) merge(leader, cluster);
    else if (leaders) leaders.push(copyOf(cluster));
    else byShape.set(shape, [copyOf(cluster)]);
  }
  return [...byShape.values()].flat().sort((a, b) => b.count - a.count);
}

function copyOf({ pieces, varies, ...rest }: Cluster): Cluster {
  return { pieces: [...pieces], varies: [...varies], ...rest };
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
  other.pieces.forEach(({ kind, text }, index) => {
    const piece = into.pieces[index]!;
    const isSame = piece.text === text && !other.varies[index];
    if (!isSame) into.varies[index] = true;
    if (piece.kind !== kind || (kind === 'word' && !isSame)) {
      into.pieces[index] = { kind: 'Token', text: piece.text };
    }
  });
}

function templateOf(pieces: readonly Piece[], varies: readonly boolean[]): string {
  let number = 0;
  return pieces.map(({ kind, text }, index) => (varies[index] ? `<${kind}-${++number}>` : text)).join('');
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
