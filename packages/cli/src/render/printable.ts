/** A log can hold anything, a terminal must not be told anything by it. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => {
    if (character === '\n' || character === '\r') return '⏎';
    return character === '\t' ? ' ' : '\ufffd';
  });
}
