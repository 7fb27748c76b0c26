import { Router } from 'express';
import type { GithubServices } from '../GithubServices';

export function createWeb(_services: GithubServices) {
  return Router();
}
