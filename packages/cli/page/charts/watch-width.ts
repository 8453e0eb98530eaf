/** Calls `draw` with the width of an element whenever that changes. */
export function watchWidth(element: HTMLElement, draw: (width: number) => void): void {
  new ResizeObserver(([entry]) => draw(Math.floor(entry!.contentRect.width))).observe(element);
}
