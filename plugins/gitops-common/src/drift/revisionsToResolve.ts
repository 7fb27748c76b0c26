import type { Application } from '../model';
import { parseImageReference } from '../images';

/** Revisions (one a source, in order) whose images are not known from what runs. Absent means that nobody need ask. @public */
export interface RevisionsToResolve {
  readonly desired?: readonly string[];
  readonly synced?: readonly string[];
}

/**
 * Which revisions' images `resolveImages` needs. None for an application that is synced, at rest, and runs one tag of each
 * image: what runs is then what Git asks for. A synced application never needs `synced`: it equals `desired`, even where the
 * engine compared with a newer revision than it last applied.
 * @public
 */
export function revisionsToResolve(
  application: Application,
): RevisionsToResolve {
  const { sync, health, liveImages, history } = application;
  const desired = given(sync.revisions);
  const synced = given(history.at(-1)?.revisions);
  switch (sync.state) {
    case 'synced':
      return health.state !== 'progressing' && runsOneTagEach(liveImages)
        ? {}
        : { ...(desired && { desired }) };
    case 'outOfSync':
      return { ...(desired && { desired }), ...(synced && { synced }) };
    case 'unknown':
      return { ...(synced && { synced }) };
    default:
      return sync.state satisfies never;
  }
}

function runsOneTagEach(liveImages: readonly string[]): boolean {
  const repositories = new Set(
    liveImages.map(ref => parseImageReference(ref).repository),
  );
  return (
    repositories.size > 0 && repositories.size === new Set(liveImages).size
  );
}

function given(
  revisions: readonly string[] | undefined,
): readonly string[] | undefined {
  return revisions && revisions.length > 0 && revisions.every(Boolean)
    ? revisions
    : undefined;
}
