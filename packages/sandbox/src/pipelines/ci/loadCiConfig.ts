import { parseDocument, type CollectionTag } from 'yaml';
import { z } from 'zod';
import {
  jobConfigSchema,
  rootConfigSchema,
  ruleSchema,
  type Rule,
} from './ciSchema';
import { globToRegExp } from './glob';
import {
  applyExtends,
  CiConfigError,
  isMapping,
  mergeDeep,
  Reference,
  resolveReferences,
  type Mapping,
} from './mergeConfig';
import { parseRuleExpression, type RuleExpression } from './ruleExpression';

/** A rule whose `if` is parsed. */
export type CiRule = Omit<Rule, 'if'> & { readonly if?: RuleExpression };

export type CiJobConfig = Omit<z.infer<typeof jobConfigSchema>, 'rules'> & {
  readonly name: string;
  readonly stage: string;
  readonly rules?: readonly CiRule[];
};

export interface CiConfig {
  /** With `.pre` and `.post`. */
  readonly stages: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly workflowRules?: readonly CiRule[];
  readonly jobs: readonly CiJobConfig[];
  /** Parts that the sandbox leaves out, for people. */
  readonly notes: readonly string[];
}

/** The repository at the revision of the pipeline. */
export interface CiFiles {
  readonly paths: readonly string[];
  read(path: string): Promise<string>;
}

const GLOBAL_KEYS = new Set([
  'default',
  'include',
  'stages',
  'variables',
  'workflow',
  'spec',
  'pages:deploy',
  'image',
  'services',
  'before_script',
  'after_script',
  'cache',
  'types',
]);
const INHERITED = ['image', 'before_script'] as const;

/** Reads `.gitlab-ci.yml` with its local includes. Throws `CiConfigError` in GitLab's words. */
export async function loadCiConfig(
  path: string,
  files: CiFiles,
): Promise<CiConfig> {
  const notes: string[] = [];
  const merged = await loadFile(path, files, notes, []);
  const root = resolveReferences(merged, merged);
  if (!isMapping(root)) {
    throw new CiConfigError('root config should be a hash');
  }
  const {
    stages: named,
    variables,
    workflow,
  } = parse(rootConfigSchema, root, 'root');
  const stages = ['.pre', ...(named ?? ['build', 'test', 'deploy']), '.post'];
  const defaults = inheritedDefaults(root);
  const jobs = Object.keys(root)
    .filter(name => !name.startsWith('.') && !GLOBAL_KEYS.has(name))
    .map(name => loadJob(name, root, defaults, stages));
  if (jobs.length === 0) {
    throw new CiConfigError(
      'jobs config should contain at least one visible job',
    );
  }
  assertNeeds(jobs);
  return {
    stages: [...new Set(stages)],
    variables: variables ?? {},
    workflowRules: workflow?.rules && loadRules(workflow.rules, 'workflow'),
    jobs,
    notes,
  };
}

async function loadFile(
  path: string,
  files: CiFiles,
  notes: string[],
  seen: readonly string[],
): Promise<Mapping> {
  if (seen.includes(path)) {
    return {};
  }
  const { include, ...own } = parseYaml(await files.read(path), path);
  let merged: Mapping = {};
  for (const entry of include === undefined ? [] : [include].flat()) {
    const local =
      typeof entry === 'string' ? entry : isMapping(entry) && entry.local;
    if (typeof local !== 'string') {
      notes.push(
        `include of ${JSON.stringify(entry)} left out: only local files are read here`,
      );
      continue;
    }
    for (const found of localFiles(local, files)) {
      merged = mergeDeep(
        merged,
        await loadFile(found, files, notes, [...seen, path]),
      );
    }
  }
  return mergeDeep(merged, own);
}

function localFiles(pattern: string, files: CiFiles): string[] {
  const path = pattern.replace(/^\//, '');
  const glob = globToRegExp(path);
  const found = files.paths.filter(candidate => glob.test(candidate));
  if (found.length === 0 && !path.includes('*')) {
    throw new CiConfigError(`Local file \`${path}\` does not exist!`);
  }
  return found;
}

const referenceTag: CollectionTag = {
  tag: '!reference',
  collection: 'seq',
  identify: value => value instanceof Reference,
  resolve: node =>
    new Reference((node.toJSON() as unknown[]).flat().map(String)),
};

function parseYaml(source: string, path: string): Mapping {
  const document = parseDocument(source, {
    merge: true,
    customTags: [referenceTag],
  });
  const [error] = document.errors;
  if (error) {
    throw new CiConfigError(`${path}: ${error.message.split('\n', 1)[0]}`);
  }
  const value: unknown = document.toJS();
  if (!isMapping(value)) {
    throw new CiConfigError(`${path}: Invalid configuration format`);
  }
  return value;
}

function inheritedDefaults(root: Mapping): Mapping {
  const block = isMapping(root.default) ? root.default : {};
  return Object.fromEntries(
    INHERITED.map(key => [key, block[key] ?? root[key]]).filter(
      ([, value]) => value !== undefined,
    ),
  );
}

function loadJob(
  name: string,
  root: Mapping,
  defaults: Mapping,
  stages: readonly string[],
): CiJobConfig {
  const own = applyExtends(name, root);
  const job = parse(jobConfigSchema, { ...defaults, ...own }, `jobs:${name}`);
  if (!job.script && !job.trigger && !job.run) {
    throw new CiConfigError(
      `jobs:${name} config should implement the script:, run:, or trigger: keyword`,
    );
  }
  const stage = job.stage ?? 'test';
  if (!stages.includes(stage)) {
    throw new CiConfigError(
      `${name} job: chosen stage ${stage} does not exist; available stages are ${stages.join(', ')}`,
    );
  }
  const rules = job.rules && loadRules(job.rules, `jobs:${name}`);
  return { ...job, name, stage, rules };
}

function loadRules(rules: readonly unknown[], where: string): CiRule[] {
  return rules.flat().map(value => {
    const rule = parse(ruleSchema, value, `${where}:rules:rule`);
    try {
      return {
        ...rule,
        if: rule.if === undefined ? undefined : parseRuleExpression(rule.if),
      };
    } catch {
      throw new CiConfigError(
        `${where}:rules:rule if invalid expression syntax`,
      );
    }
  });
}

function assertNeeds(jobs: readonly CiJobConfig[]): void {
  const names = new Set(jobs.map(job => job.name));
  for (const { name, needs } of jobs) {
    const missing = needs?.find(
      ({ job, optional }) => !optional && !names.has(job),
    );
    if (missing) {
      throw new CiConfigError(`${name} job: undefined need: ${missing.job}`);
    }
  }
}

function parse<T extends z.ZodTypeAny>(
  schema: T,
  value: unknown,
  where: string,
): z.infer<T> {
  const result = schema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    const at = [where, ...issue.path].join(':');
    throw new CiConfigError(`${at} config ${issue.message.toLowerCase()}`);
  }
  return result.data;
}
