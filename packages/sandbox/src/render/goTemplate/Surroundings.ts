import type { Template } from './syntax';
import type { TemplateFunction } from './value';

/** What a template finds around it. */
export interface Surroundings {
  readonly templates: ReadonlyMap<string, Template>;
  readonly functions: Readonly<Record<string, TemplateFunction>>;
  /** What a key gives that a map has not: nothing (`default`), nil (`zero`), or an error. */
  readonly missingKey: 'default' | 'zero' | 'error';
}
