import type { Application } from './application';

/** An image reference taken apart. @public */
export interface ImageReference {
  /** Registry and path without tag and digest, for example `registry.example/shop/orders`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

/**
 * The three tags of one image in one environment. Absent means not known (yet).
 * @public
 */
export interface DeploymentImage {
  readonly repository: string;
  /** What Git asks for at the revision the engine last compared with. */
  readonly desired?: string;
  /** What was in the last revision that the engine applied. */
  readonly synced?: string;
  /** What runs. Two entries while a roll-out is under way. */
  readonly live: readonly string[];
}

/** How what Git asks for, what was applied and what runs relate, and why. `reason` is one sentence for people. @public */
export type Drift =
  | { readonly state: 'inSync' }
  | {
      readonly state: 'waitingForSync';
      readonly reason: string;
      readonly image?: DeploymentImage;
    }
  | {
      readonly state: 'rollingOut';
      readonly reason: string;
      readonly image?: DeploymentImage;
    }
  | {
      readonly state: 'drifted';
      readonly reason: string;
      readonly image?: DeploymentImage;
    }
  | { readonly state: 'unknown'; readonly reason: string };

/** How many pods of a deployment run which tag; from the engine's resource tree, asked for on demand. @public */
export interface PodSummary {
  readonly total: number;
  readonly ready: number;
  /** Pods per image reference. */
  readonly byImage: Readonly<Record<string, number>>;
}

/** One component in one environment, as one engine application. @public */
export interface Deployment {
  readonly application: Application;
  /** Name of a configured environment; absent when none could be found for the application. */
  readonly environment?: string;
  readonly images: readonly DeploymentImage[];
  readonly drift: Drift;
}
