import { type Child, h } from '../dom.js';

/** A part of the page with its heading. */
export function section(
  id: string,
  title: string,
  lead: string | undefined,
  ...children: readonly Child[]
): HTMLElement {
  return h(
    'section',
    { id, 'aria-labelledby': `${id}-title` },
    h('h2', { id: `${id}-title` }, title),
    lead !== undefined && h('p', { class: 'lead' }, lead),
    ...children,
  );
}
