import { anInput, type TemplateValues } from '../anInput';
import { sealedFor } from '../sealedFor';
import { everyPair, seeds, type Choice } from './choices';

/** Searched for in everything that is made: it may be there sealed only. */
export const canary = 'canary-7f3a91-secret';

/** A choice and its name in the list of tests. */
export interface Combination {
  readonly title: string;
  readonly choice: Choice;
}

/** Every seed's own combination, and after them what is missing for every pair. */
export const combinations: readonly Combination[] = [
  ...Object.entries(seeds).map(([title, choice]) => ({ title, choice })),
  ...everyPair(Object.values(seeds)).map(choice => ({
    title: Object.values(choice).join(', '),
    choice,
  })),
];

/** The wizard's answers for a choice, sealed secrets included. */
export async function inputOf(
  choice: Choice,
  publicKey: CryptoKey,
): Promise<TemplateValues> {
  const single = choice.starter === 'fastapi' || choice.starter === 'chatbot';
  const environments = choice.environments.split('+');
  const name = 'orders-api';
  return anInput({
    name,
    starter: single ? choice.starter : 'stack',
    ...(!single && { services: choice.starter.split('+') }),
    ci: choice.ci,
    layout: choice.layout,
    packaging: choice.packaging,
    registry: choice.registry,
    environments,
    secretStore: choice.secrets === 'aws-ssm' ? 'aws-ssm' : 'sealed-secrets',
    ...(choice.secrets === 'sealed' && {
      secrets: await sealedFor({
        name,
        environments,
        values: { DATABASE_PASSWORD: canary, API_KEYS: canary },
        publicKey,
      }),
    }),
  });
}
