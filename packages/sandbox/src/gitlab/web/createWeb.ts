import PromiseRouter from 'express-promise-router';
import type { GitlabServices } from '../GitlabServices';

/** Web pages at GitLab's URLs. */
export function createWeb(_services: GitlabServices) {
  return PromiseRouter();
}
