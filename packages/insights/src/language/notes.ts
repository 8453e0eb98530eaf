/** Something about an answer that its rows do not show. The command prints it on standard error. */
export type QueryNote = {
  readonly kind: NoteKind;
  /** One or two sentences. */
  readonly message: string;
};

/**
 * - `source-ignored`: the query names log groups, and was asked about the given events instead;
 * - `sort-without-effect`: a `sort` before the only `stats` changes nothing;
 * - `period-cut`: a period is longer than its unit allows, and was cut as the service cuts it;
 * - `own-patterns`: the templates of `pattern` are made here, not by the service.
 */
export type NoteKind = 'source-ignored' | 'sort-without-effect' | 'period-cut' | 'own-patterns';
