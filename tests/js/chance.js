/**
 * Make a random generator that gives the same numbers in every run, so that a failure can be repeated.
 * @param {number} seed
 * @returns {(below: number) => number} a whole number from 0 to below - 1
 */
export function drawer(seed) {
  let state = seed >>> 0;
  // Source: Marsaglia, Xorshift RNGs, 2003, with the triple (13, 17, 5).
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}
