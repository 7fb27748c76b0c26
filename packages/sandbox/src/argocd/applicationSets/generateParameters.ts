import { RenderError } from '../../render';
import type { GitHosts } from '../GitHosts';
import type {
  ApplicationSet,
  Generator,
  GitGenerator,
} from './applicationSetSchema';
import { normalizeName, renderStrings, type Parameters } from './renderStrings';

/** One set of parameters for each application that the generators call for. Throws `RenderError`. */
export async function generateParameters(
  { spec }: ApplicationSet,
  hosts: GitHosts,
): Promise<readonly Parameters[]> {
  const sets: Parameters[] = [];
  for (const generator of spec.generators) {
    sets.push(...(await ofGenerator(generator, spec, hosts)));
  }
  return sets;
}

async function ofGenerator(
  generator: Generator,
  mode: ApplicationSet['spec'],
  hosts: GitHosts,
): Promise<readonly Parameters[]> {
  if (generator.list) {
    return generator.list.elements;
  }
  if (generator.git?.directories) {
    const folders = await foldersOf(generator.git, hosts);
    return folders.map(folder =>
      withValues(parametersOf(folder), generator.git?.values, mode),
    );
  }
  const kind = generator.git ? 'git files' : Object.keys(generator).join(', ');
  throw new RenderError(
    `the sandbox does not know the ${kind} generator: it knows lists and the directories of Git repositories`,
  );
}

/** The folders of a repository that the patterns ask for; hidden ones are never among them. */
async function foldersOf(
  { repoURL, revision = 'HEAD', directories = [] }: GitGenerator,
  hosts: GitHosts,
): Promise<readonly string[]> {
  const sha = await hosts.resolve(repoURL, revision);
  const files = await (await hosts.files(repoURL, sha)).listFiles('');
  const folders = new Set(
    files.flatMap(file => {
      const segments = file.split('/').slice(0, -1);
      return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
    }),
  );
  const matchers = directories.map(({ path, exclude = false }) => ({
    exclude,
    pattern: pathPattern(path),
  }));
  return [...folders].sort().filter(folder => {
    const matching = matchers.filter(({ pattern }) => pattern.test(folder));
    return (
      !/(?:^|\/)\./.test(folder) &&
      matching.length > 0 &&
      matching.every(({ exclude }) => !exclude)
    );
  });
}

/** Go's `path.Match`: no pattern reaches across a slash. */
function pathPattern(pattern: string): RegExp {
  const source = pattern
    .replace(/\/+$/, '')
    .replace(/\*+|\?|\[[^\]]*\]|[.+^${}()|\\]/g, token => {
      switch (token.charAt(0)) {
        case '*':
          return '[^/]*';
        case '?':
          return '[^/]';
        case '[':
          return token;
        default:
          return `\\${token}`;
      }
    });
  return new RegExp(`^${source}$`);
}

function parametersOf(folder: string): Parameters {
  const segments = folder.split('/');
  const basename = segments[segments.length - 1] ?? '';
  return {
    path: {
      path: folder,
      basename,
      basenameNormalized: normalizeName(basename),
      segments,
    },
  };
}

/** The generator's own values see the parameters that it found. */
function withValues(
  parameters: Parameters,
  values: Readonly<Record<string, string>> | undefined,
  mode: ApplicationSet['spec'],
): Parameters {
  return values
    ? { ...parameters, values: renderStrings(values, parameters, mode) }
    : parameters;
}
