import {
  RenderError,
  renderPath,
  type KubernetesObject,
  type RenderedPath,
  type RevisionFiles,
} from '../render';
import { isNamespaced } from '../render/KubernetesObject';
import { resolvePath } from '../render/RevisionFiles';
import { withoutCredentials, type GitHosts } from './GitHosts';
import { sourcesOf, type Application, type ApplicationSource } from './model';

/** What an application asks for, at resolved revisions. */
export interface TargetState {
  /** Full SHAs, one a source. */
  readonly revisions: readonly string[];
  readonly sourceType: RenderedPath['sourceType'];
  readonly objects: readonly KubernetesObject[];
}

/** A source at a commit. */
interface Resolved {
  readonly source: ApplicationSource;
  readonly sha: string;
}

/** What of an application matters for its manifests. */
export interface Rendered {
  readonly metadata: Pick<Application['metadata'], 'name'>;
  readonly spec: Application['spec'];
}

const cacheSize = 500;

/** Renders applications from the sandbox's own repositories; what a commit renders to is kept, for it never changes. */
export class ManifestSource {
  readonly #rendered = new Map<string, Promise<RenderedPath>>();
  /** Commits that were there once: Git need not be asked again. */
  readonly #known = new Set<string>();

  constructor(private readonly hosts: GitHosts) {}

  /** Full SHA of a branch, tag, SHA or `HEAD`. */
  async resolve(source: ApplicationSource, revision?: string): Promise<string> {
    if (source.chart) {
      throw new RenderError(
        `the sandbox cannot fetch charts from chart repositories: ${source.chart} ${source.targetRevision ?? ''} of ${withoutCredentials(source.repoURL)}`,
      );
    }
    const known = `${source.repoURL}@${revision ?? ''}`;
    if (revision && this.#known.has(known)) {
      return revision;
    }
    const sha = await this.hosts.resolve(
      source.repoURL,
      revision || source.targetRevision || 'HEAD',
    );
    this.#known.add(`${source.repoURL}@${sha}`);
    return sha;
  }

  /** The objects of all sources, ready to be compared; `revisions` overrides the target revisions, in the order of the sources. */
  async render(
    application: Rendered,
    revisions: readonly (string | undefined)[] = [],
  ): Promise<TargetState> {
    const sources = sourcesOf(application.spec);
    const { namespace } = application.spec.destination;
    const resolved: Resolved[] = [];
    for (const [index, source] of sources.entries()) {
      const sha = await ofSource(index, sources.length, () =>
        this.resolve(source, revisions[index]),
      );
      resolved.push({ source, sha });
    }
    const objects: KubernetesObject[] = [];
    let sourceType: RenderedPath['sourceType'] = 'Directory';
    for (const [index, each] of resolved.entries()) {
      if (each.source.ref && !each.source.path) {
        continue;
      }
      const rendered = await ofSource(index, sources.length, () =>
        this.#renderCached(each, resolved, application),
      );
      sourceType = rendered.sourceType;
      objects.push(
        ...rendered.objects.map(object => withNamespace(object, namespace)),
      );
    }
    return {
      revisions: resolved.map(({ sha }) => sha),
      sourceType,
      objects,
    };
  }

  async #renderCached(
    each: Resolved,
    all: readonly Resolved[],
    application: Rendered,
  ): Promise<RenderedPath> {
    const { source, sha } = each;
    if ('plugin' in source || source.kustomize) {
      throw new RenderError(
        'the sandbox renders charts, kustomizations and plain folders, without plugins and without changes of the source',
      );
    }
    const { name } = application.metadata;
    const { namespace = '' } = application.spec.destination;
    const key = JSON.stringify([
      source.repoURL,
      source.path,
      sha,
      ...(source.helm ? [source.helm] : []),
      name,
      namespace,
      ...all.flatMap(other =>
        other.source.ref ? [other.source.ref, other.sha] : [],
      ),
    ]);
    const cached = this.#rendered.get(key);
    if (cached) {
      return cached;
    }
    const rendering = this.#render(each, all, name, namespace);
    this.#rendered.set(key, rendering);
    const [oldest] = this.#rendered.keys();
    if (this.#rendered.size > cacheSize && oldest !== undefined) {
      this.#rendered.delete(oldest);
    }
    return rendering;
  }

  async #render(
    { source, sha }: Resolved,
    all: readonly Resolved[],
    name: string,
    namespace: string,
  ): Promise<RenderedPath> {
    const files = await this.hosts.files(source.repoURL, sha);
    const path = source.path ?? '';
    return renderPath(files, path, {
      helm: source.helm ?? {},
      releaseName: source.helm?.releaseName || name,
      namespace,
      readValueFile: file => this.#readValueFile(file, path, files, all),
    });
  }

  /** Value files are relative to the chart, `/…` to its repository, and `$name/…` to the source with that `ref`. */
  async #readValueFile(
    file: string,
    path: string,
    files: RevisionFiles,
    all: readonly Resolved[],
  ): Promise<string | undefined> {
    const [, ref, below = ''] = /^\$([^/]+)\/(.*)$/.exec(file) ?? [];
    if (ref === undefined) {
      return file.startsWith('/')
        ? files.readFile(resolvePath('', file.slice(1)))
        : files.readFile(resolvePath(path, file));
    }
    const other = all.find(({ source }) => source.ref === ref);
    if (!other) {
      throw new RenderError(
        `source referenced "$${ref}", but no source has a 'ref' field defined`,
      );
    }
    const others = await this.hosts.files(other.source.repoURL, other.sha);
    return others.readFile(resolvePath('', below));
  }
}

/** Says which source it was that could not be rendered. */
async function ofSource<T>(
  index: number,
  count: number,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RenderError) {
      throw new RenderError(
        `failed to generate manifest for source ${index + 1} of ${count}: rpc error: code = Unknown desc = ${error.message}`,
        { cause: error },
      );
    }
    throw error;
  }
}

function withNamespace(
  object: KubernetesObject,
  namespace: string | undefined,
): KubernetesObject {
  return namespace && isNamespaced(object) && !object.metadata.namespace
    ? { ...object, metadata: { ...object.metadata, namespace } }
    : object;
}
