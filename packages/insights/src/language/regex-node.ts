/** Characters as a bit set: one bit for each ASCII character and one for all others. */
export type Characters = bigint;

/** A part of a regular expression. */
export type Node =
  | { readonly kind: 'set'; readonly source: string; readonly set: Characters; readonly literal?: string }
  | { readonly kind: 'assertion'; readonly source: string }
  | { readonly kind: 'group'; readonly open: string; readonly node: Node }
  | { readonly kind: 'sequence'; readonly nodes: readonly Node[] }
  | { readonly kind: 'choice'; readonly nodes: readonly Node[] }
  | {
      readonly kind: 'repeat';
      readonly node: Node;
      readonly min: number;
      readonly max: number;
      readonly source: string;
    };
