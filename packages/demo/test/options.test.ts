import { OptionError, parseOptions } from '../src/options.js';

test('has defaults', () => {
  expect(parseOptions([])).toEqual({ seed: '1', calls: 400, json: false, full: false, help: false });
});

test('reads every option', () => {
  expect(parseOptions(['--seed', 'b', '--calls=10000', '--json', '--full', '--help'])).toEqual({
    seed: 'b',
    calls: 10_000,
    json: true,
    full: true,
    help: true,
  });
});

test.each([
  [['--calls', 'many'], 'Expected `--calls` to be a whole number from 1 to 10000, got "many".'],
  [['--calls', '0'], 'Expected `--calls` to be a whole number from 1 to 10000, got "0".'],
  [['--calls', '-5'], 'Expected `--calls` to be a whole number from 1 to 10000, got "-5".'],
  [['--calls', '1.5'], 'Expected `--calls` to be a whole number from 1 to 10000, got "1.5".'],
  [['--calls', '10001'], 'Expected `--calls` to be a whole number from 1 to 10000, got "10001".'],
  [['--calls', '--json'], 'Expected `--calls` to be a whole number from 1 to 10000, got "--json".'],
  [['--calls'], 'Expected a value after `--calls`.'],
  [['--seed='], 'Expected a value after `--seed`.'],
  [['--json=yes'], 'Expected no value for `--json`, got "yes".'],
  [['--fast'], 'There is no option `--fast`.'],
  [['-x'], 'There is no option `-x`.'],
  [['--toString'], 'There is no option `--toString`.'],
  [['500'], 'Expected options alone, got "500".'],
])('%j is refused', (args, message) => {
  expect(() => parseOptions(args)).toThrow(new OptionError(message));
});
