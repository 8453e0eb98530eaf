test('bootstraps', () => {
  expect(1).toBe(1);
});
