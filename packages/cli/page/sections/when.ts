import type { PageData } from '../../src/report/page-data.js';
import { overTime } from '../charts/over-time.js';
import { h } from '../dom.js';
import type { State } from '../state.js';
import { section } from './section.js';

export function when({ analysis }: PageData, state: State): HTMLElement {
  if (!analysis.period) {
    return section(
      'when',
      'Over time',
      undefined,
      h('p', { class: 'muted' }, 'The log has no lines or documents of needs-retry.'),
    );
  }
  return section('when', 'Over time', undefined, overTime(analysis, state));
}
