import type { ArgoCDApi } from '@roadiehq/backstage-plugin-argo-cd';

type Wire = Awaited<ReturnType<ArgoCDApi['getAppDetails']>>;

/**
 * What Roadie's cards read of an application. Their declared type knows less than their components use: the details drawer
 * shows the source, destination and images, and the sync state's tooltip the conditions.
 */
export type RoadieApplication = Wire & {
  readonly spec: {
    readonly source?: RoadieSource;
    readonly sources?: RoadieSource[];
    readonly destination: {
      readonly server?: string;
      readonly name?: string;
      readonly namespace?: string;
    };
  };
  readonly status: {
    readonly conditions?: { type: string; message: string }[];
    readonly summary: { readonly images: string[] };
  };
};

export interface RoadieSource {
  readonly repoURL: string;
  readonly path?: string;
  readonly chart?: string;
  readonly targetRevision?: string;
}
