import type { GitStore } from '../git';
import {
  RenderError,
  renderPath,
  type KubernetesObject,
  type RenderedPath,
  type RevisionFiles,
} from '../render';
import { isNamespaced } from '../render/KubernetesObject';
import { normalizeGitUrl } from './projectRules';
import { sourcesOf, type Application, type ApplicationSource } from './model';

/** What an application asks for, at resolved revisions. */
export interface TargetState {
  /** Full SHAs, one a source. */
  readonly revisions: readonly string[];
  readonly sourceType: RenderedPath['sourceType'];
  readonly objects: readonly KubernetesObject[];
}

const cacheSize = 500;

/** Renders applications from the sandbox's own repositories; what a commit renders to is kept, for it never changes. */
export class ManifestSource {
  readonly #git: GitStore;
  readonly #baseUrl: string;
  readonly #rendered = new Map<string, Promise<RenderedPath>>();

  constructor(git: GitStore, baseUrl: string) {
    this.#git = git;
    this.#baseUrl = `${normalizeGitUrl(baseUrl)}/`;
  }

  /** `group/name` behind a clone URL; throws `RenderError` for a URL of somebody else's server. */
  repositoryOf(url: string): string {
    if (!normalizeGitUrl(url).startsWith(this.#baseUrl)) {
      throw new RenderError(
        `failed to list refs: the sandbox knows only the repositories of ${this.#baseUrl}, not ${withoutCredentials(url)}`,
      );
    }
    return url
      .trim()
      .slice(this.#baseUrl.length)
      .replace(/\/+$/, '')
      .replace(/\.git$/i, '');
  }

  /** Full SHA of a branch, tag, SHA or `HEAD`. */
  async resolve(source: ApplicationSource, revision?: string): Promise<string> {
    const repository = this.repositoryOf(source.repoURL);
    const name = revision || source.targetRevision || 'HEAD';
    if (!(await this.#git.hasRepository(repository).catch(() => false))) {
      throw new RenderError('failed to list refs: repository not found');
    }
    const sha = await this.#git.resolveRevision(repository, name);
    if (!sha) {
      throw new RenderError(`unable to resolve '${name}' to a commit SHA`);
    }
    return sha;
  }

  /** The objects of all sources, ready to be compared; `revisions` overrides the target revisions, in the order of the sources. */
  async render(
    application: Pick<Application, 'spec'>,
    revisions: readonly (string | undefined)[] = [],
  ): Promise<TargetState> {
    const sources = sourcesOf(application.spec);
    const { namespace } = application.spec.destination;
    const resolved: string[] = [];
    const objects: KubernetesObject[] = [];
    let sourceType: RenderedPath['sourceType'] = 'Directory';
    for (const [index, source] of sources.entries()) {
      const at = (text: string) =>
        `failed to generate manifest for source ${index + 1} of ${sources.length}: rpc error: code = Unknown desc = ${text}`;
      try {
        const known = revisions[index];
        const sha =
          known && this.#isRendered(source, known)
            ? known
            : await this.resolve(source, known);
        resolved.push(sha);
        if (source.ref && !source.path) {
          continue;
        }
        const rendered = await this.#renderCached(source, sha);
        sourceType = rendered.sourceType;
        objects.push(
          ...rendered.objects.map(object => withNamespace(object, namespace)),
        );
      } catch (error) {
        if (error instanceof RenderError) {
          throw new RenderError(at(error.message), { cause: error });
        }
        throw error;
      }
    }
    return { revisions: resolved, sourceType, objects };
  }

  /** What was rendered exists: there is no need to ask Git whether the commit does. */
  #isRendered(source: ApplicationSource, sha: string): boolean {
    return this.#rendered.has(cacheKey(source, sha));
  }

  async #renderCached(
    source: ApplicationSource,
    sha: string,
  ): Promise<RenderedPath> {
    if (source.chart || 'helm' in source || 'plugin' in source) {
      throw new RenderError(
        'the sandbox renders only Kustomize and plain directories',
      );
    }
    const key = cacheKey(source, sha);
    const cached = this.#rendered.get(key);
    if (cached) {
      return cached;
    }
    const rendering = this.#files(this.repositoryOf(source.repoURL), sha).then(
      files => renderPath(files, source.path ?? ''),
    );
    this.#rendered.set(key, rendering);
    const [oldest] = this.#rendered.keys();
    if (this.#rendered.size > cacheSize && oldest !== undefined) {
      this.#rendered.delete(oldest);
    }
    return rendering;
  }

  async #files(repository: string, sha: string): Promise<RevisionFiles> {
    const files = await this.#git.readFiles(repository, sha);
    const paths = [...files.keys()].sort();
    return {
      readFile: async path => files.get(path)?.toString('utf8'),
      listFiles: async folder =>
        folder === ''
          ? paths
          : paths.filter(
              path => path === folder || path.startsWith(`${folder}/`),
            ),
    };
  }
}

function cacheKey(source: ApplicationSource, sha: string): string {
  return JSON.stringify([source.repoURL, source.path, sha]);
}

function withNamespace(
  object: KubernetesObject,
  namespace: string | undefined,
): KubernetesObject {
  return namespace && isNamespaced(object) && !object.metadata.namespace
    ? { ...object, metadata: { ...object.metadata, namespace } }
    : object;
}

function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}
