import type { RequestHandler } from 'express';
import type { ParameterStore } from '../cluster';
import type { GitStore } from '../git';
import type { ImageRegistry } from '../pipelines';
import type { ImageRepositories } from '../pipelines/ImageRepositories';
import type { Clock } from '../state';
import type { WorkflowRuns } from './actions/WorkflowRuns';
import type { Environments } from './model/Environments';
import type { PullRequests } from './model/PullRequests';
import type { Repositories } from './model/Repositories';

export interface GithubOptions {
  /** Repositories lie in `<dataDir>/github/git`, all else in `<dataDir>/github/state`. */
  readonly dataDir: string;
  /** The one token that is accepted, for the API and for pushes. */
  readonly token: string;
  /** Where images go: the cluster's registry. */
  readonly images: ImageRegistry;
  /** Those that a registry wants to have before the first push. */
  readonly imageRepositories: ImageRepositories;
  /** Where `aws ssm` of a job reads and writes. */
  readonly parameters: ParameterStore;
  /** 1 = a job takes 0.5–3 s; 10 = a tenth of that. Default 1. */
  readonly speed?: number;
  readonly clock?: Clock;
  /** Without a slash at its end, for example `http://127.0.0.1:7104`. */
  readonly baseUrl: string;
  /** Jobs that run at once, over all repositories. Default 4. */
  readonly runners?: number;
  /** Receives `workflow_run` events as GitHub sends them. */
  readonly webhook?: { readonly url: string };
  /** Hears of failures that nobody waits for. */
  readonly onError?: (error: unknown) => void;
}

/** Web pages, REST, GraphQL and Git over HTTP, and what stands behind them. */
export interface GithubWorld {
  /** Answers everything at the root of `baseUrl`. */
  readonly app: RequestHandler;
  readonly git: GitStore;
  readonly repositories: Repositories;
  readonly pullRequests: PullRequests;
  readonly environments: Environments;
  readonly runs: WorkflowRuns;
  /** Stops time and writes what is pending; the repositories need no closing. */
  close(): Promise<void>;
}
