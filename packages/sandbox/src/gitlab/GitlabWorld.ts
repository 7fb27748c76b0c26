import type { RequestHandler } from 'express';
import type { ParameterStore } from '../cluster';
import type { GitStore } from '../git';
import type { ImageRegistry, ImageRepositories, Pipelines } from '../pipelines';
import type { Clock } from '../state';
import type { Groups } from './model/Groups';
import type { Projects } from './model/Projects';

export interface GitlabOptions {
  /** Repositories lie in `<dataDir>/git`, all else in `<dataDir>/state`. */
  readonly dataDir: string;
  /** The one token that is accepted, for the API and for pushes. */
  readonly token: string;
  /** 1 = a job takes 0.5–3 s; 10 = a tenth of that. Default 1. */
  readonly speed?: number;
  readonly clock?: Clock;
  /** Without a slash at its end, for example `http://127.0.0.1:7101`. */
  readonly baseUrl: string;
  /** Receives pipeline events as GitLab sends them. */
  readonly webhook?: { readonly url: string; readonly token?: string };
  /** Jobs that run at once, over all projects. Default 4. */
  readonly runners?: number;
  /** Where `aws ssm` of a job reads and writes; default: an empty one in memory. */
  readonly parameters?: ParameterStore;
  /** Hears of failures that nobody waits for. */
  readonly onError?: (error: unknown) => void;
}

/** Web pages, REST v4, GraphQL and Git over HTTP, and what stands behind them. */
export interface GitlabWorld {
  /** Answers everything at the root of `baseUrl`. */
  readonly app: RequestHandler;
  readonly git: GitStore;
  readonly images: ImageRegistry;
  readonly imageRepositories: ImageRepositories;
  readonly groups: Groups;
  readonly projects: Projects;
  readonly pipelines: Pipelines;
  /** Stops time and writes what is pending; the repositories need no closing. */
  close(): Promise<void>;
}
