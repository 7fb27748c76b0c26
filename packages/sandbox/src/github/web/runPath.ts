import { encodePath } from '../links';
import type { Repository } from '../model/Repositories';

export function runPath({ fullName }: Repository, id: number): string {
  return `/${encodePath(fullName)}/actions/runs/${id}`;
}
