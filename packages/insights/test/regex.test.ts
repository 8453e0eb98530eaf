import fc from 'fast-check';
import { RE2JS } from 're2js';
import { Regex, RegexError } from '../src/language/regex.js';
import { readPattern } from '../src/language/regex-syntax.js';

const expressions: fc.Arbitrary<string> = fc
  .letrec<{ choice: string; piece: string }>((tie) => ({
    piece: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.constantFrom(
        ...[
          'a',
          'b',
          'ab',
          'k',
          's',
          '1',
          '\\.',
          '\\|',
          '-',
          ' ',
          'é',
          '😀',
          '.',
          '\\d',
          '\\w',
          '\\s',
          '\\S',
          '\\W',
          '\\b',
          '^',
          '$',
        ],
      ),
      fc.constantFrom(
        '[a-c]',
        '[^|.]',
        '[^a]',
        '[\\d-]',
        '[]a]',
        '[\\]x]',
        '\\x41',
        '\\t',
        '\\A',
        '\\z',
        '\\pL',
        '[[:alpha:]]',
      ),
      fc
        .tuple(tie('piece'), fc.constantFrom('*', '+', '?', '*?', '+?', '??', '{2}', '{1,3}', '{2,}'))
        .map((parts) => parts.join('')),
      fc
        .tuple(fc.constantFrom('(', '(?:', '(?<n>', '(?P<m>', '(?i:', '((?i)', '(s(?i)'), tie('choice'))
        .map((parts) => `${parts.join('')})`),
    ),
    choice: fc
      .array(
        fc.array(tie('piece'), { maxLength: 3 }).map((pieces) => pieces.join('')),
        { minLength: 1, maxLength: 2 },
      )
      .map((sequences) => sequences.join('|')),
  }))
  .choice.chain((expression) => fc.constantFrom('', '(?i)', '(?s)').map((flags) => flags + expression));

const texts = fc.string({ unit: fc.constantFrom(...'aAbBkKsS\u212a\u017f1.|- \n\téÉ😀_'), maxLength: 12 });

test('matches as RE2 does, whichever engine it uses', () => {
  fc.assert(
    fc.property(expressions, texts, (source, text) => {
      const re2 = compiled(source);
      if (!re2) {
        expect(() => new Regex(source)).toThrow(RegexError);
        return;
      }
      const regex = new Regex(source);

      const matcher = re2.matcher(text);
      const wanted: (string | null)[][] = [];
      while (matcher.find()) {
        wanted.push(Array.from({ length: re2.groupCount() + 1 }, (_, group) => matcher.group(group)));
      }

      expect(regex.test(text)).toBe(wanted.length > 0);
      expect([...(regex.exec(text) ?? [])].map((group) => group ?? null)).toEqual(wanted[0] ?? []);
      expect(regex.execAll(text).map((match) => [...match].map((group) => group ?? null))).toEqual(wanted);
    }),
    { numRuns: 5000 },
  );
});

test('whatever matches contains what every match is said to contain', () => {
  fc.assert(
    fc.property(expressions, texts, (source, text) => {
      const needles = readPattern(source)?.needles;
      if (!needles || !compiled(source)?.test(text)) return;

      expect(needles.some((needle) => text.includes(needle))).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['needs-retry\\.(?<service>[^.|]+)', ['needs-retry.']],
  ['Task timed out|Status: timeout', ['Task timed out', 'Status: timeout']],
  ['(?i)error', undefined],
  ['\\d+ (?:ms|s) longer', [' longer']],
  ['a?b*', undefined],
  ['(abc)+x', ['abc']],
])('%s is looked for by %j', (source, needles) => {
  expect(new Regex(source).needles).toEqual(needles);
});

test.each([
  '^REPORT.*Duration: (?<x>.*) ms.*',
  '^START RequestId: (?<id>\\S+) Version: (?<version>.*)$',
  'Max Memory Used: (?<mb>\\d+) MB',
  '\\[(?<level>[A-Z]+)\\] (?<user>[^ ]+) .*',
  '(?i:timed out) after (?<seconds>[\\d.]+)',
  '((?i)error|exception): (.*)',
])('%s is for the fast engine in lines of a log', (source) => {
  expect(readPattern(source)!.steps(1000)).toBeLessThan(4_000_000);
});

test.each([
  ['^a', 1],
  ['a', 2],
  ['aba', 2],
  ['^.*', 1],
  ['^.*x', 1],
  ['^[a-z]*=', 1],
  ['.*x', 2],
  ['^.*x.*y', 2],
  ['.*.*.*=', 4],
])('%s takes steps by the power %i of the length at most', (source, power) => {
  const { steps } = readPattern(source)!;

  expect(Math.round(Math.log10(steps(1e6) / steps(1e5)))).toBe(power);
});

test.each(['(a+)+$', '(a|aa)+$', '(.*)*x', '(a*)*b', '([a-z]+)*=', '.*.*.*.*=', '(?:a?){30}a{30}'])(
  '%s takes linear time where it could backtrack',
  (source) => {
    const regex = new Regex(source);

    expect(regex.test(`${'a'.repeat(50_000)}!`)).toBe(source.includes('{30}'));
  },
);

test('says which part RE2 does not accept', () => {
  expect(() => new Regex('a(?=b)')).toThrow(expect.objectContaining({ part: '(?=' }) as Error);
});

function compiled(source: string): RE2JS | undefined {
  try {
    return RE2JS.compile(source);
  } catch {
    return undefined;
  }
}
