import {
  type Application,
  decideDrift,
  type Deployment,
  type Drift,
  findEnvironment,
  resolveImages,
  revisionsToResolve,
} from '@slipway/plugin-gitops-common';
import { within } from '../concurrency';
import type { GitopsConfig } from '../config';
import type { RevisionImages, RevisionImagesResult } from './RevisionImages';

interface ResolvedRevisions {
  readonly desired?: RevisionImagesResult;
  readonly synced?: RevisionImagesResult;
}

const notYet: RevisionImagesResult = {
  state: 'failed',
  reason: 'The images that Git asks for are being looked up.',
};

/** Makes deployments of applications: environment, images and drift. */
export class DeploymentResolver {
  readonly #config: GitopsConfig;
  readonly #images: RevisionImages;
  readonly #onLate: (application: Application) => void;

  /** `onLate` is called when images that an answer had to do without have arrived. */
  constructor(options: {
    readonly config: GitopsConfig;
    readonly images: RevisionImages;
    readonly onLate: (application: Application) => void;
  }) {
    this.#config = options.config;
    this.#images = options.images;
    this.#onLate = options.onLate;
  }

  environmentOf(application: Application): string | undefined {
    const { environments, environmentLabel } = this.#config;
    return findEnvironment(application, environments, {
      label: environmentLabel,
    });
  }

  /** In the order of the applications. Takes no longer than the budget; what is not known by then arrives later. */
  async resolve(
    applications: readonly Application[],
    budgetMs: number,
  ): Promise<readonly Deployment[]> {
    return Promise.all(
      applications.map(async application => {
        const resolving = this.#revisions(application);
        const resolved = await within(budgetMs, resolving);
        if (!resolved) {
          // Never rejects: RevisionImages gives failures as values.
          void resolving.then(() => this.#onLate(application));
        }
        return this.#deployment(application, resolved ?? { desired: notYet });
      }),
    );
  }

  async #revisions(application: Application): Promise<ResolvedRevisions> {
    const wanted = revisionsToResolve(application);
    const [desired, synced] = await Promise.all(
      [wanted.desired, wanted.synced].map(revisions =>
        revisions ? this.#images.get(application, revisions) : undefined,
      ),
    );
    return { desired, synced };
  }

  #deployment(
    application: Application,
    { desired, synced }: ResolvedRevisions,
  ): Deployment {
    const images = resolveImages({
      application,
      ...(desired?.state === 'known' && { desiredImages: desired.images }),
      ...(synced?.state === 'known' && { syncedImages: synced.images }),
    });
    const environment = this.environmentOf(application);
    return {
      application,
      ...(environment && { environment }),
      images,
      drift: withGap(
        application,
        decideDrift({ application, images }),
        desired,
        synced,
      ),
    };
  }
}

/** Where a revision could not be read, only what the images prove holds; anything else would be a guess. */
function withGap(
  application: Application,
  drift: Drift,
  ...results: readonly (RevisionImagesResult | undefined)[]
): Drift {
  const gap = results.find(result => result?.state === 'failed');
  const isProven = 'image' in drift && drift.image !== undefined;
  return gap?.state === 'failed' &&
    !isProven &&
    application.sync.state !== 'unknown'
    ? { state: 'unknown', reason: gap.reason }
    : drift;
}
