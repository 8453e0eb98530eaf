import { type Progress, progressOn } from '../src/progress.js';

function written(isTTY: boolean, act: (progress: Progress) => void): string {
  let text = '';
  const stream = {
    isTTY,
    write(chunk: string | Uint8Array) {
      text += chunk;
      return true;
    },
  };
  act(progressOn(stream));
  return text;
}

function makeCalls(progress: Progress) {
  progress.stage('Making 8 calls');
  for (let made = 1; made <= 9; made++) progress.calls(made, 8);
  progress.done();
}

test('is a line for each quarter where nobody sees it move', () => {
  expect(written(false, makeCalls)).toBe(
    'Making 8 calls …\n2 of 8 calls\n4 of 8 calls\n6 of 8 calls\n8 of 8 calls\n',
  );
});

test('is one line on a terminal, which is empty in the end', () => {
  const screen = written(true, makeCalls);

  expect(screen).not.toContain('\n');
  expect(screen.split('\r\u001b[2K')).toEqual([
    '',
    'Making 8 calls …',
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((made) => `Making calls … ${made} of 8`),
    '',
  ]);
});
