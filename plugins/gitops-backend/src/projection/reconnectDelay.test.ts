import { reconnectDelay } from './reconnectDelay';

describe('reconnectDelay', () => {
  it.each([
    [1, 0, 1_000],
    [1, 1, 1_200],
    [2, 0, 2_000],
    [4, 0.5, 8_800],
    [6, 0, 30_000],
    [6, 1, 30_000],
    [1_000, 0, 30_000],
  ])('attempt %d with chance %d waits %d ms', (attempt, chance, ms) => {
    expect(reconnectDelay(attempt, 1_000, () => chance)).toBeCloseTo(ms);
  });
});
