import type { CallOptions } from '@slipway/plugin-gitops-node';
import type { GithubHttp } from './GithubHttp';
import { inRepository } from './inRepository';
import {
  commitAnswer,
  commitsAnswer,
  compareAnswer,
  type CommitWire,
  type CompareWire,
} from './wire';

const mostCommits = 100;
const contents = 'read access to Contents';

/** The calls of one GitHub host that are about what is in Git. Repositories are named `owner/name`. */
export class GithubContents {
  readonly #http: GithubHttp;

  constructor(http: GithubHttp) {
    this.#http = http;
  }

  async compare(
    repository: string,
    from: string,
    to: string,
    { signal }: CallOptions = {},
  ): Promise<CompareWire> {
    return this.#http.getJson(
      {
        account: repository,
        segments: inRepository(repository, 'compare', `${from}...${to}`),
        purpose: `compare ${from} with ${to} in ${repository}`,
        permission: contents,
        signal,
      },
      compareAnswer,
    );
  }

  /** The newest 100 that changed a folder, as seen from a revision. */
  async commitsOfFolder(
    repository: string,
    folder: string,
    revision: string,
    { signal }: CallOptions = {},
  ): Promise<readonly CommitWire[]> {
    return this.#http.getJson(
      {
        account: repository,
        segments: inRepository(repository, 'commits'),
        query: [
          ['sha', revision],
          ['path', folder],
          ['per_page', String(mostCommits)],
        ],
        purpose: `list the commits to ${folder} of ${repository}`,
        permission: contents,
        signal,
      },
      commitsAnswer,
    );
  }

  async commit(
    repository: string,
    sha: string,
    { signal }: CallOptions = {},
  ): Promise<CommitWire> {
    return this.#http.getJson(
      {
        account: repository,
        segments: inRepository(repository, 'commits', sha),
        purpose: `read commit ${sha} of ${repository}`,
        permission: contents,
        signal,
      },
      commitAnswer,
    );
  }

  async readFile(
    repository: string,
    file: string,
    ref: string,
    { signal }: CallOptions = {},
  ): Promise<string> {
    return this.#http.getRaw({
      account: repository,
      segments: inRepository(repository, 'contents', ...file.split('/')),
      query: [['ref', ref]],
      purpose: `read ${file} at ${ref} of ${repository}`,
      permission: contents,
      signal,
    });
  }
}
