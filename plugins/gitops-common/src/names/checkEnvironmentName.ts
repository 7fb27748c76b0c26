import { isDnsLabel } from './dnsLabel';

const longest = 20;

/** Why an environment cannot have this name, for people, or undefined when it can. @public */
export function checkEnvironmentName(name: string): string | undefined {
  if (!name) {
    return 'Give the environment a name.';
  }
  if (!isDnsLabel(name)) {
    return `“${name}” is not an environment name: use lower-case letters, digits and dashes, with a letter or digit at both ends.`;
  }
  if (name.length > longest) {
    return `“${name}” is too long: use at most ${longest} characters, because it is appended to component names.`;
  }
  return undefined;
}
