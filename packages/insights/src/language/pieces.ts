/** A part of a text: what stands between words, a word, or a token that is likely to differ from text to text. */
export type Piece = { readonly kind: PieceKind; readonly text: string };
export type PieceKind = 'between' | 'word' | 'Time' | 'UUID' | 'IPAddress' | 'Number' | 'Token';

/** Cuts a text into its parts, which together are the text. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (let start = 0; start < text.length; ) {
    const piece = isWordCharacter(text.charCodeAt(start)) ? wordAt(text, start) : betweenAt(text, start);
    pieces.push(piece);
    start += piece.text.length;
  }
  return pieces;
}

/** Whether it is part of what texts of one pattern share. */
export function isFixed(kind: PieceKind): boolean {
  return kind === 'word' || kind === 'between';
}

function betweenAt(text: string, start: number): Piece {
  let end = start + 1;
  while (end < text.length && !isWordCharacter(text.charCodeAt(end))) end++;
  return { kind: 'between', text: text.slice(start, end) };
}

function wordAt(text: string, start: number): Piece {
  let end = start;
  let hasDigit = false;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (!isWordCharacter(code)) break;
    hasDigit ||= isDigit(code);
  }
  const shaped =
    end < text.length && SHAPES_GO_ON.includes(text[end]!) ? shapeAt(text, start, end) : undefined;
  if (shaped) return shaped;
  const word = text.slice(start, end);
  if (!hasDigit) return { kind: 'word', text: word };
  return { kind: /^\d+$/.test(word) ? 'Number' : 'Token', text: word };
}

/** What follows the first word of a time, an id, an address or a number with a point. */
const SHAPES_GO_ON = '-.';

const SHAPES: readonly (readonly [PieceKind, RegExp])[] = [
  ['Time', /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/y],
  ['UUID', /[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9A-Za-z_])/y],
  ['IPAddress', /\d{1,3}(?:\.\d{1,3}){3}(?![0-9A-Za-z_])/y],
  ['Number', /\d+\.\d+(?![0-9A-Za-z_])/y],
];

function shapeAt(text: string, start: number, end: number): Piece | undefined {
  for (const [kind, pattern] of SHAPES) {
    pattern.lastIndex = start;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined && start + found.length > end) return { kind, text: found };
  }
  return undefined;
}

/** Letters, digits, `_`, and everything that is not ASCII. */
function isWordCharacter(code: number): boolean {
  return (
    isDigit(code) ||
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === 0x5f ||
    code >= 0x80
  );
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
