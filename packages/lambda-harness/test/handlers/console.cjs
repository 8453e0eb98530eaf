const { Console } = require('node:console');
const { writeSync } = require('node:fs');

// Taken before the first invocation, as libraries do.
const { log } = console;

exports.handler = async () => {
  console.log('x');
  log('taken at import');
  console.log('{"_aws":{"CloudWatchMetrics":[]}}');
  console.log({ _aws: { CloudWatchMetrics: [] } });
  console.log('%s and %d', 'text', 1);
  console.log('two\nlines');
  console.log();
  console.info('i');
  console.error('e');
  console.warn('w');
  console.debug('d');
  console.trace('t');
  console.group('g');
  console.groupEnd();
  console.dir({ d: 1 });
  process.stdout.write('stdout.write\n');
  writeSync(1, 'writeSync\n');
  writeSync(1, '{"_aws":{"CloudWatchMetrics":[]}}\n');
  writeSync(1, 'two\nevents\n');
  new Console(process.stdout).log('Console.log');
  new Console(process.stdout, process.stderr).error('Console.error');
};
