import { everyChoice, everyPair, isPossible, pairsOf, seeds } from './choices';

describe('the choices of the matrix', () => {
  const matrix = [...Object.values(seeds), ...everyPair(Object.values(seeds))];

  it('have every pair of answers that the form offers', () => {
    const covered = new Set(matrix.flatMap(pairsOf));

    expect(
      everyChoice()
        .flatMap(pairsOf)
        .filter(pair => !covered.has(pair)),
    ).toEqual([]);
  });

  it('are all possible, and few', () => {
    expect(matrix.filter(choice => !isPossible(choice))).toEqual([]);
    expect(matrix.length).toBeLessThan(45);
    expect(everyChoice().length).toBeGreaterThan(1000);
  });
});
