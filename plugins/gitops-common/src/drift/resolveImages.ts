import type { Application, DeploymentImage } from '../model';
import { commitOfTag, parseImageReference } from '../images';

/** @public */
export interface ResolveImagesInput {
  readonly application: Application;
  /** Image references of the desired revisions, once they were fetched. */
  readonly desiredImages?: readonly string[];
  /** Image references of the synced revisions, once they were fetched. */
  readonly syncedImages?: readonly string[];
}

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);

type TagsByRepository = ReadonlyMap<string, readonly string[]>;

/**
 * The three tags of every image. The application's own image comes first: the one whose repository is named like the
 * application, else one tagged with a commit. An image without tag counts as `latest`, one by digest only as its digest. An
 * image that is rightly there with several tags gives an entry a tag.
 * @public
 */
export function resolveImages(
  input: ResolveImagesInput,
): readonly DeploymentImage[] {
  const { application } = input;
  const isSynced = application.sync.state === 'synced';
  const live = tagsByRepository(application.liveImages);
  const settled =
    isSynced &&
    application.health.state !== 'progressing' &&
    live.size > 0 &&
    [...live.values()].every(tags => tags.length === 1);
  const desiredRefs =
    input.desiredImages ?? (settled ? application.liveImages : undefined);
  const desired = desiredRefs && tagsByRepository(desiredRefs);
  const synced = isSynced
    ? desired
    : input.syncedImages && tagsByRepository(input.syncedImages);

  const repositories = new Set([
    ...live.keys(),
    ...(desired?.keys() ?? []),
    ...(synced?.keys() ?? []),
  ]);
  return [...repositories]
    .flatMap(repository =>
      entriesOf(
        repository,
        desired && (desired.get(repository) ?? []),
        synced && (synced.get(repository) ?? []),
        live.get(repository) ?? [],
      ),
    )
    .map(image => ({ image, rank: rankOf(image, application.id.name) }))
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        compare(a.image.repository, b.image.repository) ||
        compare(a.image.desired ?? '', b.image.desired ?? ''),
    )
    .map(({ image }) => image);
}

function entriesOf(
  repository: string,
  desired: readonly string[] | undefined,
  synced: readonly string[] | undefined,
  live: readonly string[],
): readonly DeploymentImage[] {
  const severalByRight =
    (desired?.length ?? 0) > 1 || (synced?.length ?? 0) > 1;
  const common = severalByRight
    ? live.filter(
        tag =>
          (desired?.includes(tag) ?? true) && (synced?.includes(tag) ?? true),
      )
    : [];
  const rest = (tags: readonly string[] | undefined) =>
    (tags ?? []).filter(tag => !common.includes(tag));
  const [restDesired] = rest(desired);
  const [restSynced] = rest(synced);
  const restLive = rest(live);
  const entries = common.map(tag => ({
    repository,
    ...(desired && { desired: tag }),
    ...(synced && { synced: tag }),
    live: [tag],
  }));
  return restDesired || restSynced || restLive.length > 0
    ? [
        ...entries,
        {
          repository,
          ...(restDesired && { desired: restDesired }),
          ...(restSynced && { synced: restSynced }),
          live: restLive,
        },
      ]
    : entries;
}

function tagsByRepository(refs: readonly string[]): TagsByRepository {
  const result = new Map<string, readonly string[]>();
  for (const ref of refs) {
    const { repository, tag, digest } = parseImageReference(ref);
    const name = tag ?? digest ?? 'latest';
    const known = result.get(repository) ?? [];
    if (!known.includes(name)) {
      result.set(repository, [...known, name].sort(compare));
    }
  }
  return result;
}

function rankOf(image: DeploymentImage, applicationName: string): number {
  const name = image.repository.slice(image.repository.lastIndexOf('/') + 1);
  if (applicationName === name || applicationName.startsWith(`${name}-`)) {
    return 0;
  }
  const tags = [image.desired, image.synced, ...image.live];
  return tags.some(tag => tag && commitOfTag(tag)) ? 1 : 2;
}
