import { asText } from './expressions';

type Leg = Readonly<Record<string, unknown>>;

/** The combinations of a matrix, by GitHub's rules for `include` and `exclude`; one empty combination when there is no matrix. */
export function expandMatrix(matrix: unknown): readonly Leg[] {
  if (typeof matrix !== 'object' || matrix === null) {
    return [{}];
  }
  const { include, exclude, ...axes } = matrix as Leg;
  const names = Object.keys(axes);
  const combined = names.reduce<readonly Leg[]>(
    (legs, name) =>
      legs.flatMap(leg =>
        listOf(axes[name]).map(value => ({ ...leg, [name]: value })),
      ),
    names.length > 0 ? [{}] : [],
  );
  const legs = combined.filter(
    leg =>
      !listOf(exclude).some(one =>
        isPart(asLeg(one), leg, Object.keys(asLeg(one))),
      ),
  );
  const added: Leg[] = [];
  const extended = [...legs];
  for (const one of listOf(include).map(asLeg)) {
    const shared = Object.keys(one).filter(key => names.includes(key));
    let isUsed = false;
    legs.forEach((leg, index) => {
      if (isPart(one, leg, shared)) {
        extended[index] = { ...extended[index], ...one };
        isUsed = true;
      }
    });
    if (!isUsed) {
      added.push(one);
    }
  }
  return [...extended, ...added];
}

/** `3.14, ubuntu`: what GitHub appends to a job's name. */
export function describeLeg(leg: Leg): string {
  return Object.values(leg)
    .map(value =>
      typeof value === 'object' ? JSON.stringify(value) : asText(value),
    )
    .join(', ');
}

function isPart(part: Leg, leg: Leg, keys: readonly string[]): boolean {
  return keys.every(
    key => JSON.stringify(part[key]) === JSON.stringify(leg[key]),
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asLeg(value: unknown): Leg {
  return typeof value === 'object' && value !== null ? (value as Leg) : {};
}
