import type { GitStore } from '../../git';
import {
  recogniseScript,
  type RecognisedScript,
  type ScriptContext,
} from './recogniseScript';

/** Like `recogniseScript`, with the scripts that the repository has at the commit. */
export async function readScript(
  git: GitStore,
  repository: string,
  script: readonly string[],
  context: Omit<ScriptContext, 'files'>,
): Promise<RecognisedScript> {
  const { sha } = context;
  const entries = await git.listFiles(repository, sha, { recursive: true });
  const paths = entries.map(({ path }) => path);
  const texts = new Map<string, string>();
  for (;;) {
    const files = { paths, text: (path: string) => texts.get(path) };
    const found = recogniseScript(script, { ...context, files });
    const wanted = found.wanted.filter(path => !texts.has(path));
    if (wanted.length === 0) {
      return found;
    }
    for (const path of wanted) {
      texts.set(path, await git.readFile(repository, sha, path));
    }
  }
}
