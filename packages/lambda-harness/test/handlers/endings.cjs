const { writeSync } = require('node:fs');

process.on('exit', () => writeSync(1, 'exit listener\n'));
process.on('beforeExit', () => writeSync(1, 'beforeExit listener\n'));
process.on('SIGTERM', () => writeSync(1, 'SIGTERM listener\n'));

const forever = () => new Promise((resolve) => setTimeout(resolve, 60_000));

const endings = {
  return: async () => 'returned',
  throw: () => {
    throw new Error('thrown');
  },
  exit: () => process.exit(7),
  rejection: () => {
    Promise.reject(new Error('rejected'));
    return forever();
  },
  uncaught: () => {
    setTimeout(() => {
      throw new Error('uncaught');
    });
    return forever();
  },
  never: () => new Promise(() => {}),
  hang: forever,
  block: () => {
    for (;;);
  },
  late: () => {
    setTimeout(() => {
      throw new Error('late');
    }, 20);
  },
};

exports.handler = async ({ ending }) => {
  writeSync(1, `${ending}\n`);
  try {
    return await endings[ending]();
  } finally {
    writeSync(1, 'finally\n');
  }
};

exports.watched = (event) => {
  process.once('uncaughtException', () => writeSync(1, 'uncaughtException listener\n'));
  endings[event.ending]();
  return new Promise((resolve) => setTimeout(resolve, 50, 'survived'));
};

exports.callback = (_event, _context, callback) => setTimeout(callback, 5, null, 'called back');
