import type { Characters, Node } from './regex-node.js';

/** A bound that grows with the length of the text. */
type Bound = (length: number) => number;

/**
 * An upper bound of the steps of a backtracking matcher: the starts, times the ways in which each part can match. The
 * part that matches last is looked for along the text; what comes behind it is run along once for each of its ways.
 */
export function stepsOf(node: Node): Bound {
  const found: Found = { ways: [], runsOn: false };
  collectWays(node, END, found);
  const starts = startsOf(node);
  return (length) => {
    const counts = found.ways.map((count) => count(length));
    const before = product(counts.slice(0, -1));
    const ways = before * (counts.at(-1) ?? 1);
    return starts(length) * (before * length + ways * (found.runsOn ? length : 1));
  };
}

/** How often a match may be begun. */
function startsOf(node: Node): Bound {
  const [first] = partsOf(node);
  if (first?.kind === 'assertion' && first.source === '^') return () => 1;
  return occurrences(textOf(partsOf(node)));
}

type Found = {
  readonly ways: Bound[];
  /** Whether something without end is matched, in one way, behind the last part that has several. */
  runsOn: boolean;
};

/** What comes behind a part: the characters one of which must be next, and the text that must. */
type Following = { readonly set: Characters | undefined; readonly text: string };

/** Behind the whole expression: what is reached has matched, and nothing is tried again. */
const END: Following = { set: undefined, text: '' };

function collectWays(node: Node, following: Following, found: Found): void {
  if (node.kind === 'group') collectWays(node.node, following, found);
  if (node.kind === 'choice') {
    add(found, () => node.nodes.length);
    for (const child of node.nodes) collectWays(child, following, found);
  }
  if (node.kind === 'sequence') {
    node.nodes.forEach((child, index) => {
      collectWays(child, followingIn(node.nodes.slice(index + 1), following), found);
    });
  }
  if (node.kind === 'repeat') collectTurns(node, following, found);
}

function collectTurns(
  { node, min, max }: Node & { readonly kind: 'repeat' },
  following: Following,
  found: Found,
): void {
  if (node.kind !== 'set') {
    // What repeats must itself match in one way only, or the ways multiply with every turn.
    if (max > 1 && !isRigid(node)) add(found, () => Number.POSITIVE_INFINITY);
    if (max <= 1) collectWays(node, following, found);
  }
  const isLast = following === END && node.kind === 'set';
  if (isLast || min === max) return;
  if (node.kind === 'set' && following.set !== undefined && (node.set & following.set) === 0n) {
    found.runsOn = true;
    return;
  }
  const places = occurrences(node.kind === 'set' ? following.text : '');
  add(found, (length) => Math.min(places(length), max - min + 1));
}

function add(found: Found, ways: Bound): void {
  found.ways.push(ways);
  found.runsOn = false;
}

function followingIn(nodes: readonly Node[], outer: Following): Following {
  return nodes.length === 0 ? outer : { set: firstOf(nodes), text: textOf(nodes) };
}

/** The characters one of which must come next, if something must. */
function firstOf(nodes: readonly Node[]): Characters | undefined {
  const node = nodes[0];
  if (node === undefined) return undefined;
  if (node.kind === 'set') return node.set;
  if (node.kind === 'group') return firstOf([node.node]);
  if (node.kind === 'sequence') return firstOf(node.nodes);
  if (node.kind === 'repeat' && node.min > 0) return firstOf([node.node]);
  return undefined;
}

/** The text that the parts begin with. */
function textOf(nodes: readonly Node[]): string {
  let text = '';
  for (const node of nodes) {
    if (node.kind !== 'set' || node.literal === undefined) break;
    text += node.literal;
  }
  return text;
}

/** In how many places of a text another one can stand: those of `ababab` overlap, those of `abc` do not. */
function occurrences(text: string): Bound {
  // Whether case counts or not.
  const folded = text.toLowerCase();
  let period = 1;
  while (period < folded.length && !folded.startsWith(folded.slice(period))) period++;
  return (length) => Math.floor(length / period) + 1;
}

function partsOf(node: Node): readonly Node[] {
  return node.kind === 'sequence' ? node.nodes : [node];
}

function isRigid(node: Node): boolean {
  if (node.kind === 'repeat') return node.min === node.max && isRigid(node.node);
  if (node.kind === 'group') return isRigid(node.node);
  if (node.kind === 'sequence') return node.nodes.length > 0 && node.nodes.every(isRigid);
  return node.kind === 'set';
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all * number, 1);
}
