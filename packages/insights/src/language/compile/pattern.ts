import { Patterns } from '../patterns.js';
import { RowScope } from '../scope.js';
import type { Expression } from '../syntax.js';
import { textOf } from '../value.js';
import type { Pipeline } from './pipeline.js';
import { TakenNames } from './taken-names.js';

const COLUMNS = ['@pattern', '@ratio', '@sampleCount', '@severityLabel'];

/** `pattern`: gathers the texts of this stage into templates, which are the rows of the next. */
export function addPattern(pipeline: Pipeline, source: Expression): void {
  const read = pipeline.compile(source);
  const patterns = new Patterns();
  pipeline.endStage(
    (row) => {
      const text = textOf(read(row));
      if (text !== undefined) patterns.add(text);
    },
    {
      finish: () =>
        patterns.found().map(({ template, ratio, count, severity }) => ({
          event: undefined,
          values: [template, ratio, count, severity],
          scanned: true,
        })),
    },
  );
  const scope = new RowScope();
  const names = new TakenNames(pipeline.query);
  for (const name of COLUMNS) {
    scope.define(name);
    names.show(name);
  }
  pipeline.continueWith(scope, COLUMNS, names);
}
