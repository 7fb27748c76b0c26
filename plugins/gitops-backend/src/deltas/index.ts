export { Comparisons } from './Comparisons';
export { readDeltas } from './readDeltas';
