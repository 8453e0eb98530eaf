/**
 * Finds a `parse` glob, given as the text around its wildcards, anywhere in `text`. Each wildcard takes as
 * little as it can; one at the very end takes the rest. Undefined: no match.
 */
export function matchGlob(literals: readonly string[], text: string): string[] | undefined {
  const first = literals[0]!;
  let position = text.indexOf(first);
  if (position < 0) return undefined;
  position += first.length;

  const captures: string[] = [];
  for (let index = 1; index < literals.length; index++) {
    const literal = literals[index]!;
    const isEnd = index === literals.length - 1 && literal === '';
    const end = isEnd ? text.length : text.indexOf(literal, position);
    if (end < 0) return undefined;
    captures.push(text.slice(position, end));
    position = end + literal.length;
  }
  return captures;
}
