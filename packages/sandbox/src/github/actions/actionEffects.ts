import type { JobEffect } from '../../pipelines/effects/model';

/** What a published action would do to the world outside, and what later steps can read of it. */
export interface ActionOutcome {
  readonly effects: readonly JobEffect[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

const ACCOUNT = '123456789012';

/** Actions are recognised by name; what is unknown succeeds and does nothing. */
export function actionEffects(
  uses: string,
  inputs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): ActionOutcome {
  const [name] = uses.toLowerCase().split('@');
  const nothing = { effects: [], outputs: {} };
  switch (name) {
    case 'actions/checkout':
      return { ...nothing, notes: ['checked out'] };
    case 'actions/setup-python':
      return {
        ...nothing,
        outputs: { 'python-version': inputs['python-version'] ?? '' },
        notes: ['not run'],
      };
    case 'docker/build-push-action':
      return buildAndPush(inputs);
    case 'aws-actions/configure-aws-credentials':
      return {
        ...nothing,
        outputs: { 'aws-account-id': ACCOUNT },
        notes: ['no account is asked here'],
      };
    case 'aws-actions/amazon-ecr-login': {
      const region = env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? 'us-east-1';
      const account = inputs.registries || ACCOUNT;
      const registry = `${account}.dkr.ecr.${region}.amazonaws.com`;
      return { ...nothing, outputs: { registry }, notes: ['logged in'] };
    }
    case 'docker/login-action':
      return { ...nothing, notes: ['logged in'] };
    default:
      return { ...nothing, notes: ['not run'] };
  }
}

function buildAndPush(inputs: Readonly<Record<string, string>>): ActionOutcome {
  const tags = (inputs.tags ?? '')
    .split(/[\n,]/)
    .map(tag => tag.trim())
    .filter(Boolean);
  const outputs = inputs.outputs ?? '';
  const pushes =
    inputs.push === 'true' ||
    /type=registry|type=image\b.*push=true/.test(outputs);
  const named = /(?:^|,)name=([^,"\s]+)/.exec(outputs)?.[1];
  const refs = tags.length > 0 ? tags : [named ?? []].flat();
  return {
    effects: pushes ? refs.map(ref => ({ type: 'image', ref })) : [],
    outputs: {},
    notes: pushes ? refs.map(ref => `pushes image ${ref}`) : ['not run'],
  };
}
