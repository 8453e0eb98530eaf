const CONTROLS = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** A log can hold anything, a terminal must not be told anything by it. */
export function printable(text: string): string {
  return text.replace(CONTROLS, (character) => {
    if (character === '\n' || character === '\r') return '⏎';
    return character === '\t' ? ' ' : '\ufffd';
  });
}

/** The same for text that has lines, where what is not shown matters: as JSON writes it. */
export function visible(text: string): string {
  return text.replace(CONTROLS, (character) => {
    if (character === '\n' || character === '\t') return character;
    return character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join('');
  });
}
