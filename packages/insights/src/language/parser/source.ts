import { isSymbol, isWord, type Tokens } from './tokens.js';

/**
 * Takes every `SOURCE …` that a query begins with. It says which log groups the service should read, and when;
 * here the events are given, so it is only noted.
 */
export function takeSources(tokens: Tokens): void {
  while (isWord(tokens.peek(), 'source')) {
    const { start } = tokens.next();
    takeGroups(tokens);
    while (tokens.peek().kind === 'word') takeOption(tokens);
    const text = tokens.query.slice(start, tokens.offset);
    const message = `\`${text}\` is ignored: the answer is from the events that the query was given.`;
    tokens.notes.push({ kind: 'source-ignored', message });
    tokens.expectSymbol('|');
  }
}

/** `"group"`, `["group", "group"]`, or `logGroups(namePrefix: ["/aws/lambda"], class: "STANDARD")` */
function takeGroups(tokens: Tokens): void {
  const first = tokens.peek();
  if (first.kind === 'word') {
    tokens.next();
    if (!isSymbol(tokens.peek(), '('))
      tokens.fail(first.start, 'The name of a log group needs quotation marks.', ['quoted text']);
  }
  if (first.kind === 'word' || isSymbol(first, '[')) takeBrackets(tokens);
  else tokens.list(() => takeName(tokens));
}

function takeName(tokens: Tokens): void {
  const name = tokens.next();
  if (name.kind !== 'string' && name.kind !== 'quoted-field')
    tokens.unexpected(name, ['the quoted name of a log group', '`logGroups(…)`']);
}

/** `START=-3600s` or `END=0s` */
function takeOption(tokens: Tokens): void {
  if (!isWord(tokens.peek(), 'start', 'end')) tokens.unexpected(tokens.peek(), ['`|`']);
  tokens.next();
  tokens.expectSymbol('=');
  tokens.takeSymbol('-');
  const value = tokens.next();
  if (value.kind !== 'number' && value.kind !== 'string') tokens.unexpected(value, ['a time']);
  if (tokens.peek().kind === 'word' && tokens.peek().start === value.end) tokens.next();
}

function takeBrackets(tokens: Tokens): void {
  for (let open = 0; ; ) {
    const token = tokens.next();
    if (token.kind === 'end') tokens.unexpected(token, ['`)`', '`]`']);
    if (token.kind === 'symbol' && '([{'.includes(token.text)) open++;
    if (token.kind === 'symbol' && ')]}'.includes(token.text) && --open === 0) return;
  }
}
