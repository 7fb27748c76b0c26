import { RenderError } from './RenderError';

/** Kubernetes label selectors: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`, joined by commas. */
export function matchesSelector(
  labels: Readonly<Record<string, string>>,
  selector: string | undefined,
): boolean {
  return splitRequirements(selector ?? '').every(requirement =>
    matchesRequirement(labels, requirement),
  );
}

function splitRequirements(selector: string): readonly string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(part => part !== '');
}

function matchesRequirement(
  labels: Readonly<Record<string, string>>,
  requirement: string,
): boolean {
  const set = /^([^\s!=,()]+)\s+(in|notin)\s+\(([^()]*)\)$/.exec(requirement);
  if (set) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map(value => value.trim());
    const value = labels[key];
    const within = value !== undefined && values.includes(value);
    return operator === 'in' ? within : !within;
  }
  const equality = /^([^\s!=,()]+)\s*(==|=|!=)\s*([^\s!=,()]*)$/.exec(
    requirement,
  );
  if (equality) {
    const [, key = '', operator, value] = equality;
    return operator === '!=' ? labels[key] !== value : labels[key] === value;
  }
  const existence = /^(!?)\s*([^\s!=,()]+)$/.exec(requirement);
  if (existence) {
    const [, not, key = ''] = existence;
    return not === '!' ? !(key in labels) : key in labels;
  }
  throw new RenderError(`unable to parse requirement: "${requirement}"`);
}
